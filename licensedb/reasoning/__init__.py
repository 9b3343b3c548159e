"""Pure functions on records: deciding, lineage, questions."""
