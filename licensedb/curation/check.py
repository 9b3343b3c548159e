"""The checks: each a small function with a name, a scope and one sentence, that yields findings."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from licensedb.curation import check_models, live
from licensedb.curation import shapes as s
from licensedb.curation.findings import Finding
from licensedb.curation.strict_yaml import Document, Path_, dotted
from licensedb.naming import fold
from licensedb.texts import normal
from licensedb.texts.cite import LEAST_WORDS, place_of
from licensedb.texts.library import Library
from licensedb.vocabulary import BOOLEAN_PROVISIONS, PROVISION_VALUES, STANDING, Component, Duty, Provision

Problem = tuple[Path_, str, str]  # path in the file, problem, tip


class FileCheck(NamedTuple):
    """A check of one file; `shapes` are those it looks at."""

    name: str
    sentence: str
    shapes: tuple[type[s.Shape], ...]
    run: Callable[[Any, str], Iterator[Problem]]


FILE_CHECKS: list[FileCheck] = []
_DATE = re.compile(r"^(\d{4})-(\d\d)(?:-(\d\d))?$")
_LICENCES = (s.LicenceShape, s.PolicyShape)


def _file_check(*shapes: type[s.Shape]) -> Callable[[Callable[[Any, str], Iterator[Problem]]], Callable[[Any, str], Iterator[Problem]]]:
    def register(run: Callable[[Any, str], Iterator[Problem]]) -> Callable[[Any, str], Iterator[Problem]]:
        FILE_CHECKS.append(FileCheck(run.__name__.replace("_", "-"), run.__doc__ or "", shapes, run))
        return run

    return register


def of_file(shape: s.Shape, document: Document, stem: str) -> list[Finding]:
    """All findings of the file checks on one file that has its shape."""
    return [
        Finding(document.path, document.line(path), dotted(path), problem, check.name, tip)
        for check in FILE_CHECKS
        if isinstance(shape, check.shapes)
        for path, problem, tip in check.run(shape, stem)
    ]


@_file_check(*_LICENCES)
def file_name_is_id(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A licence's file is called by its id."""
    if shape.id != stem:
        yield ("id",), f"is {shape.id!r} in a file called {stem!r}", "rename one of the two"


