"""The schema, owned by Alembic: from empty to head, and what head is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

# The revision this code reads and writes; a test holds it against migrations/.
HEAD = "0002"


def config(connection: Any, migrations: Path) -> Any:
    """Alembic's configuration for one connection; its talk is kept off stdout."""
    from alembic.config import Config

    made = Config(stdout=io.StringIO())
    made.set_main_option("script_location", str(migrations).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Any, migrations: Path) -> None:
    """Bring an empty database to head."""
    from alembic import command

    command.upgrade(config(connection, migrations), "head")
