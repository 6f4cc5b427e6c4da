"""The one-off request: from the asking, through stages S0 to S15, to the decision."""
