"""The only joint between rooms: build = curation -> reasoning -> store; `open`, `check`, `compare` for library and commands.

`building` makes a database, `opening` finds it, `base` answers from it, `asking` reads what callers say, `curating` serves
curators.
"""

from __future__ import annotations

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
