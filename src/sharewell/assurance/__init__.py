"""Is it being done? Samples that draw themselves, and what their marks prove."""
