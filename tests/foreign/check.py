"""Runs the detectors over texts that others wrote, and prints precision and recall by detector and source.

    FIELDVEIL_CLI=target/release/fieldveil python tests/foreign/check.py [--show]

Labels that are wrong, or mean something that we do not look for, stand in reviewed.toml with the reason; everything
else must be found, and nothing else may be. An entry of that file that no label needs any more is a failure too.
"""

import collections
import pathlib
import re
import sys
import tomllib

import datadog
import findings
import numbers_of_others
import redact
import templates

GOAL = 0.99

SOURCES = [datadog.texts, redact.texts, templates.texts, numbers_of_others.phones, numbers_of_others.ibans,
           numbers_of_others.national]


class Reviewed:
    """The labels that do not count, each with its reason."""

    def __init__(self, path):
        self.entries = tomllib.loads(path.read_text(encoding="utf-8"))["label"]
        for entry in self.entries:
            entry["patterns"] = [re.compile(entry.get(name, ".*"), re.DOTALL) for name in ("value", "text")]
            entry["used"] = 0

    def names(self, text, detector, value):
        """Whether a miss or a finding is listed."""
        for entry in self.entries:
            fits = all(p.fullmatch(part) for p, part in zip(entry["patterns"], (value, text.text)))
            if fits and (entry["source"], entry["detector"]) == (text.source, detector):
                entry["used"] += 1
                return True
        return False

    def stale(self):
        return [entry for entry in self.entries if not entry["used"]]


class Score:
    def __init__(self):
        self.there = self.found = self.wrong = self.reviewed = 0

    def recall(self):
        return self.found / self.there if self.there else 1.0

    def precision(self):
        return self.found / (self.found + self.wrong) if self.wrong else 1.0

    def fails(self):
        return self.recall() < GOAL or self.precision() < GOAL


def scored(texts, reviewed):
    scores, complaints = collections.defaultdict(Score), []
    for text, hits in zip(texts, findings.find([text.text for text in texts])):
        for label in text.labels:
            value = text.value if label.start is None else text.text[label.start:label.end]
            score = scores[label.detector, text.source]
            if any(label.is_found_by(*hit) for hit in hits):
                score.there += 1
                score.found += 1
            elif reviewed.names(text, label.detector, value):
                score.reviewed += 1
            else:
                score.there += 1
                complaints.append(f"missed {label.detector} of {text.source}: {text.text!r} has {value!r}, found {hits}")
        for hit in hits:
            if any(label.is_found_by(*hit) for label in text.labels) or text.about and hit[0] not in text.about:
                continue
            score = scores[hit[0], text.source]
            if reviewed.names(text, hit[0], text.text[hit[1]:hit[2]]):
                score.reviewed += 1
            else:
                score.wrong += 1
                complaints.append(f"wrong {hit[0]} of {text.source}: {text.text!r} has no {text.text[hit[1]:hit[2]]!r}")
    return scores, complaints


def table(scores):
    yield "| detector | source | there | found | wrong | recall | precision | reviewed |"
    yield "|---|---|---|---|---|---|---|---|"
    for (detector, source), score in sorted(scores.items()):
        yield (f"| `{detector}` | {source} | {score.there} | {score.found} | {score.wrong} | {score.recall():.3f} | "
               f"{score.precision():.3f} | {score.reviewed} |")


def main():
    reviewed = Reviewed(pathlib.Path(__file__).with_name("reviewed.toml"))
    texts = [text for source in SOURCES for text in source()]
    scores, complaints = scored(texts, reviewed)
    print("\n".join(table(scores)))
    print(f"{len(texts)} texts of {len({text.source for text in texts})} sources")
    failed = sum(score.fails() for score in scores.values())
    for entry in reviewed.stale():
        failed += 1
        print(f"no label of {entry['source']} needs {entry['value']!r} any more; take it out of reviewed.toml")
    if failed or "--show" in sys.argv:
        print("\n".join(complaints))
    print(f"{len(scores) - sum(score.fails() for score in scores.values())} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
