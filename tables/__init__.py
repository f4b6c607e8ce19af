"""What the models of the three tables share: one connection, and how a failure is told."""
