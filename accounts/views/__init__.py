"""The account pages, a module per subject: HTTP only."""
