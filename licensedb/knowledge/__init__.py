"""The only joint between rooms: build = curation -> reasoning -> store; `open`, `check`, `compare` for library and commands.

`building` makes a database, `opening` finds it, `base` answers from it, `asking` reads what callers say, `curating` serves
curators, `identifying` names the licences of texts. Each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase
    from licensedb.knowledge.building import Built, build, data_version, default_path, load, today
    from licensedb.knowledge.opening import open, remembered
    from licensedb.knowledge.states import folders_at_hand, text_folders

__all__ = [
    "Built",
    "KnowledgeBase",
    "build",
    "data_version",
    "default_path",
    "folders_at_hand",
    "load",
    "open",
    "remembered",
    "text_folders",
    "today",
]

_HOMES = {
    "KnowledgeBase": "base",
    "open": "opening",
    "remembered": "opening",
    "folders_at_hand": "states",
    "text_folders": "states",
}


def __getattr__(name: str) -> Any:
    """What the package offers, from the module that holds it."""
    if name not in __all__:
        raise AttributeError(f"module 'licensedb.knowledge' has no attribute {name!r}")
    return getattr(import_module(f"licensedb.knowledge.{_HOMES.get(name, 'building')}"), name)
