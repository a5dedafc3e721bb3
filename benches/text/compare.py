"""Who finds what in the same texts, and how fast: Fieldveil, Presidio (pattern recognizers), redact-core, datafog-core.

    cargo xtask bench detectors

Five kinds that all of them look for: card, e-mail, phone, IP address, SSN. A finding is right if it overlaps a
label of its kind, so that nobody loses by what is counted as part of a number; a label is found if a finding of its
kind overlaps it. Each text is looked at by itself; the time is the least of several passes over all of them, the Rust
candidates taking turns in one process.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/foreign"))

import findings  # noqa: E402
import templates  # noqa: E402

KINDS = {
    "fieldveil": {"card": "card", "email": "email", "phone": "phone", "ipv4": "ip", "ipv6": "ip", "us_ssn": "ssn"},
    "presidio": {"CREDIT_CARD": "card", "EMAIL_ADDRESS": "email", "PHONE_NUMBER": "phone", "IP_ADDRESS": "ip",
                 "US_SSN": "ssn"},
    "redact-core": {"CreditCard": "card", "EmailAddress": "email", "PhoneNumber": "phone", "UkPhoneNumber": "phone",
                    "UkMobileNumber": "phone", "IpAddress": "ip", "UsSsn": "ssn"},
    "datafog-core": {"CREDIT_CARD": "card", "EMAIL": "email", "PHONE": "phone", "IP_ADDRESS": "ip", "SSN": "ssn"},
}

#: Presidio is timed on this many texts, in this many passes.
TIMED, PASSES = 300, 3


def sentences():
    """The sentences of Presidio's evaluator."""
    own = KINDS["fieldveil"]
    for text in templates.texts():
        yield text.text, [(own[label.detector], label.start, label.end) for label in text.labels
                         if label.detector in own]


def corpus():
    """The lines of our corpus that hold one of the five kinds, or nothing at all."""
    own = KINDS["fieldveil"]
    with open(ROOT / "tests/corpus/corpus.jsonl", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if all(hit[0] in own for hit in entry["hits"]):
                # The mark that keeps scanners of repositories away is no part of the text.
                text = entry["text"].replace("\u00a6", "")
                at = lambda offset, raw=text.encode(): len(raw[:offset].decode())
                yield text, [(own[hit[0]], at(hit[1]), at(hit[2])) for hit in entry["hits"]]


def fieldveil(texts):
    return findings.find(texts)


def rust(texts):
    """The findings of the Rust rivals, in characters, and the least seconds of all Rust candidates."""
    cargo = ["cargo", "run", "--quiet", "--release", "--locked", "--manifest-path", str(ROOT / "benches/Cargo.toml"),
             "--example", "find_text"]
    lines = subprocess.run(cargo, input="".join(json.dumps(text) + "\n" for text in texts).encode(),
                           stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    *found, seconds = map(json.loads, lines)
    rivals = {name: [] for name in found[0]}
    for text, by_rival in zip(texts, found, strict=True):
        raw = text.encode()
        for name, hits in by_rival.items():
            rivals[name].append([(kind, len(raw[:start].decode()), len(raw[:end].decode())) for kind, start, end in hits])
    return rivals, seconds


def presidio(texts):
    """The findings of Presidio's pattern recognizers, with their context words, and megabytes a second."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SlimSpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer

    @spacy.Language.component("lower_case_lemma")
    def lower_case_lemma(doc):
        for token in doc:
            token.lemma_ = token.lower_
        return doc

    # The list of public suffixes that the package brings, and none from the network.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    # The tokens, which the context words need, without a language model.
    nlp = SlimSpacyNlpEngine()
    nlp.nlp = {"en": spacy.blank("en")}
    nlp.nlp["en"].add_pipe("lower_case_lemma")
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=nlp)
    registry.recognizers = [r for r in registry.recognizers if isinstance(r, (PatternRecognizer, PhoneRecognizer))]
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])
    found = [engine.analyze(text, language="en") for text in texts]
    timed = texts[:TIMED]
    megabytes = sum(len(text.encode()) for text in timed) / 1e6
    rate = 0.0
    for _ in range(PASSES):
        start = time.perf_counter()
        for text in timed:
            engine.analyze(text, language="en")
        rate = max(rate, megabytes / (time.perf_counter() - start))
    by_score = {f"presidio, {name}": [[(r.entity_type, r.start, r.end) for r in hits if r.score >= score] for hits in found]
                for name, score in [("any score", 0.0), ("score from 0.5", 0.5)]}
    return by_score, rate


def score(labels, found, kinds):
    there = hit = right = wrong = 0
    overlap = lambda a, b: a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
    for known, raw in zip(labels, found, strict=True):
        ours = [(kinds[kind], start, end) for kind, start, end in raw if kind in kinds]
        there += len(known)
        hit += sum(any(overlap(label, one) for one in ours) for label in known)
        good = sum(any(overlap(label, one) for label in known) for one in ours)
        right, wrong = right + good, wrong + len(ours) - good
    return hit / there, right / (right + wrong) if right + wrong else 1.0


def rows(texts, labels):
    size = sum(len(text.encode()) for text in texts) / 1e6
    rivals, seconds = rust(texts)
    by_score, rate = presidio(texts)
    everyone = {"fieldveil": fieldveil(texts), **rivals, **by_score}
    for name, found in everyone.items():
        base = name.split(",")[0]
        recall, precision = score(labels, found, KINDS[base])
        speed = rate if base == "presidio" else size / seconds[base]
        yield f"| {name} | {recall:.3f} | {precision:.3f} | {speed:.3g} |"


def main():
    for make in (sentences, corpus):
        texts, labels = zip(*make())
        print(f"\n{make.__doc__.splitlines()[0]} {len(texts)} texts, {sum(map(len, labels))} labels.\n")
        print("| | recall | precision | MB/s |\n|---|---|---|---|")
        print("\n".join(rows(list(texts), list(labels))), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("FIELDVEIL_CLI", str(ROOT / "target/release/fieldveil"))
    main()
