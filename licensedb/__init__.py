"""licensedb: what you may do with open-weight AI models, and the clause that says so.

import licensedb
kb = licensedb.open()
kb.check("llama-2-7b", do=["modify"], users=5_000_000)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licensedb.errors import LicensedbError
    from licensedb.knowledge import KnowledgeBase, open

__all__ = ["KnowledgeBase", "LicensedbError", "open"]


def __getattr__(name: str) -> Any:
    """`open` and the types are loaded when they are first used: start-up stays lean."""
    if name in ("open", "KnowledgeBase"):
        from licensedb import knowledge

        return getattr(knowledge, name)
    if name == "LicensedbError":
        from licensedb.errors import LicensedbError

        return LicensedbError
    raise AttributeError(f"module 'licensedb' has no attribute {name!r}")
