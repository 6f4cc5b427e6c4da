"""An agreement and its life for machines: registers that others publish, read and written in their own columns."""
