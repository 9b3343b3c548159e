"""Curation: strict YAML in, records and findings out."""
