"""The office that does the work: it reads, asks the core, puts the answer on the record, and shows it."""
