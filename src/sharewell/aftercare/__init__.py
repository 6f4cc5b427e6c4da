"""What becomes of a parcel: collected once under its terms, kept no longer than agreed, destroyed, corrected."""
