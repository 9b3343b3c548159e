"""The database: tables, schema, writing and reading back. It decides nothing."""
