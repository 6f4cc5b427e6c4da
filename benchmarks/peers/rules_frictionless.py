"""frictionless: the thirteen rules and the key over a CSV file; how many rows break each."""

import json
import sys
from collections import Counter

from frictionless import Resource, Schema, system

RULES = {"pattern": "pattern", "enum": "enum", "maximum": "maximum", "minimum": "minimum"} | {
    "required": "required", "maxLength": "maxLength",
}  # fmt: skip

terms = json.load(open(sys.argv[2]))
schema = Schema.from_descriptor(
    {"fields": [{k: v for k, v in f.items() if k != "personal"} for f in terms["schema"]["fields"]]}
)
with system.use_context(trusted=True):
    report = Resource(path=sys.argv[1], schema=schema).validate(limit_errors=10**9)
counts: Counter[str] = Counter()
for kind, note, name in report.flatten(["type", "note", "fieldName"]):
    rule = next((rule for rule in RULES if f'"{rule}"' in note), kind.removesuffix("-error"))
    counts[f"{name} {rule}"] += 1
print(json.dumps(counts))
