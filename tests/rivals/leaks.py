"""Each leak of a rival, shown in the rival at a pinned version (requirements.txt, package.json, java/, rust/), and not here.

A leak that a newer version has mended fails the check: then the version moves on and the case goes.
"""

import sys

import masking
import rings
import sealing

# What is known of rivals and not shown here, each with the reason.
NOT_SHOWN = {
    ("Rails", "fields of one record can be swapped"): "Ruby gems are not installed by this check",
    ("PG Anonymizer", "`partial` shows a short value whole"): "an extension of PostgreSQL, built from its sources",
    ("Vault", "`rewrap` ignores the associated data"): "a server, compiled from its sources in minutes",
    ("Asherah", "a public master key unless another is named"): "mended: 0.5.56 refuses a provider that it does not know",
    ("prisma-field-encryption", "`in` filters find nothing"): "needs a client that Prisma generates for a database",
}


def main():
    passed = failed = 0
    print("| rival | leak | there | here |\n|---|---|---|---|")
    with rings.ring() as ring:
        for rival, cases in (*masking.CASES.items(), *sealing.CASES.items()):
            for case in cases:
                theirs, own = case(ring) if case.__code__.co_argcount else case()
                print(f"| {rival} | {case.__name__.replace('_', ' ')} | {'leaks' if theirs else 'mended'} | "
                      f"{'LEAKS' if own else 'no'} |")
                fine = theirs and not own
                passed, failed = passed + fine, failed + (not fine)
    for (rival, leak), why in NOT_SHOWN.items():
        print(f"| {rival} | {leak} | not shown: {why} | |")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
