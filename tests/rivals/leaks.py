"""Each leak of a rival, shown in the rival at the version of requirements.txt and package.json, and not here.

A leak that a newer version has mended fails the check: then the version moves on and the case goes.
"""

import base64
import json
import pathlib
import subprocess
import sys

import ours

CARD = "4111 1111 1111 1111"
REDACT = "redact"


# ---- Powertools for AWS Lambda, data masking


def powertools(*arguments, **options):
    from aws_lambda_powertools.utilities.data_masking import DataMasking
    return DataMasking().erase(*arguments, **options)


def a_pattern_that_does_not_match_shows_the_value():
    masked = powertools({"card": CARD}, fields=["$.card"], regex_pattern=r"(\d{4})-(\d{4})", mask_format="****")
    rule = {"path": "$.card", "show": {"regex": {"pattern": r"(\d{4})-(\d{4})", "replace": "****"}}}
    return CARD in json.dumps(masked), CARD in ours.mask([rule], json.dumps({"card": CARD}))


def a_price_is_rounded_beside_the_field():
    record = '{"card":"4111","price":1.10}'
    masked = powertools(record, fields=["$.card"])
    return "1.10" not in json.dumps(masked), "1.10" not in ours.mask([{"path": "$.card", "show": REDACT}], record)


def the_first_of_two_equal_names_is_lost():
    record = '{"card":"4111","card":"5555"}'
    masked = powertools(record, fields=["$.card"])
    shown = ours.mask([{"path": "$.card", "show": REDACT}], record)
    return len(masked) == 1, shown.count("card") != 2 or "4111" in shown or "5555" in shown


# ---- Presidio's anonymizer


def anonymizer(operator, options):
    from presidio_anonymizer import AnonymizerEngine
    from presidio_anonymizer.entities import OperatorConfig, RecognizerResult
    found = [RecognizerResult("PERSON", 0, 5, 1.0)]
    return AnonymizerEngine().anonymize("Maria called", found, {"PERSON": OperatorConfig(operator, options)}).text


def the_same_name_has_another_hash_each_time(ring):
    policy = {"rules": [{"path": "$.name", "show": {"pseudonym": {"set": "people"}}}]}
    once = lambda: ours.run("mask", policy, '{"name":"Maria"}', *ring)
    first, second = once(), once()
    assert first[1] == 0 and "Maria" not in first[0]
    return anonymizer("hash", {}) != anonymizer("hash", {}), first != second


def a_ciphertext_is_changed_unseen(ring):
    from presidio_anonymizer.operators import AESCipher
    key, plain = b"0123456789abcdef", "balance: 100"
    raw = bytearray(base64.urlsafe_b64decode(AESCipher.encrypt(key, plain)))
    raw[9] ^= ord("1") ^ ord("9")  # the initialization vector is xored into the first block
    theirs = AESCipher.decrypt(key, base64.urlsafe_b64encode(bytes(raw)).decode()) == "balance: 900"
    policy = {"rules": [{"path": "$.note", "store": {"encrypt": "pii"}, "show": REDACT}]}
    stored, code = ours.run("encrypt", policy, json.dumps({"note": plain}), *ring)
    assert code == 0 and plain not in stored
    record = json.loads(stored)
    flipped = "A" if record["note"][-1] != "A" else "B"
    record["note"] = record["note"][:-2] + flipped + record["note"][-1]
    opened, code = ours.run("decrypt", policy, json.dumps(record), *ring)
    return theirs, code != 6 or opened != ""


# ---- loggers and maskers of Node


def node(case):
    done = subprocess.run(["node", str(pathlib.Path(__file__).with_name("leaks.mjs")), case], capture_output=True, check=True)
    return done.stdout.decode()


def two_stars_are_taken_and_redact_nothing():
    shown = ours.mask([{"path": "$..password", "show": REDACT}], '{"a":{"b":{"password":"hunter2"}}}')
    return "hunter2" in node("pino-any-depth"), "hunter2" in shown


def an_object_that_serializes_itself_is_not_looked_into():
    # What reaches us is the JSON that it serialized to.
    shown = ours.mask([{"path": "$.user.password", "show": REDACT}], '{"user":{"password":"hunter2"}}')
    return "hunter2" in node("pino-to-json"), "hunter2" in shown


def one_star_is_one_level():
    shown = ours.mask([{"path": "$..password", "show": REDACT}], '{"a":{"b":{"password":"hunter2"}}}')
    return "hunter2" in node("fast-redact"), "hunter2" in shown


def what_is_no_jwt_is_shown_whole():
    token = "eyJhbGciOiJIUzI1NiJ9.secret-payload"
    shown = ours.mask([{"path": "$.t", "show": {"regex": {"pattern": r"^([^.]+)\.[^.]+\.[^.]+$", "replace": "$1"}}}],
                      json.dumps({"t": token}))
    return token in node("maskdata-jwt"), token in shown


CASES = {
    "Powertools": [a_pattern_that_does_not_match_shows_the_value, a_price_is_rounded_beside_the_field,
                   the_first_of_two_equal_names_is_lost],
    "presidio-anonymizer": [the_same_name_has_another_hash_each_time, a_ciphertext_is_changed_unseen],
    "@pinojs/redact": [two_stars_are_taken_and_redact_nothing, an_object_that_serializes_itself_is_not_looked_into],
    "fast-redact": [one_star_is_one_level],
    "maskdata": [what_is_no_jwt_is_shown_whole],
}


def main():
    import rings
    passed = failed = 0
    print("| rival | leak | there | here |\n|---|---|---|---|")
    with rings.ring() as ring:
        for rival, cases in CASES.items():
            for case in cases:
                theirs, own = case(ring) if case.__code__.co_argcount else case()
                print(f"| {rival} | {case.__name__.replace('_', ' ')} | {'leaks' if theirs else 'mended'} | "
                      f"{'LEAKS' if own else 'no'} |")
                fine = theirs and not own
                passed, failed = passed + fine, failed + (not fine)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
