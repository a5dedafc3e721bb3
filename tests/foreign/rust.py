"""Reads the tests of Rust crates: functions, and the strings that simple expressions make. No code is run."""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"""
    (?P<space>\s+|//[^\n]*)
  | r(?P<hashes>\#*)"(?P<raw>.*?)"(?P=hashes)
  | "(?P<text>(?:[^"\\]|\\.)*)"
  | (?P<char>'(?:[^'\\]|\\.)')
  | (?P<name>[A-Za-z_][A-Za-z0-9_:]*!?)
  | (?P<number>[0-9][0-9_.a-z]*)
  | (?P<mark>.)
""", re.VERBOSE | re.DOTALL)

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", '"': '"', "'": "'"}


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


class NotSimple(Exception):
    """An expression that is more than strings put together."""


def tokens(source):
    out = []
    for match in TOKEN.finditer(source):
        kind = match.lastgroup
        if match["raw"] is not None:
            out.append(Token("text", match["raw"]))
        elif kind == "text":
            out.append(Token("text", unescaped(match["text"])))
        elif kind != "space":
            out.append(Token(kind, match[0]))
    return out


def unescaped(text):
    def one(match):
        if match[1]:
            return chr(int(match[1], 16))
        return "" if match[2].isspace() else ESCAPES[match[2][0]]
    # A backslash at the end of a line swallows the break and the white space of the next.
    return re.sub(r"\\(?:u\{([0-9a-fA-F]+)\}|(\n\s*|.))", one, text, flags=re.DOTALL)


def functions(source):
    """The name and the tokens of the body of every function."""
    all_tokens = tokens(source)
    for at, token in enumerate(all_tokens):
        if token == Token("name", "fn") and all_tokens[at + 1].kind == "name":
            start = at
            while all_tokens[start].text != "{" or all_tokens[start].kind != "mark":
                start += 1
            depth, end = 0, start
            while True:
                mark = all_tokens[end].text if all_tokens[end].kind == "mark" else ""
                depth += {"{": 1, "}": -1}.get(mark, 0)
                end += 1
                if depth == 0:
                    break
            yield all_tokens[at + 1].text, all_tokens[start + 1:end - 1]


class Reader:
    """Evaluates expressions of strings: literals, names, calls, `format!`, `concat`, `repeat`."""

    def __init__(self, body, names, calls):
        self.body, self.names, self.calls, self.at = body, names, calls, 0

    def peek(self, ahead=0):
        return self.body[self.at + ahead] if self.at + ahead < len(self.body) else Token("end", "")

    def take(self, text=None):
        token = self.peek()
        if text is not None and token.text != text:
            raise NotSimple(f"expected {text}, found {token.text}")
        self.at += 1
        return token

    def expression(self):
        value = self.primary()
        while self.peek() == Token("mark", "."):
            self.take()
            method = self.take().text
            arguments = self.arguments("(", ")")
            value = self.method(value, method, arguments)
        return value

    def method(self, value, method, arguments):
        if method == "repeat" and isinstance(value, str):
            return value * arguments[0]
        if method in ("to_string", "to_owned", "as_str", "into", "clone"):
            return value
        if method == "concat" and isinstance(value, list):
            return "".join(value)
        raise NotSimple(method)

    def primary(self):
        token = self.take()
        if token == Token("mark", "&"):
            return self.primary()
        if token.kind == "text":
            return token.text
        if token.kind == "number":
            return int(token.text.replace("_", "")) if token.text.replace("_", "").isdigit() else float(token.text)
        if token == Token("mark", "["):
            self.at -= 1
            return self.arguments("[", "]")
        if token.kind == "name":
            return self.named(token.text)
        raise NotSimple(token.text)

    def named(self, name):
        if name == "format!":
            return self.formatted(self.arguments("(", ")"))
        if name == "vec!":
            return self.arguments("[", "]")
        if self.peek() == Token("mark", "("):
            arguments = self.arguments("(", ")")
            if name in ("String::from",):
                return arguments[0]
            if name not in self.calls:
                raise NotSimple(name)
            return self.calls[name](*arguments)
        if name in self.names:
            return self.names[name]
        if "::" in name:
            return name
        raise NotSimple(name)

    def arguments(self, opening, closing):
        self.take(opening)
        values = []
        while self.peek().text != closing:
            values.append(self.expression())
            if self.peek().text == ",":
                self.take()
        self.take(closing)
        return values

    def formatted(self, arguments):
        template, rest = arguments[0], iter(arguments[1:])
        def one(match):
            if match[0] in ("{{", "}}"):
                return match[0][0]
            value = self.names[match[1]] if match[1] else next(rest)
            return str(value)
        try:
            return re.sub(r"\{\{|\}\}|\{(\w*)\}", one, template)
        except (KeyError, StopIteration) as error:
            raise NotSimple("format!") from error


def assigned(body, calls):
    """Walks a function's body: `(None, names)` grows with each `let`; yields the reader at each name that is called."""
    names = {}
    for at, token in enumerate(body):
        if token == Token("name", "let") and at + 2 < len(body):
            offset = 2 if body[at + 1].text == "mut" else 1
            if body[at + offset + 1].text == "=":
                reader = Reader(body, names, calls)
                reader.at = at + offset + 2
                try:
                    names[body[at + offset].text] = reader.expression()
                except NotSimple:
                    pass
        elif token.kind == "name" and at + 1 < len(body):
            reader = Reader(body, names, calls)
            reader.at = at + 1
            yield token.text, at, reader
