"""Questions in words: the names that a question may mean, the call that its command line equals, and yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from licensedb import records as r
from licensedb.knowledge import having
from licensedb.vocabulary import GRANTS, VERDICT_QUESTIONS, Duty, Fulfilment, Question, Route, State, Verdict
from licensedb.wording import grammar, reading
from licensedb.wording.names import Row, atoms, short, tight
from licensedb.wording.parts import Plan

if TYPE_CHECKING:
    from licensedb.knowledge.base import KnowledgeBase
    from licensedb.knowledge.project import Project

# Flags of command lines by the keyword of the library; the others are called alike.
_KEYWORDS = {"used_in": "territory", "based_in": "domicile", "with": "having", "without": "lacking"}
_MANY = ("allows", "having", "lacking", "territory", "domicile", "purpose", "competes_with")
_DENIED = {"--non-commercial": "commercial", "--unmodified": "modified", "--no-production": "production"}
_FILTERS = ("developer", "family", "licence", "modality")
_OF_SCENARIO = ("check", "models", "licences", "compare", "lineage", "notice", "combine")
_OWN = ("do", "as", "into", "allows", "having", "lacking", "questions", "derived", "as_of")
_VERDICTS = {
    Verdict.ALLOWED: "yes",
    Verdict.WITH_DUTIES: "with-duties",
    Verdict.SILENT: "not-said",
    Verdict.ON_REQUEST: "on-request",
    Verdict.FORBIDDEN: "no",
    Verdict.DEPENDS: "depends",
}


def read(kb: KnowledgeBase, question: str) -> tuple[r.QuestionRead, Plan]:
    """How a question is read. Raises NotUnderstoodError where a word bears a meaning that is not known, or parts do not fit."""
    names = _Names(kb)
    found = reading.read(question, names)
    plan = grammar.plan(found, names)
    words = tuple(r.WordsRead(item.words, f"{item.type} {item.value}".strip()) for item in found.items)
    return r.QuestionRead(question, found.language, plan.line(), tuple(dict.fromkeys(plan.notes)), words), plan


def ask(kb: KnowledgeBase, question: str, project: Project | None = None) -> r.Asked:
    """A question in words and its answer, that of the equal command line; `project` stores a scenario as for that."""
    told, plan = read(kb, question)
    profile, stated = _stated(plan, project)
    answer = _answer(kb, plan, profile, stated)
    verdict, heads = _head(plan, answer)
    return r.Asked(told, answer, verdict, heads)


def _stated(plan: Plan, project: Project | None) -> tuple[Any, dict[str, Any]]:
    """The options of the command line as keywords, with what a project's file stores."""
    found: dict[str, Any] = {}
    for flag, value in plan.options:
        name = flag.removeprefix("--").replace("-", "_")
        if flag == "--in":
            for key in ("territory", "domicile"):
                found.setdefault(key, []).append(value)
        elif flag in _DENIED:
            found[_DENIED[flag]] = False
        elif not value:
            found[name] = True
        elif _KEYWORDS.get(name, name) in _MANY or (plan.command == "models" and name in _FILTERS):
            found.setdefault(_KEYWORDS.get(name, name), []).append(value)
        else:
            found[name] = value
    profile = found.pop("profile", None)
    if project is None or plan.command not in _OF_SCENARIO:
        return profile, found
    own = {name: found.pop(name) for name in list(found) if name in _OWN}
    own |= {name: found.pop(name) for name in list(found) if name in (*_FILTERS, "licensor", "conflicts")}
    profile, found = project.asked(profile, found)
    return profile, own | found


def _answer(kb: KnowledgeBase, plan: Plan, profile: Any, stated: dict[str, Any]) -> Any:
    names = list(plan.names)
    if plan.command in ("check", "notice", "lineage"):
        first = names[0] if plan.command == "lineage" else names
        do = [stated.pop("do")] if "do" in stated else []
        if plan.command == "check":
            return kb.check(names, do, profile=profile, **stated)
        return getattr(kb, plan.command)(first, *do, profile=profile, **stated)
    if plan.command == "compare":
        questions = [stated.pop("questions")] if "questions" in stated else ()
        return kb.compare(names, questions=questions, profile=profile, **stated)
    if plan.command in ("models", "licences"):
        return getattr(kb, plan.command)(profile=profile, **stated)
    if plan.command == "claims":
        return kb.claims(names, subject=stated.get("on"))
    if plan.command == "openness" and "class" in stated:
        stated["of_class"] = stated.pop("class")
    if plan.head == "file":
        return None  # a question in words opens no file: the command line does
    if plan.command == "combine":
        return kb.combine(names, stated.pop("as"), *([stated.pop("do")] if "do" in stated else []), profile=profile, **stated)
    return getattr(kb, plan.command)(*([names] if plan.command == "openness" else names), **stated)


# Yes or no


