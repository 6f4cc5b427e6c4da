"""What was agreed, between whom, about which data; and the Authority that each agreement or decision yields."""
