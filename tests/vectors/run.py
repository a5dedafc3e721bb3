"""Runs every vector in one language: `python tests/vectors/run.py [--only PART] -- COMMAND…`.

The command is that of the language's agent (`../interop/agents.py`), or the program `fieldveil` alone.
"""

import base64
import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "interop"))

import agents  # noqa: E402

# Asserted, so that a file or a case that is lost in silence is noticed.
CASES = 1723


def request(vectors, case):
    """The input of a case, and how to ask for it."""
    how = {name: case[name] for name in ("view", "context", "existing", "partial", "path", "kek") if name in case}
    if "policy" in case:
        how["policy"] = vectors["policies"][case["policy"]]
    if case.get("ring"):
        ring = vectors["rings"][case["ring"]]
        how |= {"ring": json.dumps(ring["document"]), "kek": ring["kek"]}
    if "provider" in case:
        how["provider"] = case["provider"]["name"]
    given = base64.b64decode(case["input_base64"]) if "input_base64" in case else (case["input"] or "").encode()
    return given, how


def fault(agent, vectors, case):
    """Why a case failed, or nothing."""
    given, how = request(vectors, case)
    expect = case["expect"]
    try:
        answer = agent.ask(case["operation"], given, **how)
        if "error" in expect:
            return f"succeeded, not {expect['error']}: {answer[:300]}"
        how.pop("existing", None)
        if "restores" in expect and agent.ask("decrypt", answer, **how) != given:
            return "does not come back"
    except agents.Refused as refused:
        return None if str(refused) == expect.get("error") else f"{refused}, not {expect}"
    if "output" in expect and answer != expect["output"].encode():
        return f"{answer.decode(errors='replace')[:300]}, not {expect['output'][:300]}"
    if "output_base64" in expect and answer != base64.b64decode(expect["output_base64"]):
        return "other bytes"
    if expect.get("contains", "").encode() not in answer or expect.get("lacks", "\0").encode() in answer:
        return f"{answer.decode()[:300]}, not {expect}"
    return None


def main(arguments, command):
    agent, passed, failures, codes = agents.start(command), 0, [], Counter()
    # Processes may run side by side; an agent answers one request after the other.
    pool = ThreadPoolExecutor(os.cpu_count() if isinstance(agent, agents.CommandLine) else 1)
    for file in sorted(HERE.glob("*.json")):
        if file.stem in ("format", "schema") or (arguments and file.stem not in arguments):
            continue
        vectors = json.loads(file.read_text())
        cases = vectors["cases"]
        for case, why in zip(cases, pool.map(lambda case: fault(agent, vectors, case), cases), strict=True):  # noqa: B023
            codes[case["expect"].get("error", "answered")] += 1
            passed += why is None
            failures += [f"{file.stem} {case['id']}: {why}"] if why else []
    agent.close()
    for failure in failures:
        print("FAILED", failure)
    print(", ".join(f"{code} {count}" for code, count in codes.most_common()))
    print(f"\n{passed} passed, {len(failures)} failed, 0 skipped")
    lost = not arguments and passed + len(failures) != CASES
    if lost:
        print(f"there should be {CASES} cases")
    return 1 if failures or lost else 0


if __name__ == "__main__":
    at = sys.argv.index("--")
    sys.exit(main([word for word in sys.argv[1:at] if word != "--only"], sys.argv[at + 1 :]))
