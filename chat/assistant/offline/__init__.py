"""The offline assistant, small readers by subject; start reading at ``assistant`` and ``reading``."""
