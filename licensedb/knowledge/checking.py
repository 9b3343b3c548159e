"""The rows of `check`: the decision on each act with its rules in full, what would change it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from licensedb import records as r
from licensedb.reasoning.changes import changes
from licensedb.reasoning.decide import decide_group
from licensedb.reasoning.point import Group, parts_of
from licensedb.vocabulary import Act

_SURE = ("low", "medium", "high")


class Checker:
    """Answers one check after another over the same records, and remembers which documents they rest on."""

    def __init__(self, world: Any, day: str, scenario: r.Scenario) -> None:
        self._world, self._day, self._scenario = world, day, scenario
        self._used: dict[str, r.Licence] = {}
        every = {one.id: one for terms in world.terms.values() for one in terms.documents}
        self._rules = {f"{document.id}/{rule.id}": rule for document in every.values() for rule in document.rules}

    def row(self, kind: str, name: str, act: Act, group: Group, told: r.Scenario) -> r.CheckRow:
        """One model or licence and one act."""
        decision = decide_group(group, act, told)
        record: Any = self._world.models[name] if kind == "model" else self._world.terms[name].licence
        for part in parts_of(group):
            for document in part.terms.terms.documents if part.terms.terms else ():
                self._used.setdefault(document.id, document)
        deciding = self._rules.get(f"{decision.reason.document}/{decision.reason.rule}")
        licences = tuple(dict.fromkeys(one.licence for one in record.licences_on(self._day))) if kind == "model" else (name,)
        return r.CheckRow(
            name,
            kind,
            record.name,
            licences,
            decision,
            deciding,
            self.due(decision.duties),
            self.due(decision.obligations),
            min((decision.confidence, record.confidence), key=_SURE.index),
            str(deciding.cite.state) if deciding else "",
            changes(group, act, told, decision),
        )

    def due(self, names: Iterable[str]) -> tuple[r.DueRule, ...]:
        """Duties by their names (`document/rule`), with the rules in full."""
        return tuple(r.DueRule(name.split("/")[0], self._rules[name]) for name in names)

    def currencies(self) -> frozenset[str]:
        """The currencies in which the rows so far have lines drawn."""
        tests = (test for one in self._used.values() for rule in one.rules for part in (*rule.when, *rule.unless) for test in part)
        return frozenset(test.threshold.currency for test in tests if test.threshold and test.threshold.currency)

    def documents(self) -> tuple[r.Document, ...]:
        """The licences and policies that the rows so far rest on."""
        return tuple(
            r.Document(one.id, one.kind, one.name, one.licensor, one.reviewed, one.confidence, one.published, one.address, one.at_hand)
            for one in self._used.values()
        )
