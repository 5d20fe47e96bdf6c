"""An evening in a small kitchen."""
