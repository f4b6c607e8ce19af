"""The local AWS: starts MiniStack, provisions it, runs the site on it. Never ships to Lambda."""
