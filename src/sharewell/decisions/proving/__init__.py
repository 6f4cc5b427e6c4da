"""Proving that the policy keeps its promises over the whole space of cases. Needs z3, which nothing else does."""
