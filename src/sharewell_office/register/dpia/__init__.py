"""Data protection impact assessments carried out here: written page by page, advised on, signed, and held to."""
