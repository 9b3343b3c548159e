"""Alembic's environment: one connection, given by the caller, batch mode for SQLite."""

from alembic import context

from licensedb.store.tables import Table

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
