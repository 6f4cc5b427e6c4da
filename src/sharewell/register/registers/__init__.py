"""The registers an office keeps beside its agreements: one pattern, a module for each.

Every register is a list of questions (`entry.Register`), and every entry in it answers them. `powers` is the shortest
and shows the whole pattern. What an office finds out from several registers at once is not kept but worked out:
`processing` (the record of processing activities) and the text of a notice (`notices`).
"""

from collections.abc import Mapping

from sharewell.register.registers import (
    assets,
    contracts,
    notices,
    organisations,
    powers,
    procedures,
    templates,
)
from sharewell.register.registers.entry import Register

REGISTERS: Mapping[str, Register] = {
    each.name: each
    for each in (
        assets.ASSETS,
        organisations.ORGANISATIONS,
        powers.POWERS,
        procedures.PROCEDURES,
        notices.NOTICES,
        notices.SPECIFIC,
        contracts.CONTRACTS,
        *templates.REGISTERS,
    )
}
