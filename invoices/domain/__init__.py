"""The money and invoice rules. Standard library only: no Django, no AWS."""
