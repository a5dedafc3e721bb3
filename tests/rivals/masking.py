"""Maskers that show what they should hide."""

import json
import os
import pathlib
import re
import subprocess

import ours

CARD = "4111 1111 1111 1111"
REDACT = "redact"


def printed(program, case):
    return subprocess.run([*program, case], capture_output=True, check=True).stdout.decode()


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


def a_list_becomes_its_last_value():
    from presidio_anonymizer.entities import OperatorConfig
    from presidio_structured import JsonDataProcessor, StructuredAnalysis, StructuredEngine
    record = '{"names":["Maria","Ada"]}'
    # Where the names are is said: no model of a language has to find them.
    places = StructuredAnalysis(entity_mapping={"names": "PERSON"})
    engine = StructuredEngine(data_processor=JsonDataProcessor())
    masked = engine.anonymize(json.loads(record), places, {"PERSON": OperatorConfig("replace", {"new_value": "***"})})
    shown = json.loads(ours.mask([{"path": "$.names[*]", "show": REDACT}], record))
    return masked == {"names": "***"}, shown != {"names": ["[REDACTED]"] * 2}


# ---- loggers and maskers of Node


def node(case):
    return printed(["node", str(pathlib.Path(__file__).with_name("leaks.mjs"))], case)


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


def what_is_no_uuid_is_shown_whole():
    text = "not-a-uuid-but-secret"
    shown = ours.mask([{"path": "$.t", "show": {"regex": {"pattern": r"^(.{8})-(.{4}-){3}.{12}$", "replace": "$1"}}}],
                      json.dumps({"t": text}))
    return text in node("maskdata-uuid"), text in shown


# ---- by the bytes: what compares names as they are written


def rust(case):
    return printed([os.environ["RIVALS_RUST"]], case)


def an_escaped_name_is_another_name():
    record = '{"\\u0065mail":"maria@example.org"}'
    shown = ours.mask([{"path": "$..email", "show": REDACT}], record)
    return rust("rsonpath-escaped") == "0\n", "maria" in shown


def the_second_of_two_equal_names_is_not_found():
    record = '{"email":"maria@example.org","email":"ada@example.org"}'
    shown = ours.mask([{"path": "$.email", "show": REDACT}], record)
    return rust("rsonpath-twice") == "1\n", "maria" in shown or "ada" in shown


def a_pattern_over_the_text_leaves_the_tail():
    record = json.dumps({"password": 'hunter2" and more', "user": "maria"})
    theirs = re.sub(r'"password":\s*"[^"]*"', '"password": "***"', record)  # as loggers are taught to
    shown = ours.mask([{"path": "$.password", "show": REDACT}], record)
    return "and more" in theirs, "and more" in shown or json.loads(shown)["user"] != "maria"


# ---- of Rust and Java


def a_short_value_is_shown_whole():
    shown = ours.mask([{"path": "$.pin", "show": {"keep_ends": {"first": 2, "last": 4}}}], '{"pin":"123456"}')
    return rust("redact-core-short") == "pin 123456\n", "123456" in shown


def what_is_not_quite_json_is_passed_on():
    record = '{"n":NaN,"password":"hunter2"}'
    jar = ["java", "-cp", os.environ["RIVALS_JARS"], str(pathlib.Path(__file__).parent / "java/Leaks.java")]
    shown, _ = ours.run("mask", {"rules": [{"path": "$.password", "show": REDACT}]}, record)
    return "hunter2" in printed(jar, record), "hunter2" in shown


CASES = {
    "Powertools": [a_pattern_that_does_not_match_shows_the_value, a_price_is_rounded_beside_the_field,
                   the_first_of_two_equal_names_is_lost],
    "presidio-anonymizer": [the_same_name_has_another_hash_each_time],
    "presidio-structured": [a_list_becomes_its_last_value],
    "@pinojs/redact": [two_stars_are_taken_and_redact_nothing, an_object_that_serializes_itself_is_not_looked_into],
    "fast-redact": [one_star_is_one_level],
    "maskdata": [what_is_no_jwt_is_shown_whole, what_is_no_uuid_is_shown_whole],
    "rsonpath": [an_escaped_name_is_another_name, the_second_of_two_equal_names_is_not_found],
    "a regular expression": [a_pattern_over_the_text_leaves_the_tail],
    "redact-core": [a_short_value_is_shown_whole],
    "json-masker": [what_is_not_quite_json_is_passed_on],
}
