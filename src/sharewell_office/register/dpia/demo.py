"""The demonstration's impact assessment: of home visits, advised on, signed, and its measure in place."""

from __future__ import annotations

from datetime import datetime, timedelta

from sharewell.register.dpia import steps
from sharewell.register.dpia.record import Effect, Level, Measure, Risk
from sharewell_office.people import store as people
from sharewell_office.register.dpia import services

SAID = {
    "dpia.1.aim": "A safe home for everybody a crew was worried about: what was seen goes to those who help.",
    "dpia.1.why_dpia": "People who are vulnerable, and notes about how they live.",
    "dpia.2.nature": "Crews write it down during a visit; it is kept for three years; the council's teams receive it.",
    "dpia.2.scope": "Names, addresses, telephone numbers and a note on risk of some 2,000 people a year in Northshire.",
    "dpia.2.context": "They asked us in. Some are old or ill; most expect that we help, and not that we tell others.",
    "dpia.2.purposes": "To have somebody call who can help. It means one more call, and often an aid that helps.",
    "dpia.3.views": "Crews explain it at the door, and the leaflet asks for views; twelve came in, none against it.",
    "dpia.3.internal": "The crews' managers, the register keeper, and the council's information team.",
    "dpia.4.lawful": "UK GDPR Article 6(1)(e); for notes on health Article 9(2)(g) with Schedule 1 paragraph 18.",
    "dpia.4.achieves": "Yes. Asking each person to call the council themselves was tried: one in five did.",
    "dpia.4.creep": "The agreement names one purpose and six fields, and the gate lets nothing else out.",
    "dpia.4.quality": "The schedule has formats and patterns; the note on risk is shortened before it leaves.",
    "dpia.4.inform": "The leaflet names the council. Who objects is taken off the list before it is sent.",
    "dpia.8.benefits": "People who are at risk get aids sooner; the council plans its visits.",
    "dpia.8.harm": "Embarrassment, or worse where somebody violent learns that a person asked for help.",
    "dpia.8.reputation": "People might not let crews in again. Not sharing has cost lives elsewhere.",
    "dpia.8.weighed": "The benefit is greater, with the note shortened and addresses withheld where there is a marker.",
}


def load(at: datetime) -> None:
    """Load it as of `at`. People and data sets must be there already."""
    handler, owner, dpo = (people.actor_by_id(who, at.date()) for who in ("h1", "o2", "d1"))
    begun = services.start(title="Home visits: what is passed on", data_set="home-visits", by=handler)
    reference = begun.events[0].about
    services.take_step(reference, steps.write, answers=SAID, risks=(_risk(at),), by=handler)
    services.take_step(reference, steps.advise, words="For it, with the note shortened.", by=dpo)
    services.take_step(reference, steps.answer_advice, accepted=True, by=owner)
    services.take_step(reference, steps.sign, by=owner)
    services.take_step(reference, steps.measure_done, number=1, by=handler)


def _risk(at: datetime) -> Risk:
    shortened = Measure(
        number=1,
        what="The note on risk is shortened to what a visitor has to know.",
        effect=Effect.REDUCED,
        officer="h1",
        due=at.date() + timedelta(days=14),
    )
    return Risk(
        number=1,
        source="A note about somebody's health reaches people who need not know it.",
        likelihood="possible",
        severity="significant",
        residual=Level.LOW,
        measures=(shortened,),
    )
