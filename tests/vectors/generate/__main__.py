"""Writes the vectors of this folder's parent: `python tests/vectors/generate [--check]`.

Every salt comes from a counter, so that the same sources give the same files. What a case expects is worked out by
the second implementation or written down by hand; nothing is ever copied from what the core answered.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "second")]

import documents  # noqa: E402
import errors  # noqa: E402
import keyrings  # noqa: E402
import lookups  # noqa: E402
import operators  # noqa: E402
import paths  # noqa: E402
import policies  # noqa: E402
import records  # noqa: E402
import streams  # noqa: E402
import tokens  # noqa: E402

PARTS = [documents, errors, keyrings, lookups, operators, paths, policies, records, streams, tokens]


def render(part):
    """One file: what it shares, then a case a line."""
    made = part.make()
    cases = made.pop("cases")
    ids = [case["id"] for case in cases]
    assert len(set(ids)) == len(ids), f"an id stands twice in {part.__name__}: {sorted(ids)}"
    head = {"format": "fieldveil-vectors-1", "licence": "CC0-1.0", "about": part.__doc__.split("\n\n")[0], **made}
    text = json.dumps(head, indent=1, ensure_ascii=True)
    lines = ",\n".join("  " + json.dumps(case, ensure_ascii=True) for case in cases)
    return f'{text[:-2]},\n "cases": [\n{lines}\n ]\n}}\n', cases


def main():
    total = failures = stale = 0
    for part in PARTS:
        text, cases = render(part)
        refused = sum("error" in case["expect"] for case in cases)
        total, failures = total + len(cases), failures + refused
        file = HERE.parent / f"{part.__name__}.json"
        print(f"{file.name:16} {len(cases):5} cases, {refused:5} refusals")
        if "--check" in sys.argv:
            stale += not file.exists() or file.read_text() != text
        else:
            file.write_text(text)
    print(f"{'all':16} {total:5} cases, {failures:5} refusals")
    assert total >= 600 and failures * 2 > total, "at least 600 cases, and more than half of them refusals"
    if stale:
        print(f"{stale} files are not what the generator writes: run `python tests/vectors/generate`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
