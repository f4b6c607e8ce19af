"""Rows <-> domain objects; the only importers of invoices.models."""
