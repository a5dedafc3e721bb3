"""Cards, accounts and purses."""

import hashlib
import string

from draw import R, digits, grouped, luhn, weighted


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


def us_aba():
    body = f"{R.choice([1, 2, 6, 11, 12, 21, 26, 31]):02}{digits(6)}"
    return body + str(-weighted(body, [3, 7, 1] * 3) % 10)


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
