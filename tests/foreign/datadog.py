"""The in-file tests of Datadog's crate `dd-sensitive-data-scanner`: numbers that its validators take or refuse."""

import rust
from crates import fetched
from labelled import Sentences

NAME, VERSION = "dd-sensitive-data-scanner", "0.1.0-20261029-ece1e93ba8da"

#: The file of a validator, our detector, and the word that stands beside a number that is weak.
VALIDATORS = [
    ("aba_rtn_checksum", "us_aba", "routing number"),
    ("australian_medicare_checksum", "au_medicare", "Medicare"),
    ("australian_tfn_checksum", "au_tfn", "TFN"),
    ("brazilian_cnpj_checksum", "br_cnpj", "CNPJ"),
    ("brazilian_cpf_checksum", "br_cpf", "CPF"),
    ("btc_checksum", "bitcoin", None),
    ("dutch_bsn_checksum", "nl_bsn", "BSN"),
    ("ethereum_checksum", "ethereum", None),
    ("france_ssn_checksum", "fr_nir", None),
    ("github_token_checksum", "github_token", None),
    ("iban_checker", "iban", None),
    ("italian_national_id_checksum", "it_codice_fiscale", None),
    ("luhn_checksum", "card", None),
    ("nhs_check_digit", "uk_nhs", "NHS number"),
    ("nir_checksum", "fr_nir", None),
    ("polish_national_id_checksum", "pl_pesel", "PESEL"),
    ("singapore_nric_checksum", "sg_nric", None),
    ("spain_dni_checksum", "es_nif", "DNI"),
    ("uk_nino_format_check", "uk_nino", None),
    ("us_npi_checksum", "us_npi", "NPI"),
    ("vin_checksum", "vin", None),
]


def texts():
    folder = fetched(NAME, VERSION) / "src/secondary_validation"
    sentences = Sentences("datadog")
    for file, detector, word in VALIDATORS:
        source = (folder / f"{file}.rs").read_text(encoding="utf-8").partition("#[cfg(test)]")[2]
        for value, valid in numbers(source):
            if not value.strip():
                continue
            if valid:
                yield sentences.positive(detector, value, word, there=value.strip())
            else:
                yield sentences.negative(detector, value, word)


def numbers(source):
    """The numbers of the tests in a file, and whether they are valid ones."""
    found = {}
    for name, body in rust.functions(source):
        refused = "invalid" in name
        for word, at, reader in rust.assigned(body, {}):
            if word == "vec!":
                reader.at = at
                listed(found, reader, not refused)
            elif word.endswith("is_valid_match"):
                negated = any(token.text == "!" for token in body[max(0, at - 4):at])
                try:
                    value = reader.arguments("(", ")")[0]
                except rust.NotSimple:
                    continue
                found[value] = not negated
    return found.items()


def listed(found, reader, valid):
    try:
        values = reader.expression()
    except rust.NotSimple:
        return
    for value in values:
        if isinstance(value, str):
            found.setdefault(value, valid)
