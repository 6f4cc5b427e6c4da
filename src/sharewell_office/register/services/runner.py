"""The process in which one long file is taken over: `python -m sharewell_office.register.services.runner REFERENCE`.

It outlives the request that started it and says after every batch how far it is. When it is killed nothing is half
done: a batch is in, with the report of its rows, or it is not; and its page lets people go on from there.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_office.config.settings")
    import django

    django.setup()
    from sharewell_office.register.services.taking_over import carry_on

    carry_on(sys.argv[1])


if __name__ == "__main__":
    main()