def _head(plan: Plan, answer: Any) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    told: list[tuple[str, str, str]] = []
    if plan.head == "licence":
        return ("yes" if plan.subject in answer.licences else "no"), ()
    if plan.head == "not-said":
        return "not-said", ()
    if plan.head == "combine":
        return _of_combination(plan, answer)
    if plan.head == "provision":
        value = answer.provision.value if answer.provision else None
        return ("yes" if value is True else "no" if value is False else ""), ()
    if plan.head == "openness":
        fulfilled = {Fulfilment.MET: "yes", Fulfilment.NOT_MET: "no"}
        told = [(row.model.name, "Open Source AI Definition", fulfilled.get(row.fulfilment, "not-said")) for row in answer.rows]
    elif plan.head in ("verdict", "duty", "relicense"):
        told = [(row.name, str(row.decision.act), _of_row(plan, row)) for row in answer.rows]
    elif plan.head == "feature":
        wanted = having.wanted(*(((), (plan.subject,)) if plan.denied else ((plan.subject,), ()))) if _fit(plan.subject) else ()
        told = [(row.name, str(one.question), _of_answer(one, row.answers[0])) for row in answer.rows for one in wanted]
    verdicts = list(dict.fromkeys(verdict for _, _, verdict in told))
    if len(verdicts) < 2:
        return (verdicts[0] if verdicts else ""), ()
    if plan.head == "duty" and not plan.denied:
        return ("yes" if "yes" in verdicts else verdicts[0]), tuple(told)
    refused = [verdict for verdict in verdicts if verdict in ("no", "on-request")]
    same = len({name for name, _, _ in told}) == 1
    overall = refused[0] if same and refused else "differs"
    if same and not refused:
        overall = next(verdict for verdict in ("depends", "not-said", "with-duties") if verdict in verdicts)
    return overall, tuple(told)


def _of_combination(plan: Plan, found: r.Combination) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """Yes or no for each plan, and for the licence that the result is to stand under."""
    told = [("the result", str(row.do), _VERDICTS[row.verdict]) for row in found.answer.rows]
    offer = found.answer.offer
    if plan.subject and offer is not None:
        fits = not offer.bound or any(one.id == plan.subject for one in offer.fits)
        told.append(("the result", f"under {plan.subject}", "yes" if fits else "no"))
    elif plan.subject:
        told.append(("the result", f"under {plan.subject}", "not-said"))
    verdicts = [verdict for _, _, verdict in told]
    if len(set(verdicts)) == 1:
        return verdicts[0], tuple(told) if len(told) > 1 else ()
    refused = [verdict for verdict in verdicts if verdict in ("no", "on-request")]
    granted = any(verdict not in ("no", "on-request") for verdict in verdicts)
    if refused:
        return ("no" if plan.subject and verdicts[-1] == "no" else "differs" if granted else refused[0]), tuple(told)
    return next(verdict for verdict in ("depends", "not-said", "with-duties") if verdict in verdicts), tuple(told)


def _fit(subject: str) -> bool:
    """Whether a question can be answered by yes or no."""
    return "=" in subject or subject not in ("outputs-owned-by", "military-use")


def _of_row(plan: Plan, row: r.CheckRow) -> str:
    verdict = _VERDICTS[row.decision.verdict]
    if plan.head == "verdict":
        turned = {"yes": "no", "with-duties": "no", "no": "yes", "on-request": "yes"}  # asked is whether it is forbidden
        return turned.get(verdict, verdict) if plan.denied else verdict
    duties = {str(due.rule.duty): due.rule for due in (*row.duties, *row.obligations)}
    if plan.head == "relicense":
        return _relicensed(plan.subject, verdict, duties)
    due = any(name in duties for name in plan.subject.split(","))
    if plan.subject == "registration":
        due = row.decision.verdict is Verdict.ON_REQUEST and row.decision.reason.way is Route.REGISTRATION
    if not plan.denied:
        return "yes" if due else verdict if row.decision.verdict not in GRANTS else "no"
    return "no" if due else verdict


def _relicensed(target: str, verdict: str, duties: dict[str, r.Rule]) -> str:
    """Whether a derivative may stand under another licence: not where the text wants its own, or its restrictions, passed on."""
    if verdict not in ("yes", "with-duties"):
        return verdict
    same = duties.get(Duty.SAME_LICENCE)
    if same is not None and target not in (*same.accepts, same.cite.document):
        return "no"
    if any(duty in duties for duty in (Duty.PASS_ON_RESTRICTIONS, Duty.NO_ADDED_TERMS)):
        return "no"
    return verdict


def _of_answer(one: having.Wanted, answer: r.Answer) -> str:
    if one.question in VERDICT_QUESTIONS and not one.absent:
        return _VERDICTS[Verdict(answer.value)]
    if answer.state == State.POLICY_NOT_AT_HAND or answer.state == State.NOT_RECORDED:
        return "not-said"
    return "yes" if having.answer(answer, one) else "no"


