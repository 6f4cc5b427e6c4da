"""`python -m sharewell.cli` is `sharewell`."""

import sys

from sharewell.cli import main

sys.exit(main())
