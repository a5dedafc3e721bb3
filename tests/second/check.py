"""Runs the second implementation over the known answers, and over whole records through the command line."""

import sys
import traceback

import answers
import document
import records


def main():
    passed = failed = 0
    for name, check in [*document.checks(), *answers.checks(), *records.checks()]:
        try:
            check()
            passed += 1
        except Exception:
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc(file=sys.stdout)
    print(f"\n{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
