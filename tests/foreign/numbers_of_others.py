"""Numbers that phonenumbers, schwifty and python-stdnum give or accept."""

import ast
import doctest
import importlib
import itertools
import random
import string

import phonenumbers
import schwifty
import schwifty.exceptions
import schwifty.registry

from labelled import Sentences

#: So many random numbers of each kind.
EACH = 60


def phones():
    """The example of every region and type, as it is written in the world and, beside a word, at home."""
    formats = phonenumbers.PhoneNumberFormat
    sentences = Sentences("phonenumbers")
    types = [value for name, value in vars(phonenumbers.PhoneNumberType).items() if name.isupper() and 0 <= value < 99]
    seen = set()
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in types:
            number = phonenumbers.example_number_for_type(region, kind)
            for style, word in [(formats.E164, None), (formats.INTERNATIONAL, None), (formats.NATIONAL, "phone")]:
                written = number and phonenumbers.format_number(number, style)
                if written and written not in seen:
                    seen.add(written)
                    yield sentences.positive("phone", written, word)
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        number = phonenumbers.example_number_for_non_geo_entity(code)
        for style in (formats.E164, formats.INTERNATIONAL):
            yield sentences.positive("phone", phonenumbers.format_number(number, style))


def ibans():
    """Random numbers of every country, plain and in groups, and each with one digit changed."""
    chance = random.Random(20261122)
    sentences = Sentences("schwifty")
    for country in countries():
        for _ in range(4):
            iban = schwifty.IBAN.random(country_code=country, random=chance, use_registry=False)
            yield sentences.positive("iban", iban.compact)
            yield sentences.positive("iban", iban.formatted)
            wrong = changed(iban.compact, chance)
            yield sentences.negative("iban", wrong)


def countries():
    for first, second in itertools.product(string.ascii_uppercase, repeat=2):
        try:
            schwifty.registry.get_iban_spec(first + second)
        except schwifty.exceptions.InvalidCountryCode:
            continue
        yield first + second


def changed(text, chance):
    """The text with one of its last digits changed."""
    at = max(index for index, char in enumerate(text) if char.isdigit())
    return text[:at] + str((int(text[at]) + chance.randrange(1, 9)) % 10) + text[at + 1:]


#: The module of a number, our detector, the word beside it, and what a random one looks like: `#` a digit, `@` a letter,
#: `*` either, everything else itself.
MODULES = [
    ("au.tfn", "au_tfn", "TFN", "#########"),
    ("bitcoin", "bitcoin", None, None),
    ("br.cnpj", "br_cnpj", "CNPJ", "##############"),
    ("br.cpf", "br_cpf", "CPF", "###########"),
    ("ca.sin", "ca_sin", "SIN", "#########"),
    ("de.idnr", "de_tax_id", "Steuer-ID", "###########"),
    ("es.dni", "es_nif", "DNI", "########@"),
    ("es.nie", "es_nif", "NIE", "X#######@"),
    ("fr.nir", "fr_nir", None, "1##05########93"),
    ("gb.nhs", "uk_nhs", "NHS", "##########"),
    ("iban", "iban", None, None),
    ("in_.aadhaar", "in_aadhaar", "Aadhaar", "############"),
    ("it.codicefiscale", "it_codice_fiscale", None, "@@@@@@##A##@###@"),
    ("mac", "mac", None, "a*:*#:#*:b#:##:#c"),
    ("nl.bsn", "nl_bsn", "BSN", "#########"),
    ("pl.pesel", "pl_pesel", "PESEL", "##########0"),
    ("us.itin", "us_itin", None, "9##-##-####"),
    ("us.rtn", "us_aba", "routing number", "#########"),
    ("us.ssn", "us_ssn", None, "###-##-####"),
    ("za.idnr", "za_id", "ID number", "#############"),
]


def national():
    """The numbers in each module's documentation, and random ones that it accepts, as it writes them."""
    sentences = Sentences("python-stdnum")
    for name, detector, word, shape in MODULES:
        module = importlib.import_module(f"stdnum.{name}")
        for value, valid in documented(module):
            if valid:
                yield sentences.positive(detector, value, word)
            else:
                yield sentences.negative(detector, value, word)
        for value in accepted(module, shape) if shape else []:
            yield sentences.positive(detector, value, word)


def documented(module):
    for example in doctest.DocTestParser().get_examples(module.__doc__):
        call = ast.parse(example.source.strip(), mode="eval").body
        called = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "validate"
        if called and len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and not call.keywords:
            yield call.args[0].value, example.exc_msg is None


def accepted(module, shape):
    chance = random.Random(f"20261122 {module.__name__}")
    letters = {"#": "0123456789", "@": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "*": "0123456789abcdef"}
    found = set()
    while len(found) < EACH:
        value = "".join(chance.choice(letters.get(char, char)) for char in shape)
        if module.is_valid(value) and value not in found:
            found.add(value)
            yield value
            written = getattr(module, "format", lambda value: value)(value)
            if written != value:
                yield written
