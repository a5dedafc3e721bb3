"""The numbers that states give their people, their passports and their cars."""

import string

from draw import R, digits, grouped, luhn, until, weighted


def us_ssn():
    area = until(lambda: R.randrange(1, 900), lambda a: a != 666)
    return f"{area:03}-{R.randrange(1, 100):02}-{R.randrange(1, 10000):04}"


def us_itin():
    group = until(lambda: R.randrange(50, 100), lambda g: g not in (66, 67, 68, 69, 89, 93))
    return f"9{digits(2)}-{group}-{digits(4)}"


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


# Verhoeff: the dihedral group of ten, and how it turns a digit by its place.
D = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
     [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
     [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
     [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
P = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
while len(P) < 8:
    P.append([P[1][x] for x in P[-1]])


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
