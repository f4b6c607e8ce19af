"""What the JSON doors of all apps share: strict input, figures, pages, versions."""
