"""What Fieldveil finds in texts: `mask` twice in one record, once with names, once with the findings marked.

Both scans find the same, in the same order: the first says which detector found what, the second where. So the
places come from the command line as anyone uses it, and not from an interface that only tests have.
"""

import json
import os
import re
import subprocess
import tempfile

#: Characters for private use, which no text of the sources holds.
OPEN, CLOSE = "\ue000", "\ue001"

POLICY = {
    "version": 1,
    "rules": [
        {"path": "$.named", "show": {"scan": {"on_hit": OPEN + "{type}" + CLOSE}}},
        {"path": "$.marked", "show": {"scan": {"on_hit": {"regex": {
            "pattern": "(?s)^(.+)$", "replace": OPEN + "${1}" + CLOSE}}}}},
    ],
}

PIECE = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)


def find(texts):
    """For each text a list of (detector, start, end), in characters."""
    records = "".join(json.dumps({"named": text, "marked": text}) + "\n" for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        policy = os.path.join(folder, "policy.json")
        with open(policy, "w", encoding="utf-8") as file:
            json.dump(POLICY, file)
        masked = subprocess.run([os.environ["FIELDVEIL_CLI"], "mask", "--lines", "--policy", policy],
                                input=records.encode(), stdout=subprocess.PIPE, check=True).stdout
    lines = masked.decode().splitlines()
    assert len(lines) == len(texts), "a text was lost"
    return [places(text, json.loads(line)) for text, line in zip(texts, lines)]


def places(text, record):
    names = PIECE.findall(record["named"])
    spans, removed = [], 0
    for piece in PIECE.finditer(record["marked"]):
        start = piece.start() - removed
        spans.append((start, start + len(piece[1])))
        removed += len(OPEN) + len(CLOSE)
    assert len(names) == len(spans), "both scans must find the same"
    assert record["marked"].replace(OPEN, "").replace(CLOSE, "") == text, "nothing but findings may change"
    return [(name, start, end) for name, (start, end) in zip(names, spans)]
