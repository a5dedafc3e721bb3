"""The reference of the format, `core/docs/format.md`, against the code and against the implementation made from it."""

import pathlib
import re

import fieldveil_format

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "core/docs/format.md").read_text(encoding="utf-8")


def code():
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "core/src").rglob("*.rs")))


def its_labels_are_those_of_the_code():
    labels = set(re.findall(r'b"\\0\\0\\0\\x[0-9a-f]{2}(fv1/[a-z-]+)"', code()))
    assert labels and labels == set(re.findall(r"fv1/[a-z-]+", REFERENCE)), labels


def the_second_implementation_knows_no_other():
    labels = set(re.findall(r"fv1/[a-z-]+", pathlib.Path(fieldveil_format.__file__).read_text(encoding="utf-8")))
    assert labels and labels <= set(re.findall(r"fv1/[a-z-]+", REFERENCE)), labels


def its_table_has_every_suite_and_its_shortest_token():
    table = {}
    for suites, shortest in re.findall(r"^\| (`[0-9]{2}`(?: / `[0-9]{2}`)?) \|.*\| ([0-9]+)(?:, exactly)? \|$", REFERENCE, re.M):
        table |= {int(suite, 16): int(shortest) for suite in re.findall("[0-9]{2}", suites)}
    assert table == fieldveil_format.SHORTEST, table


def checks():
    for check in (its_labels_are_those_of_the_code, the_second_implementation_knows_no_other,
                  its_table_has_every_suite_and_its_shortest_token):
        yield f"the document: {check.__name__.replace('_', ' ')}", check