@_file_check(*_LICENCES)
def rule_has_one_kind(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A rule permits, forbids, or lays a duty; or it names a route alone."""
    for name, rule in shape.rules.items():
        kinds = [kind for kind in ("permit", "forbid", "duty") if getattr(rule, kind) is not None]
        if len(kinds) > 1:
            yield ("rules", name), f"is both {' and '.join(kinds)}", "write two rules"
        elif not kinds and rule.route is None:
            yield ("rules", name), "has none of permit, forbid, duty and route", "say what it does"
        if rule.for_ is not None and ("permit" in kinds or "forbid" in kinds):
            yield ("rules", name, "for"), "stands beside permit or forbid, which name the acts themselves", "`for` goes with duty"
        if kinds == ["duty"] and rule.duty not in STANDING and rule.for_ is None:
            yield ("rules", name), f"does not say for which acts {rule.duty} is due", "add `for`"
        if kinds == ["permit"] and str(rule.permit) in ("weights", "outputs", "all"):
            yield ("rules", name, "permit"), f"is the group {rule.permit}", "a permission names its acts"
        if kinds == ["permit"] and isinstance(rule.permit, list):
            for at, act in enumerate(rule.permit):
                if act in ("weights", "outputs", "all"):
                    yield ("rules", name, "permit", at), f"is the group {act}", "a permission names its acts"


@_file_check(*_LICENCES)
def duty_has_its_values(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A duty to show, ship or name something says what; a payment says how much."""
    for name, rule in shape.rules.items():
        needs = (
            {
                Duty.DISPLAY_ATTRIBUTION: ("text",),
                Duty.NAME_RULE: ("text", "at"),
                Duty.INCLUDE_NOTICE: ("text",),
                Duty.PAY: ("rate", "of"),
            }.get(rule.duty, ())
            if rule.duty
            else ()
        )
        for need in needs:
            if getattr(rule, need) is None and not (rule.duty is Duty.INCLUDE_NOTICE and rule.worded):
                yield ("rules", name), f"is the duty {rule.duty} and has no `{need}`", f"add `{need}`"
        if rule.worded and (rule.text or rule.duty is not Duty.INCLUDE_NOTICE):
            yield ("rules", name, "worded"), "goes with the duty include-notice only, and without `text`", "keep one of them"
        for key, value in (("accepts", rule.accepts), ("accepts-beside", rule.accepts_beside)):
            if value and rule.duty is not Duty.SAME_LICENCE:
                yield ("rules", name, key), "goes with the duty same-licence only", "remove it"


LONGEST_TEXT = 24  # words: a line to show or ship; what is longer is the text's, and cited


@_file_check(*_LICENCES)
def longer_words_are_cited(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """The words to show, use or ship are a line; longer ones are cited, not copied."""
    for name, rule in shape.rules.items():
        count = len(normal.words(rule.text)) if rule.text else 0
        if count > LONGEST_TEXT:
            tip = "cite the passage as `worded`: licensedb curate cite prints it"
            yield ("rules", name, "text"), f"has {count} words; at most {LONGEST_TEXT} are copied", tip


@_file_check(*_LICENCES)
def threshold_has_one_line(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A threshold is drawn once: more-than or at-least."""
    for path, when in _conditions(shape):
        for field in when.__struct_fields__:
            value = getattr(when, field)
            if isinstance(value, (s.CountThreshold, s.MoneyThreshold)) and (value.more_than is None) == (value.at_least is None):
                yield (*path, field.replace("_", "-")), "needs one of more-than and at-least", "write one"
        if all(getattr(when, field) is None for field in when.__struct_fields__):
            yield path, "says nothing", "remove it or name an operand"


@_file_check(*_LICENCES)
def citation_is_whole(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A citation has words and digest, six words or more; a section alone only where the text was never at hand."""
    for path, cite in citations(shape):
        if (cite.words is None) != (cite.sha256 is None):
            yield path, "has only one of words and sha256", "licensedb curate cite prints both"
        elif cite.words is None and shape.text.editions:
            yield path, "has no words although the text has an edition", f"licensedb curate cite {shape.id} '...' prints them"
        elif cite.words is not None and not shape.text.editions:
            yield path, "counts words of a text that has no edition", "add the edition under `text`"
        if cite.words is not None and cite.words[1] - cite.words[0] < LEAST_WORDS:
            yield (*path, "words"), f"holds fewer than {LEAST_WORDS} words", "cite a longer passage"


@_file_check(*_LICENCES)
def rules_can_count(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A rule can be live: `unless` does not take back all of `when`, and no bar without condition stands over all of a permission."""
    for name, rule in shape.rules.items():
        if live.never_live(rule):
            yield ("rules", name, "unless"), "takes back all that the rule says", "the rule is never live: narrow `unless`, or remove both"
        if live.other_never_live(rule):
            yield ("rules", name, "disputed"), "is a reading in which the rule is never live", "write `absent: true`"
    for name, bar in live.barred(shape.rules):
        yield ("rules", name, "permit"), f"is barred as a whole by {bar}", "give the prohibition its condition, or leave the permission out"


@_file_check(*_LICENCES)
def other_reading_differs(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """The other reading of a disputed rule says something else than the rule."""
    for name, rule in shape.rules.items():
        other = rule.disputed
        if other is None or other.absent or (other.no_route and rule.route):
            continue
        named = rule.permit or rule.forbid or rule.for_
        same = [
            other.for_ is None or (named is not None and set(live.acts(other.for_)) == set(live.acts(named))),
            other.when is None or other.when == rule.when,
            other.unless is None or other.unless == rule.unless,
            other.route is None or other.route == rule.route,
        ]
        if all(same):
            yield ("rules", name, "disputed"), "says the same as the rule", "write what differs: for, when, unless, route, absent"


@_file_check(*_LICENCES)
def licence_is_cited(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A licence has rules; or it is a family, is not recorded, or says in a note why it has none."""
    excused = getattr(shape, "members", ()) or getattr(shape, "not_recorded", False) or shape.note or isinstance(shape, s.PolicyShape)
    if not shape.rules and not excused:
        yield ("id",), "has no rule, and so no citation", "add its rules; or `not-recorded: true`, or a note that says why there are none"


@_file_check(s.LicenceShape)
def not_recorded_stands_alone(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """What is not recorded has no rules, provisions, policies or members, is of low confidence, and says why in a note."""
    if not shape.not_recorded:
        return
    for key in ("rules", "provisions", "incorporates", "members"):
        if getattr(shape, key):
            yield (key,), "stands beside not-recorded", "remove one of the two"
    if shape.reviewed.confidence != "low":
        yield ("reviewed", "confidence"), f"is {shape.reviewed.confidence} although nothing is recorded", "write low"
    if not shape.note:
        yield ("not-recorded",), "is not explained", "say in `note` what is known and what is not"


@_file_check(*_LICENCES)
def unseen_text_is_not_sure(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """What rests on secondary sources alone names them and is not of high confidence."""
    if shape.rules and not shape.text.editions:
        if not shape.text.secondary:
            yield ("text",), "has neither an edition nor a secondary source", "name where the rules were read"
        if shape.reviewed.confidence == "high":
            yield ("reviewed", "confidence"), "is high although the text was never at hand", "write medium or low"


@_file_check(*_LICENCES)
def source_is_one(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A source is a repository with path and commit, a ScanCode key, or an address."""
    for at, edition in enumerate(shape.text.editions):
        for place, source in enumerate(edition.sources):
            path: Path_ = ("text", "editions", at, "sources", place)
            named = [key for key in ("repository", "scancode", "address") if getattr(source, key) is not None]
            if len(named) != 1:
                yield path, "names " + (" and ".join(named) or "nothing"), "one of repository, scancode, address"
            elif named == ["repository"] and not (source.path and source.commit):
                yield path, "is a repository without path and commit", "add both"


@_file_check(*_LICENCES)
def provision_has_its_type(shape: s.LicenceShape, stem: str) -> Iterator[Problem]:
    """A provision's value is of the kind its key asks for."""
    for key, fact in shape.provisions.items():
        path: Path_ = ("provisions", str(key), "value")
        if key in BOOLEAN_PROVISIONS:
            if not isinstance(fact.value, bool):
                yield path, "is not true or false", "write true or false"
        elif key in PROVISION_VALUES:
            for word in fact.value if isinstance(fact.value, list) else [fact.value]:
                if word not in PROVISION_VALUES[key]:
                    yield path, f"is {word!r}", "one of " + ", ".join(PROVISION_VALUES[key])
            if isinstance(fact.value, list) and key is not Provision.MAY_CHANGE:
                yield path, "is a list", "write one word"
        elif not isinstance(fact.value, str):
            yield path, "is no name", "write the name of the law or the courts"


@_file_check(s.LicenceShape, s.PolicyShape, s.ModelsShape)
def lists_hold_each_once(shape: s.Shape, stem: str) -> Iterator[Problem]:
    """A list of words holds each of them once."""
    for path, words in _lists(shape, ()):
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            yield path, f"holds {', '.join(twice)} more than once", "once will do"


@_file_check(s.ModelsShape)
def missing_licence_is_explained(shape: s.ModelsShape, stem: str) -> Iterator[Problem]:
    """A model without a licence says in a note where none was found; each licence of a model names its source."""
    for at, model in enumerate(shape.models):
        if not model.licences and not model.note:
            yield ("models", at, "licences"), "is empty without a note", "say where none is given, and when that was seen"


@_file_check(s.LicenceShape, s.PolicyShape, s.ModelsShape, s.OpennessShape, s.ClaimsShape, s.RatesShape, s.OpenLicencesShape, s.CopiesShape)
def dates_exist(shape: s.Shape, stem: str) -> Iterator[Problem]:
    """A date is a day of the calendar."""
    for path, value in _strings(shape, ()):
        match = _DATE.match(value)
        if match:
            try:
                datetime.date(int(match[1]), int(match[2]), int(match[3] or 1))
            except ValueError:
                yield path, f"{value} is no day of the calendar", "write YYYY-MM-DD"


@_file_check(s.ModelsShape)
def periods_fit(shape: s.ModelsShape, stem: str) -> Iterator[Problem]:
    """Licence periods of one component do not overlap unless `together` says how, leave no gap, and begin in order."""
    for at, model in enumerate(shape.models):
        for component in Component:
            entries = [(place, entry) for place, entry in enumerate(model.licences) if component in entry.covers]
            for place, entry in entries:
                if entry.from_ and entry.until and entry.from_ > entry.until:
                    yield ("models", at, "licences", place, "until"), f"{entry.until} is before {entry.from_}", "swap them"
            for (_, one), (place, other) in itertools.combinations(sorted(entries, key=lambda pair: pair[1].from_ or ""), 2):
                together = one.together is not None and one.together == other.together
                if not together and (one.until is None or (other.from_ or "") <= one.until):
                    tip = "give `until`, or `together: all` or `choice`"
                    yield ("models", at, "licences", place), f"overlaps {one.licence} on {component}", tip
            yield from (
                (("models", at, "licences", place), f"leaves a gap after {day} on {component}", "periods follow each other day by day")
                for place, day in _gaps(entries)
            )


def _gaps(entries: list[tuple[int, s.ModelLicenceShape]]) -> Iterator[tuple[int, str]]:
    """Where a period begins later than the day after all before it ended: its place, and that last day."""
    last: str | None = ""
    for place, entry in sorted(entries, key=lambda pair: pair[1].from_ or ""):
        if last and entry.from_ and _next_day(last) < entry.from_:
            yield place, last
        last = None if last is None or entry.until is None else max(last, entry.until)


@_file_check(s.ModelsShape)
def base_is_named_once(shape: s.ModelsShape, stem: str) -> Iterator[Problem]:
    """A base is one of ours (`model`) or has a `name`."""
    for at, model in enumerate(shape.models):
        for place, base in enumerate(model.bases):
            if (base.model is None) == (base.name is None):
                yield ("models", at, "bases", place), "needs one of model and name", "write one"


@_file_check(s.RatesShape)
def rates_are_whole(shape: s.RatesShape, stem: str) -> Iterator[Problem]:
    """The rates give every currency of the vocabulary but their base."""
    for currency in s.Currency:
        if currency == shape.base and currency in shape.rates:
            yield ("rates", str(currency)), "is a rate of the base for itself", "remove it"
        elif currency != shape.base and currency not in shape.rates:
            yield ("rates",), f"have no {currency}", "take it from the same day of the same series"


for _check in (check_models.sizes_are_plausible, check_models.modalities_are_plausible, check_models.licences_follow_the_release):
    _file_check(s.ModelsShape)(_check)
_file_check(s.OpennessShape)(check_models.components_fit)
_file_check(s.ClaimsShape)(check_models.assertion_is_one)
_file_check(s.ClaimsShape)(check_models.claim_names_its_source)
_file_check(s.CopiesShape)(check_models.patterns_compile)


class Corpus(NamedTuple):
    """All files that have their shape: (document, shape)."""

    files: list[tuple[Document, s.Shape]]
    unread: frozenset[tuple[str, str]] = frozenset()  # (kind, id) of files that have not their shape: they are there all the same

    def of(self, *kinds: type[s.Shape]) -> Iterator[tuple[Document, Any]]:
        return ((document, shape) for document, shape in self.files if isinstance(shape, kinds))


class CorpusCheck(NamedTuple):
    """A check across files."""

    name: str
    sentence: str
    run: Callable[[Corpus], Iterator[tuple[Document, Path_, str, str]]]


def of_corpus(corpus: Corpus) -> list[Finding]:
    """All findings of the corpus checks."""
    return [
        Finding(document.path, document.line(path), dotted(path), problem, check.name, tip)
        for check in CORPUS_CHECKS
        for document, path, problem, tip in check.run(corpus)
    ]


def _ids_are_unique(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """An id stands for one record."""
    seen: dict[tuple[str, str], tuple[Document, Path_]] = {}
    for document, path, kind, name in _ids(corpus):
        table = "licence" if kind == "policy" else kind
        first, place = seen.setdefault((table, name), (document, path))
        if (first, place) != (document, path):  # lines are looked up for findings alone: that reads the file again
            yield document, path, f"{name!r} is also the id of the record at {first.path}:{first.line(place)}", "choose another"


def _names_exist(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """Every licence, policy and model that a record names is there."""
    ids: dict[str, set[str]] = defaultdict(set)
    for kind, name in (*((kind, name) for _, _, kind, name in _ids(corpus)), *corpus.unread):
        ids[kind].add(name)
    for document, shape in corpus.of(*_LICENCES):
        for at, name in enumerate(shape.incorporates):
            if name not in ids["policy"]:
                yield document, ("incorporates", at), f"there is no policy {name!r}", "add seeds/policies/" + name + ".yaml"
        earlier = getattr(shape, "supersedes", None)
        if earlier is not None and earlier not in ids["licence"]:
            yield document, ("supersedes",), f"there is no licence {earlier!r}", "add it, or leave the key out"
        for at, name in enumerate(getattr(shape, "members", ())):
            if name not in ids["licence"]:
                yield document, ("members", at), f"there is no licence {name!r}", "add it"
        for rule_name, rule in shape.rules.items():
            for key, names in (("accepts", rule.accepts), ("accepts-beside", rule.accepts_beside)):
                for at, name in enumerate(names or ()):
                    if name not in ids["licence"]:
                        yield document, ("rules", rule_name, key, at), f"there is no licence {name!r}", "add it"
    for document, shape in corpus.of(s.ModelsShape):
        for at, model in enumerate(shape.models):
            for place, entry in enumerate(model.licences):
                if entry.licence not in ids["licence"]:
                    yield document, ("models", at, "licences", place, "licence"), f"there is no licence {entry.licence!r}", "add it"
            for place, base in enumerate(model.bases):
                if base.model is not None and base.model not in ids["model"]:
                    tip = "add it, or use `name`"
                    yield document, ("models", at, "bases", place, "model"), f"there is no model {base.model!r}", tip
    yield from check_models.names_of_openness(corpus, ids)


def _identifiers_are_unique(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """A name stands for one licence, in all schemes and however it is written, or for a family and its members; a hub id for one model."""
    families = [{shape.id, *shape.members} for _, shape in corpus.of(s.LicenceShape) if shape.members]
    for kind in _LICENCES:
        told = [(document, path, name, shape.id) for document, shape in corpus.of(kind) for path, name in _names(shape)]
        having: dict[str, list[str]] = defaultdict(list)
        for _, _, name, identity in told:
            having[fold(name)].append(identity)
        for document, path, name, identity in told:
            every = having[fold(name)]
            owner = next((one for one in every if fold(one) == fold(name)), every[0])
            if identity != owner and not any(family.issuperset(every) for family in families):
                yield document, path, f"{name!r} is also {owner}'s", "a name stands for one licence, or for a family of them"
    seen: dict[tuple[str, str], str] = {}
    for document, shape in corpus.of(s.ModelsShape):
        for at, model in enumerate(shape.models):
            for name in [model.hub] if model.hub else []:
                first = seen.setdefault(("model", name.casefold()), model.id)
                if first != model.id:
                    yield document, ("models", at, "hub"), f"{name!r} is also {first}'s", "a hub id stands for one model"


def _editions_are_distinct(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """An edition, told by its digest, is one of one licence or policy."""
    seen: dict[str, str] = {}
    for document, shape in corpus.of(*_LICENCES):
        for at, edition in enumerate(shape.text.editions):
            place = f"edition {at + 1} of {shape.id}"
            first = seen.setdefault(edition.sha256, place)
            if first != place:
                path: Path_ = ("text", "editions", at, "sha256")
                yield document, path, f"is also {first}", "one text is one record; put the sources of both under one edition"


def _earlier(one: str, other: str) -> bool:
    """Whether a date is earlier than another, as far as both are told."""
    told = min(len(one), len(other))
    return one[:told] < other[:told]


def _bases_come_first(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """No model is older than its base, and none is made from itself."""
    models = {model.id: model for _, shape in corpus.of(s.ModelsShape) for model in shape.models}
    for document, shape in corpus.of(s.ModelsShape):
        for at, model in enumerate(shape.models):
            for place, base in enumerate(model.bases):
                path: Path_ = ("models", at, "bases", place)
                parent = models.get(base.model or "")
                if parent and parent.released and model.released and _earlier(model.released, parent.released):
                    yield document, path, f"{parent.id} was released {parent.released}, after this model", "check both dates"
                if _reaches(models, base.model, model.id):
                    yield document, path, f"{model.id} is made from itself by way of {base.model}", "break the cycle"


def _only_the_maker_relicenses(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """A base is `relicensed` only by the one who made it, and the later model has a licence of its own."""
    developers = {model.id: shape.developer for _, shape in corpus.of(s.ModelsShape) for model in shape.models}
    for document, shape in corpus.of(s.ModelsShape):
        for at, model in enumerate(shape.models):
            for place, base in enumerate(model.bases):
                made = developers.get(base.model or "")
                if base.relicensed and (made != shape.developer or not model.licences):
                    yield document, ("models", at, "bases", place, "relicensed"), f"{base.model} is {made or 'nobody'}'s", "leave it out"


def _families_hold_licences(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """A family of versions has two members or more, none of them a family, and no rules or provisions of its own."""
    families = {shape.id for _, shape in corpus.of(s.LicenceShape) if shape.members}
    for document, shape in corpus.of(s.LicenceShape):
        if not shape.members:
            continue
        if len(set(shape.members)) < 2:
            yield document, ("members",), "names one licence", "a family holds every version that may be meant"
        for key in ("rules", "provisions"):
            if getattr(shape, key):
                yield document, (key,), "stands in a family of versions", "its members have the rules"
        for at, name in enumerate(shape.members):
            if name in families:
                yield document, ("members", at), f"{name!r} is a family itself", "name its members"


def _versions_follow(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    """A licence supersedes an earlier one, and none supersedes itself by way of others."""
    licences: dict[str, s.LicenceShape] = {shape.id: shape for _, shape in corpus.of(s.LicenceShape)}
    for document, shape in corpus.of(s.LicenceShape):
        earlier = licences.get(shape.supersedes or "")
        if earlier and earlier.published and shape.published and shape.published < earlier.published[: len(shape.published)]:
            tip = "check both dates, or turn it round"
            yield document, ("supersedes",), f"{earlier.id} was published {earlier.published}, after this one", tip
        seen = {shape.id}
        while earlier and earlier.id not in seen:
            seen.add(earlier.id)
            earlier = licences.get(earlier.supersedes or "")
        if earlier and earlier.id == shape.id:
            yield document, ("supersedes",), f"{shape.id} supersedes itself by way of {shape.supersedes}", "break the cycle"


CORPUS_CHECKS = [
    CorpusCheck(run.__name__.strip("_").replace("_", "-"), run.__doc__ or "", run)
    for run in (
        _ids_are_unique,
        _names_exist,
        _identifiers_are_unique,
        _editions_are_distinct,
        _bases_come_first,
        _only_the_maker_relicenses,
        _versions_follow,
        _families_hold_licences,
        check_models.openness_is_said_once,
        check_models.hub_names_are_unique,
    )
]


def of_texts(document: Document, shape: s.LicenceShape | s.PolicyShape, record: Any, library: Library) -> Iterator[Finding]:
    """Citations held against the text, where one of the record's editions is at hand.

    A further edition (a translation, or the same terms numbered otherwise) need not have every passage that is cited.
    """
    text = library.text(record)
    if text is None:
        return
    further = text.listed and text.sha256 != record.editions[0].sha256
    for path, cite in citations(shape):
        if cite.words is None or cite.sha256 is None:
            continue
        places = place_of(text.words, (cite.words[0], cite.words[1]), cite.sha256)
        if len(places) != 1 and not (further and not places):
            found = "is not in" if not places else f"stands {len(places)} times in"
            tip = f"licensedb curate cite {shape.id} '...' finds passages"
            yield Finding(document.path, document.line(path), dotted(path), f"{found} {text.path.name}", "citation-holds", tip)


def of_day(shape: s.Shape, document: Document, day: str) -> list[Finding]:
    """All warnings on one file, as things stand on `day`: nothing fails by them."""
    return [
        Finding(document.path, document.line(path), dotted(path), problem, name, tip)
        for name, run in DAY_CHECKS.items()
        if isinstance(shape, _LICENCES)
        for path, problem, tip in run(shape, day)
    ]


def _review_is_recent(shape: s.LicenceShape | s.PolicyShape, day: str) -> Iterator[Problem]:
    """A review is not older than a year (a warning: nothing fails by it)."""
    year = f"{int(day[:4]) - 1:04}" + ("-02-28" if day[4:] == "-02-29" else day[4:])
    if shape.reviewed.date < year:
        tip = "read the text again, look for a later one, and write the day of it"
        yield ("reviewed", "date"), f"{shape.reviewed.date} is more than a year before {day}", tip


DAY_CHECKS = {"review-is-recent": _review_is_recent}


def citations(shape: s.LicenceShape | s.PolicyShape) -> Iterator[tuple[Path_, s.Cite]]:
    """Every citation of a file with its path."""
    if isinstance(shape, s.LicenceShape):
        for word, cite in shape.means.items():
            yield ("means", word), cite
    for name, rule in shape.rules.items():
        yield ("rules", name, "cite"), rule.cite
        if rule.worded:
            yield ("rules", name, "worded"), rule.worded
    for key, fact in shape.provisions.items():
        yield ("provisions", str(key), "cite"), fact.cite


def _conditions(shape: s.LicenceShape | s.PolicyShape) -> Iterator[tuple[Path_, s.When]]:
    for name, rule in shape.rules.items():
        for holder, base in ((rule, ("rules", name)), (rule.disputed, ("rules", name, "disputed"))):
            for key in ("when", "unless"):
                value = getattr(holder, key, None)
                if isinstance(value, list):
                    yield from (((*base, key, at), part) for at, part in enumerate(value))
                elif value is not None:
                    yield (*base, key), value


def _strings(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, s.Shape):
        for field, name in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            yield from _strings(getattr(value, field), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, str(key)))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _strings(item, (*path, at))
    elif isinstance(value, str):
        yield path, value


def _lists(value: Any, path: Path_) -> Iterator[tuple[Path_, list[str]]]:
    if isinstance(value, s.Shape):
        for field, name in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
            yield from _lists(getattr(value, field), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _lists(item, (*path, str(key)))
    elif isinstance(value, list):
        yield path, [str(item) for item in value if isinstance(item, str)]
        for at, item in enumerate(value):
            yield from _lists(item, (*path, at))


def _names(shape: s.LicenceShape | s.PolicyShape) -> Iterator[tuple[Path_, str]]:
    """Every name of a licence or policy with its path, in all schemes."""
    yield ("id",), shape.id
    yield ("name",), shape.name
    for scheme in shape.identifiers.__struct_fields__:
        value = getattr(shape.identifiers, scheme)
        for name in [value] if isinstance(value, str) else value or ():
            yield ("identifiers", scheme), name
            if scheme == "scancode":
                yield ("identifiers", scheme), f"LicenseRef-scancode-{name}"


def _ids(corpus: Corpus) -> Iterator[tuple[Document, Path_, str, str]]:
    for document, shape in corpus.files:
        if isinstance(shape, s.LicenceShape):
            yield document, ("id",), "licence", shape.id
        elif isinstance(shape, s.PolicyShape):
            yield document, ("id",), "policy", shape.id
        elif isinstance(shape, s.ModelsShape):
            yield from ((document, ("models", at, "id"), "model", model.id) for at, model in enumerate(shape.models))
        elif isinstance(shape, s.ClaimsShape):
            yield from ((document, ("claims", at, "id"), "claim", claim.id) for at, claim in enumerate(shape.claims))


def _next_day(day: str) -> str:
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day


def _reaches(models: dict[str, s.ModelShape], start: str | None, goal: str) -> bool:
    todo, seen = [start], set[str]()
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        if name in models and name not in seen:
            seen.add(name)
            todo.extend(base.model for base in models[name].bases)
    return False


def sentences() -> Iterable[tuple[str, str]]:
    """Every check with its sentence, for the docs."""
    found = [(check.name, check.sentence) for check in FILE_CHECKS]
    found += [(check.name, check.sentence) for check in CORPUS_CHECKS]
    return [*found, *((name, run.__doc__ or "") for name, run in DAY_CHECKS.items())]
