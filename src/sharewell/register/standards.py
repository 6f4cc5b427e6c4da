"""Agreed standards: fields that are written the same way in every agreement, so that files fit together (OPCC 3.4a).

Each is a field as a published standard has it. Picking one fills a row of the schedule, and its drafter still says
why it is needed: what makes matching surer makes people findable as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sharewell.register.schedule import ScheduledField


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One field as it is agreed to be written: `source` is the published standard."""

    name: str
    title: str
    source: str
    type: str = "string"
    format: str = ""
    personal: str | None = None
    constraints: Mapping[str, Any] = field(default_factory=dict)
    quasi: bool = False

    def scheduled(self) -> ScheduledField:
        """The row it proposes. Why it is needed, only its drafter can say."""
        return ScheduledField(
            name=self.name,
            type=self.type,
            format=self.format,
            personal=self.personal,
            constraints=dict(self.constraints),
        )


STANDARDS: tuple[Standard, ...] = (
    Standard(
        name="date_of_birth",
        title="Date of birth",
        source="ISO 8601-1:2019, calendar date",
        type="date",
        personal="dob",
        quasi=True,
    ),
    Standard(
        name="event_date", title="Date of an event", source="ISO 8601-1:2019, calendar date", type="date"
    ),
    Standard(
        name="event_time",
        title="Date and time of an event",
        source="ISO 8601-1:2019 and RFC 3339",
        type="datetime",
    ),
    Standard(
        name="uprn",
        title="Unique Property Reference Number",
        source="GOV.UK open standard for identifying property and street information (UPRN)",
        personal="address",
        constraints={"pattern": "[0-9]{1,12}"},
        quasi=True,
    ),
    Standard(
        name="postcode",
        title="Postcode",
        source="BS 7666-2, postcode",
        personal="postcode",
        constraints={"pattern": "[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}"},
        quasi=True,
    ),
    Standard(
        name="nhs_number",
        title="NHS number",
        source="NHS Data Dictionary, NHS NUMBER: ten digits, the last a check digit",
        personal="nhs_number",
        constraints={"pattern": "[0-9]{10}"},
    ),
    Standard(
        name="national_insurance_number",
        title="National Insurance number",
        source="HMRC National Insurance Manual, NIM39110",
        personal="nino",
        constraints={"pattern": "[A-Z]{2}[0-9]{6}[A-D]"},
    ),
    Standard(
        name="phone",
        title="Telephone number",
        source="ITU-T E.164",
        personal="phone",
        constraints={"pattern": r"\+[1-9][0-9]{6,14}"},
    ),
    Standard(name="email", title="E-mail address", source="RFC 5322", format="email", personal="email"),
    Standard(
        name="country",
        title="Country",
        source="ISO 3166-1 alpha-2",
        personal="none",
        constraints={"pattern": "[A-Z]{2}"},
    ),
    Standard(
        name="local_authority",
        title="Local authority district",
        source="ONS, Government Statistical Service code of nine characters",
        personal="none",
        constraints={"pattern": "[EWSN][0-9]{8}"},
        quasi=True,
    ),
    Standard(
        name="language",
        title="Language",
        source="BCP 47 (RFC 5646)",
        personal="none",
        constraints={"pattern": "[a-z]{2,3}(-[A-Z]{2})?"},
    ),
)
BY_NAME: Mapping[str, Standard] = {each.name: each for each in STANDARDS}
