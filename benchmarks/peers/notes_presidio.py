"""Presidio: its pattern recognisers over a column of notes (no language model: that would only cost more)."""

import csv
import json
import sys
from collections import Counter

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_analyzer import predefined_recognizers as known


class Blank(SpacyNlpEngine):
    def __init__(self) -> None:
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}


WANTED = ("NhsRecognizer", "EmailRecognizer", "PhoneRecognizer", "CreditCardRecognizer", "IbanRecognizer",
          "IpRecognizer", "DateRecognizer", "UkNinoRecognizer", "UkPostcodeRecognizer")  # fmt: skip
registry = RecognizerRegistry()
for name in WANTED:
    if hasattr(known, name):
        registry.add_recognizer(getattr(known, name)())
registry.supported_languages = ["en"]
analyzer = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])
counts: Counter[str] = Counter()
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        counts.update({each.entity_type for each in analyzer.analyze(row["note"], language="en")})
print(json.dumps(counts))
