"""One bit flipped, and the error that it is."""


def flipped(raw, at, bit=0):
    return raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]


def refusal(at, behind):
    """What a flipped byte of the prefix of every token and stream says: version and suite, then the key's id."""
    if at < 2:
        return "unsupported_version"
    return "unknown_key" if at < 6 else behind
