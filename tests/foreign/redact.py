"""The tests of the crate `redact-core`: sentences with the kind of entity that they hold, or must not hold."""

import rust
from crates import fetched
from labelled import Label, Text

NAME, VERSION = "redact-core", "0.12.7"

FILES = ["secret_coverage", "pattern_coverage"]

#: What an entity is called here. Those that are not named are none of ours.
DETECTORS = {
    "AnthropicApiKey": "anthropic_key", "AwsAccessKey": "aws_key", "DatabaseConnectionString": "url_credentials",
    "GithubToken": "github_token", "GitlabToken": "gitlab_token", "GoogleApiKey": "google_key",
    "HttpBasicAuth": "authorization", "HuggingFaceToken": "huggingface_token", "JwtToken": "jwt",
    "NpmToken": "npm_token", "OpenAiApiKey": "openai_key", "PrivateKey": "private_key", "PyPiToken": "pypi_token",
    "SendGridApiKey": "sendgrid_key", "SlackToken": "slack_token", "StripeApiKey": "stripe_key",
    "TwilioApiKey": "twilio_key",
    "BtcAddress": "bitcoin", "CreditCard": "card", "EmailAddress": "email", "EthAddress": "ethereum",
    "IbanCode": "iban", "IpAddress": "ipv4", "MacAddress": "mac", "PhoneNumber": "phone", "UkMobileNumber": "phone",
    "UkPhoneNumber": "phone", "UkNhs": "uk_nhs", "UkNino": "uk_nino", "UsSsn": "us_ssn",
}


def texts():
    folder = fetched(NAME, VERSION) / "tests"
    for file in FILES:
        functions = dict(rust.functions((folder / f"{file}.rs").read_text(encoding="utf-8")))
        calls = {
            "token": lambda prefix, body: prefix + body,
            "join": "".join,
            "pem_block": lambda kind, body: f"-----BEGIN {kind}-----\n{body}\n-----END {kind}-----",
        }
        for name, body in functions.items():
            if name.startswith("sample_"):
                calls[name] = lambda body=body: sample(body, calls)
        for name, body in functions.items():
            if name.startswith("test_"):
                yield from asserted(body, calls)


def sample(body, calls):
    """What a function without arguments returns: its last expression."""
    readers = [reader for _, _, reader in rust.assigned(body, calls)]
    names = readers[-1].names if readers else {}
    starts = [0] + [at + 1 for at, token in enumerate(body) if token == rust.Token("mark", ";")]
    reader = rust.Reader(body, names, calls)
    reader.at = starts[-1]
    return reader.expression()


def asserted(body, calls):
    for word, _, reader in rust.assigned(body, calls):
        if word not in ("assert_entity_detected", "assert_entity_not_detected"):
            continue
        text, entity = reader.arguments("(", ")")[:2]
        detector = DETECTORS.get(entity.removeprefix("EntityType::"))
        if detector is None:
            continue
        if word == "assert_entity_detected":
            yield Text("redact-core", text, text, (Label(detector),), (detector,))
        else:
            yield Text("redact-core", text, text, (), (detector,))
