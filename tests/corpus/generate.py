"""Writes corpus.jsonl: sentences with personal data and secrets at known places, and sentences with none.

Seeded, so that the same corpus comes out every time. Every check digit is computed here, from the issuers' rules,
and not by the code that the corpus tests. One line is {"text": …, "hits": [[detector, start, end], …]} with offsets
in bytes of UTF-8. A broken bar (¦) stands inside every secret, so that no scanner of repositories takes it for a
leak; the reader of the corpus takes it out, and the offsets are those without it.
"""

import base64
import hashlib
import json
import pathlib
import random
import string
import uuid
import zlib

R = random.Random(20261122)
EACH = 80
MARK = "\u00a6"

# ---- numbers ---------------------------------------------------------------------------------------------------


def digits(count):
    return "".join(R.choice(string.digits) for _ in range(count))


def luhn(body):
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def grouped(number, sizes, separator):
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at:at + size])
        at += size
    return separator.join(parts)


def until(make, holds):
    while True:
        value = make()
        if holds(value):
            return value


def card():
    prefix, length = R.choice([("4", 16), ("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15),
                               ("37", 15), ("6011", 16), ("65", 16), ("3528", 16), ("3589", 16), ("36", 14),
                               ("305", 14), ("62", 16), ("2200", 16), ("6761", 16), ("4", 19), ("4", 13)])
    body = prefix + digits(length - len(prefix) - 1)
    number = body + luhn(body)
    separator = R.choice(["", "", " ", "-"])
    if not separator:
        return number
    sizes = {14: [4, 6, 4], 15: [4, 6, 5], 16: [4] * 4}.get(length)
    return grouped(number, sizes, separator) if sizes else number


IBANS = {"DE": "18n", "GB": "4a14n", "FR": "10n11c2n", "NL": "4a10n", "ES": "20n", "IT": "1a10n12c", "NO": "11n",
         "PL": "24n", "CH": "5n12c", "SE": "20n", "AT": "16n", "BE": "12n", "PT": "21n", "IE": "4a14n", "SA": "2n18c",
         "AE": "19n", "DK": "14n", "FI": "14n", "CZ": "20n", "GR": "7n16c", "TR": "5n1n16c", "LU": "3n13c"}


def iban():
    country = R.choice(sorted(IBANS))
    body, count = "", ""
    for char in IBANS[country]:
        if char.isdigit():
            count += char
            continue
        alphabet = {"n": string.digits, "a": string.ascii_uppercase, "c": string.digits + string.ascii_uppercase}[char]
        body += "".join(R.choice(alphabet) for _ in range(int(count)))
        count = ""
    if country == "TR":
        body = body[:5] + "0" + body[6:]
    value = int("".join(str(int(c, 36)) for c in body + country + "00"))
    whole = f"{country}{98 - value % 97:02}{body}"
    return whole if R.random() < 0.5 else " ".join(whole[i:i + 4] for i in range(0, len(whole), 4))


def weighted(number, weights):
    return sum(int(d) * w for d, w in zip(number, weights))


def us_ssn():
    area = until(lambda: R.randrange(1, 900), lambda a: a != 666)
    return f"{area:03}-{R.randrange(1, 100):02}-{R.randrange(1, 10000):04}"


def us_itin():
    group = until(lambda: R.randrange(50, 100), lambda g: g not in (66, 67, 68, 69, 89, 93))
    return f"9{digits(2)}-{group}-{digits(4)}"


def us_aba():
    body = f"{R.choice([1, 2, 6, 11, 12, 21, 26, 31]):02}{digits(6)}"
    return body + str(-weighted(body, [3, 7, 1] * 3) % 10)


def us_npi():
    body = R.choice("12") + digits(8)
    return body + luhn("80840" + body)


def uk_nhs():
    body = until(lambda: digits(9), lambda b: (11 - weighted(b, range(10, 1, -1)) % 11) % 11 != 10)
    number = body + str((11 - weighted(body, range(10, 1, -1)) % 11) % 11)
    return R.choice([number, grouped(number, [3, 3, 4], " ")])


def uk_nino():
    first = until(lambda: R.choice("ABCEGHJKLMNOPRSTWXYZ") + R.choice("ABCEGHJKLMNPRSTWXYZ"),
                  lambda p: p not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"))
    number = first + digits(6) + R.choice("ABCD")
    return R.choice([number, grouped(number, [2, 2, 2, 2, 1], " ")])


D = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
     [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
     [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
     [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
P = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
for _ in range(6):
    P.append([P[1][x] for x in P[-1]])
P = [list(range(10))] + [[P[1][x] for x in P[i]] for i in range(7)]


def verhoeff(number):
    check = 0
    for place, digit in enumerate(reversed(number)):
        check = D[check][P[place % 8][int(digit)]]
    return check == 0


def in_aadhaar():
    body = R.choice("23456789") + digits(10)
    number = next(body + d for d in string.digits if verhoeff(body + d))
    return R.choice([number, grouped(number, [4] * 3, " ")])


def es_nif():
    letters = "TRWAGMYFPDXBNJZSQVHLCKE"
    if R.random() < 0.5:
        body = digits(8)
        return body + R.choice(["", "-"]) + letters[int(body) % 23]
    first, body = R.choice("XYZ"), digits(7)
    return first + body + letters[int(str("XYZ".index(first)) + body) % 23]


ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]


def it_codice_fiscale():
    letters = "".join(R.choice(string.ascii_uppercase) for _ in range(6))
    body = f"{letters}{digits(2)}{R.choice('ABCDEHLMPRST')}{R.randrange(1, 32):02}{R.choice('ABCDEFGHIL')}{digits(3)}"
    rank = lambda c: int(c) if c.isdigit() else ord(c) - 65
    total = sum(ODD[rank(c)] if i % 2 == 0 else rank(c) for i, c in enumerate(body))
    return body + chr(65 + total % 26)


def fr_nir():
    body = f"{R.choice('12')}{digits(2)}{R.randrange(1, 13):02}{R.randrange(1, 96):02}{R.randrange(1, 990):03}{R.randrange(1, 999):03}"
    key = f"{97 - int(body) % 97:02}"
    return body + key if R.random() < 0.5 else grouped(body + key, [1, 2, 2, 2, 3, 3, 2], " ")


def de_tax_id():
    def make():
        body = digits(10)
        product = 10
        for d in body:
            total = (product + int(d)) % 10 or 10
            product = total * 2 % 11
        return body + str((11 - product) % 10)

    def holds(number):
        counts = sorted((number[:10].count(d) for d in string.digits), reverse=True)
        return number[0] != "0" and counts[0] in (2, 3) and counts[1] == 1
    number = until(make, holds)
    return R.choice([number, grouped(number, [2, 3, 3, 3], " ")])


def nl_bsn():
    return until(lambda: digits(9), lambda n: int(n) and weighted(n[:8], range(9, 1, -1)) % 11 == int(n[8]))


def pl_pesel():
    body = f"{digits(2)}{R.choice([0, 20]) + R.randrange(1, 13):02}{R.randrange(1, 29):02}{digits(4)}"
    return body + str(-weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)


def eleven(body, weights):
    return str(weighted(body, weights) * 10 % 11 % 10)


def br_cpf():
    body = digits(9)
    body += eleven(body, range(10, 1, -1))
    body += eleven(body, range(11, 1, -1))
    return f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}"


def br_cnpj():
    body = digits(8) + "0001"
    body += eleven(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
    body += eleven(body, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
    return f"{body[:2]}.{body[2:5]}.{body[5:8]}/{body[8:12]}-{body[12:]}"


def za_id():
    body = f"{digits(2)}{R.randrange(1, 13):02}{R.randrange(1, 29):02}{digits(4)}{R.choice('01')}8"
    return body + luhn(body)


def sg_nric():
    series, body = R.choice("STFG"), digits(7)
    total = weighted(body, [2, 7, 6, 5, 4, 3, 2]) + (4 if series in "TG" else 0)
    return series + body + ("JZIHGFEDCBA" if series in "ST" else "XWUTRQPNMLK")[total % 11]


def au_tfn():
    number = until(lambda: digits(9), lambda n: weighted(n, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0)
    return R.choice([number, grouped(number, [3] * 3, " ")])


def au_medicare():
    body = R.choice("23456") + digits(7)
    number = body + str(weighted(body, [1, 3, 7, 9, 1, 3, 7, 9]) % 10) + R.choice("123456789")
    return R.choice([number, grouped(number, [4, 5, 1], " ")])


def ca_sin():
    body = R.choice("1234567") + digits(7)
    number = body + luhn(body)
    return R.choice([number, grouped(number, [3] * 3, R.choice(" -"))])


def mrz():
    check = lambda text: str(sum(("<" != c) * int(c, 36) * w if c != "<" else 0
                                 for c, w in zip(text, [7, 3, 1] * 20)) % 10)
    name = lambda n: "".join(R.choice(string.ascii_uppercase) for _ in range(n))
    first = f"P<{R.choice(['UTO', 'DEU', 'FRA', 'USA'][:1] + ['FRA', 'USA'])}{name(7)}<<{name(5)}".ljust(44, "<")
    number, born, ends = digits(9), f"{digits(2)}{R.randrange(1, 13):02}15", f"3{digits(1)}0615"
    rest = number + check(number), born + check(born), ends + check(ends)
    second = f"{rest[0]}UTO{rest[1]}{R.choice('MF')}{rest[2]}{'<' * 14}"
    composite = check(rest[0] + rest[1] + rest[2] + "<" * 14 + "0")
    return first + R.choice(["\n", "\r\n", "\n  "]) + second + "0" + composite


VIN = {**{str(d): d for d in range(10)}, **dict(zip("ABCDEFGH", range(1, 9))), **dict(zip("JKLMN", range(1, 6))),
       "P": 7, "R": 9, **dict(zip("STUVWXYZ", range(2, 10)))}


def vin():
    body = R.choice("145") + "".join(R.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(10)) + digits(6)
    total = sum(VIN[c] * w for c, w in zip(body, [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]))
    return body[:8] + "0123456789X"[total % 11] + body[9:]


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def bitcoin():
    if R.random() < 0.5:
        payload = R.choice([b"\0", b"\5"]) + R.randbytes(20)
        payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
        number, text = int.from_bytes(payload, "big"), ""
        while number:
            number, rest = divmod(number, 58)
            text = BASE58[rest] + text
        return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + text
    charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    values, acc, bits = [0], 0, 0
    for byte in R.randbytes(20):
        acc, bits = acc << 8 | byte, bits + 8
        while bits >= 5:
            bits -= 5
            values.append(acc >> bits & 31)

    def polymod(sequence):
        check = 1
        for value in sequence:
            top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
            for i, g in enumerate([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]):
                check ^= g if top >> i & 1 else 0
        return check
    sum_ = polymod([3, 3, 0, 2, 3] + values + [0] * 6) ^ 1
    return "bc1" + "".join(charset[v] for v in values + [sum_ >> 5 * (5 - i) & 31 for i in range(6)])


# ---- contact and machines --------------------------------------------------------------------------------------

FIRST = "maria tom li anna joao aisha peter olga kenji fatima lucas zoe".split()
LAST = "schmidt silva ivanova tanaka garcia novak rossi dubois khan jensen".split()
HOSTS = "example.org mail.example.com example.co.uk test.example.net sub-domain.example.io beispiel.de".split()


def email():
    local = R.choice(["{f}.{l}", "{f}{n}", "{f}_{l}", "{f}+news", "{f}-{l}{n}", "{f}"])
    local = local.format(f=R.choice(FIRST), l=R.choice(LAST), n=R.randrange(100))
    return R.choice([str, str.upper, str.title])(local) + "@" + R.choice(HOSTS)


def phone():
    kind = R.randrange(6)
    if kind == 0:
        return f"+1 ({R.randrange(201, 990)}) {R.randrange(200, 1000)}-{digits(4)}"
    if kind == 1:
        return f"+1{R.randrange(201, 990)}{R.randrange(200, 1000)}{digits(4)}"
    if kind == 2:
        return f"+49 {R.choice(['170', '151', '30', '89'])} {R.choice('123456789')}{digits(6)}"
    if kind == 3:
        return f"+44 20 7{digits(3)} {digits(4)}"
    if kind == 4:
        return f"+{R.choice(['33', '34', '39', '81', '91', '351', '971', '358'])} {R.choice('23456789')}{digits(2)} {digits(3)} {digits(3)}"
    return f"+{R.choice(['55', '48', '420', '86'])}{R.choice('123456789')}{digits(8)}"


def ipv4():
    return ".".join(str(R.randrange(1, 255)) for _ in range(4))


def ipv6():
    groups = [f"{R.randrange(1, 65536):x}" for _ in range(8)]
    groups[0] = R.choice(["2001", "2a02", "fe80", "fd00"])
    if R.random() < 0.6:
        at = R.randrange(1, 6)
        return ":".join(groups[:at]) + "::" + ":".join(groups[at + 2:])
    return ":".join(groups)


def mac():
    return until(lambda: R.choice(":-").join(f"{R.randrange(256):02x}" for _ in range(6)),
                 lambda m: len(set(m[2::3])) == 1 and not m.replace(":", "").replace("-", "").isdigit())


def ethereum():
    return "0x" + "".join(R.choice("0123456789abcdef") for _ in range(40))


def keccak256(message):
    """Keccak with the padding of its authors, which FIPS 202 changed."""
    rotate = lambda lane, by: (lane << by | lane >> 64 - by) & (1 << 64) - 1 if by else lane
    block = bytearray(message.ljust(136, b"\0"))  # one block is enough here
    block[len(message)] ^= 0x01
    block[-1] ^= 0x80
    lanes = [[int.from_bytes(block[8 * (x + 5 * y):][:8], "little") if x + 5 * y < 17 else 0 for y in range(5)]
             for x in range(5)]
    register = 1
    for _ in range(24):
        parity = [column[0] ^ column[1] ^ column[2] ^ column[3] ^ column[4] for column in lanes]
        mixed = [parity[(x - 1) % 5] ^ rotate(parity[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lane ^ mixed[x] for lane in lanes[x]] for x in range(5)]
        (x, y), lane = (1, 0), lanes[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lane, lanes[x][y] = lanes[x][y], rotate(lane, (step + 1) * (step + 2) // 2 % 64)
        lanes = [[lanes[x][y] ^ ~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y] for y in range(5)] for x in range(5)]
        for place in range(7):
            register = register << 1 ^ (register >> 7) * 0x171
            lanes[0][0] ^= (register >> 1 & 1) << (1 << place) - 1
    return b"".join(lanes[x][0].to_bytes(8, "little") for x in range(4))


def in_both_cases(address):
    """EIP-55: a letter is a capital where the hash has a digit of 8 or more."""
    hash_ = keccak256(address.encode()).hex()
    return "0x" + "".join(c.upper() if int(h, 16) >= 8 else c for c, h in zip(address, hash_))


# ---- secrets ---------------------------------------------------------------------------------------------------

WORD = string.ascii_letters + string.digits


def chars(count, alphabet=WORD):
    return "".join(R.choice(alphabet) for _ in range(count))


def with_crc(prefix):
    body = chars(30)
    value, check = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, rest = divmod(value, 62)
        check = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[rest] + check
    return prefix + body + check


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt():
    header = json.dumps({"alg": R.choice(["HS256", "RS256", "ES256"]), "typ": "JWT"}, separators=(",", ":"))
    payload = json.dumps({"sub": digits(10), "iat": 1700000000 + R.randrange(10 ** 7)}, separators=(",", ":"))
    return ".".join([b64url(header.encode()), b64url(payload.encode()), b64url(R.randbytes(32))])


def private_key():
    label = R.choice(["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])
    body = "\n".join(base64.b64encode(R.randbytes(48)).decode() for _ in range(4))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----"


URLSAFE = WORD + "_-"
SECRETS = {
    "jwt": jwt,
    "private_key": private_key,
    "aws_key": lambda: R.choice(["AKIA", "ASIA"]) + chars(16, string.ascii_uppercase + "234567"),
    "github_token": lambda: R.choice([with_crc(R.choice(["ghp_", "gho_", "ghs_"])), "github_pat_" + chars(22) + "_" + chars(59)]),
    "gitlab_token": lambda: "glpat-" + chars(19, URLSAFE) + chars(1),
    "slack_token": lambda: f"{R.choice(['xoxb', 'xoxp'])}-{digits(12)}-{digits(12)}-{chars(24)}",
    "stripe_key": lambda: R.choice(["sk_live_", "sk_test_", "rk_live_"]) + chars(24),
    "google_key": lambda: "AIza" + chars(34, URLSAFE) + chars(1),
    "openai_key": lambda: R.choice(["sk-proj-" + chars(63, URLSAFE) + chars(1), "sk-" + chars(20) + "T3BlbkFJ" + chars(20)]),
    "anthropic_key": lambda: "sk-ant-api03-" + chars(93, URLSAFE) + "AA",
    "npm_token": lambda: with_crc("npm_"),
    "pypi_token": lambda: "pypi-AgEIcHlwaS5vcmc" + chars(119, URLSAFE) + chars(1),
    "sendgrid_key": lambda: f"SG.{chars(22, URLSAFE)}.{chars(42, URLSAFE)}{chars(1)}",
    "twilio_key": lambda: R.choice(["SK", "AC"]) + chars(32, "0123456789abcdef"),
    "huggingface_token": lambda: "hf_" + chars(34, string.ascii_letters),
    "azure_key": lambda: chars(3) + R.choice(string.digits) + "Q~" + chars(33, WORD + "_-") + chars(1),
}

# ---- sentences -------------------------------------------------------------------------------------------------

PLAIN = """
Please note {} for the file.
The customer wrote: {}
I think it was {}, or so they said.
value={};
"field": "{}",
<td>{}</td>
[INFO] handled {} in 12 ms
name,{},42
('{}')
key: {}
> {}
Bitte {} bis Freitag eintragen.
Merci de vérifier {} avant demain.
Por favor, revise {} mañana.
Controlla {} prima di domani.
Verifique {} até amanhã, obrigado.
Controleer {} voor morgen.
Sprawdź {} do jutra.
Проверьте {} до завтра.
请核对{}谢谢
{} を確認してください
يرجى التحقق من {} غدا
- {}
{}
""".strip("\n").split("\n")

BESIDE = ["{word}: {x}", "{word} {x}", "my {word} is {x}.", "{word}={x}", "\"{word}\": \"{x}\"", "({word} {x})",
          "{x} is the {word}", "Please update {word} to {x} today.", "{word} no. {x};", "<{word}>{x}</{word}>"]

STRONG = {"card": card, "iban": iban, "email": email, "phone": phone, "ipv4": ipv4, "ipv6": ipv6, "mac": mac,
          "us_ssn": us_ssn, "us_itin": us_itin, "uk_nino": uk_nino, "it_codice_fiscale": it_codice_fiscale,
          "fr_nir": fr_nir, "br_cpf": br_cpf, "br_cnpj": br_cnpj, "sg_nric": sg_nric, "mrz": mrz, "vin": vin,
          "bitcoin": bitcoin, "ethereum": ethereum, **SECRETS}

WEAK = {"us_aba": (us_aba, ["routing number", "ABA"]), "us_npi": (us_npi, ["NPI"]), "uk_nhs": (uk_nhs, ["NHS number"]),
        "in_aadhaar": (in_aadhaar, ["Aadhaar"]), "es_nif": (es_nif, ["DNI", "NIF"]),
        "de_tax_id": (de_tax_id, ["Steuer-ID", "IdNr"]), "nl_bsn": (nl_bsn, ["BSN"]), "pl_pesel": (pl_pesel, ["PESEL"]),
        "za_id": (za_id, ["ID number"]), "au_tfn": (au_tfn, ["TFN"]), "au_medicare": (au_medicare, ["Medicare"]),
        "ca_sin": (ca_sin, ["SIN"])}


def line(text, hits):
    """`text` with the values of `hits` at the braces; offsets in bytes without the marks."""
    before, after = text
    name, value = hits
    start = len(before.encode())
    marked = value[:2] + MARK + value[2:] if name in SECRETS or name in ("authorization", "url_credentials") else value
    return {"text": before + marked + after, "hits": [[name, start, start + len(value.encode())]]}


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


# ---- hard negatives --------------------------------------------------------------------------------------------


def wrong_card():
    number = until(lambda: R.choice(["4", "51", "37"]) + digits(14), lambda n: luhn(n[:-1]) != n[-1])
    return number


def imei():
    body = R.choice(["35", "86", "01"]) + digits(12)
    return body + luhn(body)


NEGATIVES = {
    "uuid": lambda: str(uuid.UUID(bytes=R.randbytes(16), version=4)),
    "epoch seconds": lambda: str(1_600_000_000 + R.randrange(10 ** 8)),
    "epoch milliseconds": lambda: str(1_600_000_000_000 + R.randrange(10 ** 11)),
    "epoch nanoseconds": lambda: str(1_600_000_000 * 10 ** 9 + R.randrange(10 ** 17)),
    "git hash": lambda: chars(40, "0123456789abcdef"),
    "short git hash": lambda: chars(7, "0123456789abcdef"),
    "sha-256": lambda: chars(64, "0123456789abcdef"),
    "float": lambda: repr(R.random() * 10 ** R.randrange(6)),
    "version": lambda: f"v{R.randrange(20)}.{R.randrange(20)}.{R.randrange(99)}",
    "version of four parts": lambda: f"version {R.randrange(20)}.{R.randrange(20)}.{R.randrange(99)}.{R.randrange(99)}",
    "user agent": lambda: f"Mozilla/5.0 Chrome/{R.randrange(90, 140)}.0.{R.randrange(4000, 7000)}.{R.randrange(200)} Safari/537.36",
    "order number": lambda: f"ORD-{digits(6)}-{digits(4)}",
    "plain order number": lambda: "1" + digits(R.choice([7, 8, 9, 10, 11])),
    "card with a wrong digit": wrong_card,
    "imei": imei,
    "base64 of an image": lambda: "iVBORw0KGgo" + base64.b64encode(R.randbytes(60)).decode().replace("~", "a"),
    "timestamp": lambda: f"2026-{R.randrange(1, 13):02}-{R.randrange(1, 29):02}T{R.randrange(24):02}:{R.randrange(60):02}:{R.randrange(60):02}.{digits(3)}Z",
    "date range": lambda: f"2026-{R.randrange(1, 13):02}-{R.randrange(1, 29):02} - 2026-{R.randrange(1, 13):02}-{R.randrange(1, 29):02}",
    "clock": lambda: f"{R.randrange(24):02}:{R.randrange(60):02}:{R.randrange(60):02}",
    "isbn": lambda: "978-" + grouped(digits(10), [1, 4, 4, 1], "-"),
    "price": lambda: f"{R.randrange(10 ** 6):,}.{digits(2)} EUR",
    "source": lambda: R.choice(["std::collections::HashMap::new()", "let x = a::b::<u8>();", "@dataclass(frozen=True)",
                                "import {Foo} from '@scope/pkg@1.2.3'", "x += 1234567890; y = x + 42",
                                "if (a<<2 && b<<3) {}", "icon@2x.png", "user@localhost", "s/[0-9]+/x/g",
                                "sk-learn and hf_hub and npm_config_cache", "Bearer authentication is used",
                                "Basic access and basic training", "password=None", "http://localhost:8080/a:b@c"]),
    "coordinates": lambda: f"{R.uniform(-90, 90):.6f}, {R.uniform(-180, 180):.6f}",
    "matrix": lambda: " ".join(str(R.randrange(10)) for _ in range(20)),
    "hex dump": lambda: " ".join(chars(2, "0123456789abcdef") for _ in range(16)),
    "trace id": lambda: f"00-{chars(32, '0123456789abcdef')}-{chars(16, '0123456789abcdef')}-01",
    "ulid": lambda: "01" + chars(24, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
    "prose": lambda: R.choice(["the quick brown fox jumps over the lazy dog", "Der schnelle braune Fuchs springt",
                               "быстрая коричневая лиса", "素早い茶色の狐", "a - b - c, d/e/f (g): h; i"]),
}


def negatives():
    for name, make in NEGATIVES.items():
        for number in range(EACH):
            before, after = PLAIN[number % len(PLAIN)].split("{}")
            yield {"text": before + make() + after, "hits": []}


def addresses_in_both_cases():
    """With the checksum in their letters; and with one letter of the other case, which is none."""
    for number in range(EACH):
        address = in_both_cases(until(ethereum, lambda a: sum(c.isalpha() for c in a[2:]) > 6)[2:])
        before, after = PLAIN[number % len(PLAIN)].split("{}")
        yield line((before, after), ("ethereum", address))
        place = R.choice([at for at, c in enumerate(address) if at > 1 and c.isalpha()])
        wrong = address[:place] + address[place].swapcase() + address[place + 1:]
        yield {"text": before + wrong + after, "hits": []}


def dotted_negatives():
    """Object identifiers, and versions of four parts that a word before them names."""
    number = lambda: str(R.choice([R.randrange(10), R.randrange(256), R.randrange(256), R.randrange(20000)]))
    identifier = lambda: R.choice(["1.3.6.1.", "2.16.840.1.", "1.2.840.113549.", ""]) + ".".join(
        str(R.randrange(256)) for _ in range(4)) + "." + ".".join(number() for _ in range(R.randrange(1, 5)))
    version = lambda: R.choice(["version: {}", '"version": "{}"', "app_version={}", "release {}", "Firmware {}", "Build={}",
                                "v{}", "ver. {}", "lib/{}", "(version {})"]).format(ipv4())
    for make in (identifier, version):
        for place in range(EACH):
            before, after = PLAIN[place % len(PLAIN)].split("{}")
            yield {"text": before + make() + after, "hits": []}


if __name__ == "__main__":
    out = pathlib.Path(__file__).with_name("corpus.jsonl")
    lines = [*positives(), *national_phones(), *negatives(), *letters_in_cnpj(), *addresses_in_both_cases(),
             *dotted_negatives()]
    out.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in lines), encoding="utf-8")
