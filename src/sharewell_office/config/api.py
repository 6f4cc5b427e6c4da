"""/api/v1/: what the screens can do, for programs, through the same services. Described at /api/v1/openapi.json."""

from __future__ import annotations

from ninja import NinjaAPI

from sharewell_office.aftercare.api import router as aftercare
from sharewell_office.assurance.api import router as assurance
from sharewell_office.decisions.api import router as decisions
from sharewell_office.ledger.api import router as ledger
from sharewell_office.people.api import router as people
from sharewell_office.people.programs import problems
from sharewell_office.people.programs.door import DOOR
from sharewell_office.people.programs.reading import Reading
from sharewell_office.register.api import router as register
from sharewell_office.register.api_drafting import router as drafting
from sharewell_office.register.api_imports import router as imports
from sharewell_office.register.api_registers import router as registers
from sharewell_office.register.dpia.api import router as dpias
from sharewell_office.release.api import router as release
from sharewell_office.release.api_beside import router as beside

api = NinjaAPI(
    title="Sharewell",
    version="1",
    description="Errors are RFC 9457 problems with every refusal; lists are cut by key; writes take Idempotency-Key.",
    auth=DOOR,
    parser=Reading(),
    docs_url=None,  # the page would load a script from elsewhere; the description itself is enough
    urls_namespace="api",
)
problems.install(api)
for router in (
    people,
    register,
    drafting,
    registers,
    imports,
    dpias,
    decisions,
    release,
    beside,
    aftercare,
    assurance,
    ledger,
):
    api.add_router("", router)
