"""The conversation rules. Standard library and invoices.domain only."""
