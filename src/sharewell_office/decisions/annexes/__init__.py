"""What may lie beside a request: an order, a table without personal data, a hand-off, a countersignature."""
