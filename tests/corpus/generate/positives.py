"""Sentences with something to be found."""

import base64
import string

import people
from contact import FIRST, HOSTS, email, ipv4, ipv6, mac, phone
from credentials import SECRETS, URLSAFE
from draw import R, chars, digits
from money import bitcoin, card, ethereum, iban, us_aba
from sentences import BESIDE, EACH, PLAIN, line

STRONG = {
    "card": card, "iban": iban, "email": email, "phone": phone, "ipv4": ipv4, "ipv6": ipv6, "mac": mac,
    "us_ssn": people.us_ssn, "us_itin": people.us_itin, "uk_nino": people.uk_nino,
    "it_codice_fiscale": people.it_codice_fiscale, "fr_nir": people.fr_nir, "br_cpf": people.br_cpf,
    "br_cnpj": people.br_cnpj, "sg_nric": people.sg_nric, "mrz": people.mrz, "vin": people.vin,
    "bitcoin": bitcoin, "ethereum": ethereum, **SECRETS,
}

# What counts only beside a word that names it.
WEAK = {
    "us_aba": (us_aba, ["routing number", "ABA"]),
    "us_npi": (people.us_npi, ["NPI"]),
    "uk_nhs": (people.uk_nhs, ["NHS number"]),
    "in_aadhaar": (people.in_aadhaar, ["Aadhaar"]),
    "es_nif": (people.es_nif, ["DNI", "NIF"]),
    "de_tax_id": (people.de_tax_id, ["Steuer-ID", "IdNr"]),
    "nl_bsn": (people.nl_bsn, ["BSN"]),
    "pl_pesel": (people.pl_pesel, ["PESEL"]),
    "za_id": (people.za_id, ["ID number"]),
    "au_tfn": (people.au_tfn, ["TFN"]),
    "au_medicare": (people.au_medicare, ["Medicare"]),
    "ca_sin": (people.ca_sin, ["SIN"]),
}


def positives():
    for name, make in STRONG.items():
        for number in range(EACH):
            sentence = PLAIN[number % len(PLAIN)]
            # A mail address swallows a bracket or a quote in no sentence, but a domain runs on into ASCII letters.
            before, after = sentence.split("{}")
            yield line((before, after), (name, make()))
    for name, (make, words) in WEAK.items():
        for number in range(EACH):
            word, value = R.choice(words), make()
            before, after = BESIDE[number % len(BESIDE)].replace("{word}", word).split("{x}")
            yield line((before, after), (name, value))
    for number in range(EACH):
        token = chars(40, URLSAFE)
        yield line(("Authorization: Bearer ", R.choice(["", "\n", "\"", "' \\"])), ("authorization", token + "9a"))
        user = base64.b64encode(f"{R.choice(FIRST)}:{chars(12)}".encode()).decode()
        yield line(("authorization: Basic ", R.choice(["", "\r\n", "\""])), ("authorization", user))
        scheme = R.choice(["https", "postgres", "mongodb+srv", "redis", "amqp"])
        yield line((f"{scheme}://", "@" + R.choice(HOSTS) + "/app"), ("url_credentials", f"{R.choice(FIRST)}:{chars(12)}"))


NATIONAL = ["phone {x}", "Tel. {x}", "mobile: {x}", "call {x} now", "Telefon: {x}", "móvil {x}", "电话{x}", "fax={x}"]


def national_phones():
    for number in range(EACH):
        value = R.choice([lambda: f"({R.randrange(201, 990)}) {R.randrange(200, 1000)}-{digits(4)}",
                          lambda: f"0{R.choice('23456789')}{digits(1)} {digits(6)}", lambda: f"0{digits(9)}",
                          lambda: f"{R.randrange(201, 990)}-{R.randrange(200, 1000)}-{digits(4)}"])()
        before, after = NATIONAL[number % len(NATIONAL)].split("{x}")
        yield line((before, after), ("phone", value))


def letters_in_cnpj():
    """Of July 2026 and later; the check digits are over the ASCII codes less 48."""
    check = lambda body, weights: str(sum((ord(c) - 48) * w for c, w in zip(body, weights)) * 10 % 11 % 10)
    for number in range(EACH // 4):
        body = chars(8, string.ascii_uppercase + string.digits) + chars(4, string.ascii_uppercase + string.digits)
        body += check(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
        body += check(body, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
        before, after = PLAIN[number % len(PLAIN)].split("{}")
        yield line((before, after), ("br_cnpj", f"{body[:2]}.{body[2:5]}.{body[5:8]}/{body[8:12]}-{body[12:]}"))
