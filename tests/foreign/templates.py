"""The sentences of Presidio's evaluator, filled in by Faker, as that project fills them in."""

import importlib.util
import pathlib
import random
import re

import faker

from labelled import Label, Text

#: What fills a placeholder, and which detector should find it. Everything else is filled in and is none of ours.
DETECTORS = {"credit_card_number": "card", "phone_number": "phone", "email": "email", "iban": "iban", "ssn": "us_ssn"}

#: Each sentence so many times, with other values.
TIMES = 12

PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


def texts():
    folder = pathlib.Path(importlib.util.find_spec("presidio_evaluator").submodule_search_locations[0])
    data = folder / "data_generator/raw_data"
    lines = (data / "templates.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    fill = Filler(folder, faker.Faker("en_US"))
    for _ in range(TIMES):
        for line in filter(None, lines):
            yield fill.sentence(line.replace("\\n", "\n").replace("\\,", ","))


class Filler:
    def __init__(self, folder, fake):
        faker.Faker.seed(20261122)
        self.fake, self.random = fake, random.Random(20261122)
        # The formats of telephone numbers are read from the source: the module itself needs a model's libraries.
        source = (folder / "data_generator/faker_extensions/providers.py").read_text(encoding="utf-8")
        source = source.partition("class PhoneNumberProviderNew")[2].partition("formats = (")[2]
        self.phones = re.findall(r'^\s+"([^"]+)",$', source.partition("\n    )\n")[0], re.MULTILINE)
        assert len(self.phones) > 20, "the formats of telephone numbers are gone"

    def sentence(self, template):
        text, labels, value = "", [], []
        at = 0
        for match in PLACEHOLDER.finditer(template):
            text += template[at:match.start()]
            at = match.end()
            filled, detector = self.value(match[1])
            if detector:
                labels.append(Label(detector, len(text), len(text) + len(filled)))
                value.append(filled)
            text += filled
        text += template[at:]
        return Text("presidio-evaluator", " ".join(value) or text, text, tuple(labels))

    def value(self, name):
        if name == "phone_number":
            return self.fake.numerify(self.random.choice(self.phones)), "phone"
        if name == "ip_address":
            six = self.random.random() < 0.2
            return (self.fake.ipv6(), "ipv6") if six else (self.fake.ipv4(), "ipv4")
        if name in DETECTORS:
            return str(getattr(self.fake, name)()), DETECTORS[name]
        return self.other(name), None

    def other(self, name):
        own = {"person": "name", "organization": "company", "street_name": "street_name", "age": "random_digit_not_null",
               "nationality": "country", "nation_woman": "country", "nation_plural": "country",
               "us_driver_license": "bothify", "date_of_birth": "date"}
        return str(getattr(self.fake, own.get(name, name))())
