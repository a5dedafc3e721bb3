"""Texts with labels, as others wrote them, and the findings that are asked of us."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Label:
    """Something that a text holds: which of our detectors should find it, and where, if its source says so."""

    detector: str
    start: int | None = None
    end: int | None = None

    def is_found_by(self, detector, start, end):
        return self.detector == detector and (self.start is None or (self.start, self.end) == (start, end))


@dataclass(frozen=True)
class Text:
    """One text of a source."""

    source: str
    #: What the label is about, for the reviewed list: the number itself, or the sentence.
    value: str
    text: str
    labels: tuple = ()
    #: The detectors that must find nothing but the labels; empty: none of them may.
    about: tuple = ()


#: Sentences around a number that says enough by itself.
ALONE = ["Please note {} for the file.", "value={};", '"field": "{}",', "<td>{}</td>", "Bitte {} eintragen.", "请核对{}谢谢"]

#: Sentences around a number with the word that names it.
BESIDE = ["{word}: {}", "my {word} is {}.", '"{word}": "{}"', "Please update {word} to {} today."]


@dataclass
class Sentences:
    """Puts values into sentences, one shape after another."""

    source: str
    turn: int = field(default=0)

    def _shape(self, word):
        shapes = BESIDE if word else ALONE
        self.turn += 1
        return shapes[self.turn % len(shapes)].replace("{word}", word or "")

    def positive(self, detector, value, word=None, there=None):
        """`there` is the part of the value that is the finding, if it is not the whole."""
        before, after = self._shape(word).split("{}")
        there = value if there is None else there
        start = len(before) + value.index(there)
        return Text(self.source, value, before + value + after, (Label(detector, start, start + len(there)),))

    def negative(self, detector, value, word=None):
        return Text(self.source, value, self._shape(word).replace("{}", value), (), (detector,))
