"""Writes corpus.jsonl: sentences with personal data and secrets at known places, and sentences with none.

`python tests/corpus/generate` writes it beside this folder. Seeded, so that the same corpus comes out every time. Every
check digit is computed here, from the issuers' rules, and not by the code that the corpus tests. One line is
{"text": …, "hits": [[detector, start, end], …]} with offsets in bytes of UTF-8. A broken bar (¦) stands inside every
secret, so that no scanner of repositories takes it for a leak; the reader of the corpus takes it out, and the offsets are
those without it.
"""

import json
from pathlib import Path

from negatives import addresses_in_both_cases, dotted_negatives, negatives
from positives import letters_in_cnpj, national_phones, positives

# The order is a part of the seed.
LINES = [positives, national_phones, negatives, letters_in_cnpj, addresses_in_both_cases, dotted_negatives]

with open(Path(__file__).resolve().parents[1] / "corpus.jsonl", "w", encoding="utf-8") as corpus:
    for lines in LINES:
        for entry in lines():
            corpus.write(json.dumps(entry, ensure_ascii=False) + "\n")
