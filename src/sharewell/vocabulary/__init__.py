"""The words everything else is said in: a rule, a "no", an outcome, an event, a person, a date."""
