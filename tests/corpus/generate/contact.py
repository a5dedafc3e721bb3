"""Where people and machines are reached."""

from draw import R, digits, until

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
