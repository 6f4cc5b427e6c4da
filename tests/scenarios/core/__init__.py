"""How the core plays the acceptance scenarios: one module for each."""
