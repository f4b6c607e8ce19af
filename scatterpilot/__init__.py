"""The wiring: settings, site map, error answers. No business rule; no app imports it."""
