"""What everything is drawn from, and the digits that check others."""

import random
import string

R = random.Random(20261122)

WORD = string.ascii_letters + string.digits


def digits(count):
    return "".join(R.choice(string.digits) for _ in range(count))


def chars(count, alphabet=WORD):
    return "".join(R.choice(alphabet) for _ in range(count))


def until(make, holds):
    while True:
        value = make()
        if holds(value):
            return value


def grouped(number, sizes, separator):
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at:at + size])
        at += size
    return separator.join(parts)


def luhn(body):
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def weighted(number, weights):
    return sum(int(d) * w for d, w in zip(number, weights))