class _Names:
    """The names that the knowledge base holds, looked up word by word."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb, self._reader = kb, kb.reader
        self._day = kb.about().as_of
        self._seen: dict[str, list[Row]] = {}
        self._models: dict[str, r.Model] = {}

    def starting(self, word: str) -> Sequence[Row]:
        if word not in self._seen:
            rows = [
                Row(kind, record, scheme, atoms(folded), tight(folded)) for kind, record, scheme, folded in self._reader.names_from(word)
            ]
            rows += [
                Row("licence", row.id, row.scheme, short(row.atoms))
                for row in rows
                if row.kind == "licence" and short(row.atoms) != row.atoms
            ]
            rows += [Row(kind, name, "id", atoms(name)) for kind, name in self._makers if name.casefold().startswith(word)]
            self._seen[word] = [row for row in rows if row.atoms[:1] == (word,)]
        return self._seen[word]

    @cached_property
    def _makers(self) -> list[tuple[str, str]]:
        makers = {"developer": self._reader.developers(), "licensor": set(self._reader.licensors().values())}
        return [(kind, name) for kind, names in makers.items() for name in sorted(names)]

    @cached_property
    def _developers(self) -> list[Row]:
        return [Row(kind, name, "id", atoms(name)) for kind, name in self._makers]

    def words(self) -> Iterable[str]:
        found = {part for folded in self._reader.names() for part in atoms(folded)[:1]}
        return {word for word in found if word.isalpha() and len(word) > 3}

    def models(self, ids: Sequence[str]) -> Sequence[r.Model]:
        missing = [name for name in ids if name not in self._models]
        self._models |= {model.id: model for model in self._reader.models(missing)} if missing else {}
        return [self._models[name] for name in ids]

    def licences_of(self, model: r.Model) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.licence for entry in model.licences_on(self._day)))

    def copies(self, model: str, word: str) -> tuple[str, ...]:
        """The recorded copies of a model that are called so."""
        return tuple(name for name, base, relation in self._reader.bases() if base == model and relation == "quantized" and word in name)

    def licensor(self, text: str) -> str | None:
        """The one licensor whose name begins so."""
        found = {row.id for row in self._developers if row.kind == "licensor" and row.atoms[: len(atoms(text))] == atoms(text)}
        return found.pop() if len(found) == 1 else None

    def makers(self, names: Sequence[str]) -> frozenset[str]:
        """Who made the models, and whose the licences are."""
        found: set[str] = set()
        for name in names:
            kind, record = self._kb.find(name)
            if kind == "model":
                model = self.models([record])[0]
                found.add(model.developer)
                licences: Sequence[str] = self.licences_of(model)
            else:
                licences = [record]
            found.update(licence.licensor for licence in self._reader.licences(licences, None))
        return frozenset(found)

    def families(self) -> frozenset[str]:
        return frozenset(model.family for model in self._models.values() if model.family)

    def definition(self, licence: str, term: str) -> str | None:
        found = self._reader.licences([licence])[0]
        return next((word for word, _ in found.means if word == term), None)

    def route(self, licence: str) -> str | None:
        rules = [rule for rule in self._reader.licences([licence])[0].rules if rule.route]
        rules.sort(key=lambda rule: (rule.route is not Route.SEPARATE_LICENCE, rule.kind != "route"))
        return rules[0].id if rules else None

    def granted(self, kind: str, name: str) -> tuple[str, ...]:
        answers = self._kb.answers_of(kind, [name], tuple(VERDICT_QUESTIONS), self._kb.scenario(), self._day, fresh=False)[name]
        acts = {question: str(act) for question, act in VERDICT_QUESTIONS.items()}
        return tuple(acts[one.question] for one in answers if Verdict(one.value) in GRANTS)

    def claims(self, models: Sequence[str], about: str, word: str) -> tuple[str, ...]:
        """Statements on record about one of the models: those on `about` (open, a licence), with a word in their id."""
        families = {model.family or model.id for model in self.models(models)}
        ids = {claim.id: claim for claim in self._reader.claims()}
        found = []
        for name, claim in ids.items():
            on = {model.family or model.id for model in self.models(claim.subjects)} if claim.subjects else set()
            licences = {str(one.key) for one in claim.asserts if getattr(one, "kind", "") == "licence"} | {name.rsplit("-is-", 1)[-1]}
            fits = not about or (about == "open" and "is-open-source" in name) or any(one in about for one in licences if one)
            fits = fits or (about != "open" and about.partition("-")[0] in name.split("-"))
            if (on & families or (word and word in name)) and fits and word in name:
                found.append(name)
        exact = [name for name in found if set(models) & set(ids[name].subjects)]
        of_another = about not in ("", "open") and not word  # a licence of one model says nothing of its sisters
        return tuple(exact) if exact or of_another else tuple(found)

    def rule(self, licence: str, question: str) -> str | None:
        """The rule or provision of a licence that answers a question."""
        answers = self._kb.answers_of("licence", [licence], (Question(question),), self._kb.scenario(), self._day, fresh=False)[licence]
        return next((one.rule for one in answers if one.rule), None)
