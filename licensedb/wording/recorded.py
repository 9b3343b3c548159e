"""Turns of speech that ask for a record (lineage, openness, history, a licence, a definition), and questions that no record answers."""

from __future__ import annotations

from collections.abc import Sequence

from licensedb.wording.reading import Item

_QUIET = ("pad", "det", "thing")
_DOING = ("do", "tune")
_LAWFULLY = frozenset("legally lawfully permissibly".split())
_SUBJECTS = frozenset("i we you one people they anyone someone".split())
_HARDWARE = frozenset(
    "phone phones smartphone laptop laptops notebook gpu gpus cpu cpus machine machines hardware computer mac macbook pi raspberry device"
    " devices tablet iphone android pc card browser".split()
)
_PARTS = frozenset("components component parts part pieces artefacts artifacts elements bits checkpoints logs".split())
_EARLIER = frozenset("before earlier previously originally formerly initially beforehand always ever once".split())
_DERIVATIVES = frozenset(
    (
        "derivative",
        "derivatives",
        "derivative work",
        "derivative works",
        "derived work",
        "derived works",
        "derivative model",
        "derived model",
    )
)
_GETTING = frozenset("get make obtain create produce reach".split())


STUDENTS = ("student", "الطالب", "والطالب", "للطالب")  # of a teacher, where one model is distilled into another


def recorded(items: Sequence[Item]) -> list[Item]:
    """The items, with what asks for a record told as that."""
    found = list(items)
    for turn in (
        *(_students, _small_student, _asked_how, _counted, _on_hardware, _listed, _released, _put_out, _made_of, _from_which, _its_base),
        *(_earlier, _is_derivative, _unfit, _rewritten, _different, _science, _result_of, _adapter_on),
    ):
        found = turn(found)
    return found


def _words(items: Sequence[Item]) -> list[str]:
    return [word for item in items for word in item.words.casefold().split()]


def _asked_how(items: list[Item]) -> list[Item]:
    """How a thing is done no record tells: how do I fine-tune it, explain how to host it. How may I use it asks for leave."""
    found = list(items)
    if _LAWFULLY & set(_words(items)):
        return found
    for at, item in enumerate(items):
        if (item.type, item.value) != ("form", "how"):
            continue
        place = at + 1
        while place < len(items) and (
            items[place].type in _QUIET or (items[place].type, items[place].value) in (("form", "may"), ("cmp", "about"))
        ):
            place += 1
        before = _words(items[at:place])
        asks = before[1:2] == ["to"] or (before[1:2] != ["may"] and any(word in _SUBJECTS for word in before[1:4]))
        does = place < len(items) and (items[place].type in _DOING or (items[place].type == "have" and _service(items, place)))
        past = before[1:2] in (["was"], ["were"], ["did"]) and any(one.type in _DOING for one in items[place : place + 4])
        alone = not any(one.type in ("name", "kind", "q", "duty", "topic") for one in items)
        if past or (asks and does) or alone:
            found[at] = item._replace(type="unread", value="", words=" ".join(before))
    return found


def _service(items: Sequence[Item], at: int) -> bool:
    """Whether something is set up."""
    after = next((one for one in items[at + 1 :] if one.type not in _QUIET), None)
    return after is not None and (after.type, after.value) in (("of", "service"), ("of", "product"))


def _students(items: list[Item]) -> list[Item]:
    """A student that is trained on outputs is a model; one who asks is none."""
    found = list(items)
    taught = any((item.type, item.value) in (("of", "outputs"), ("do", "distil"), ("do", "train")) or item.type == "tune" for item in items)
    taught = taught or any((item.type, item.words.casefold()) == ("topic", "distilled from") for item in items)
    for at, item in enumerate(items):
        if not taught or (item.type, item.value) != ("opt", "profile=university") or item.words.casefold().split()[-1] not in STUDENTS:
            continue
        before = [word for one in items[max(at - 4, 0) : at] if one.type != "name" for word in one.words.casefold().split()]
        led = at + 1 < len(items) and items[at + 1].type == "name"
        if at and items[at - 1].type == "name" and not led:
            found[at] = item._replace(type="pad", value="")
        elif not set(before) & {"i", "am", "m", "as", "for", "phd", "master", "be", "by", "s", "my", "our"}:
            found[at] = item._replace(type="of", value="other")
    return found


def _small_student(items: list[Item]) -> list[Item]:
    """A 1B student: how large the student is no licence counts, and a student distilled from a model is sold, not the one who asks."""
    found = list(items)
    taught = any((item.type, item.value) == ("do", "distil") or item.words.casefold() == "distilled from" for item in items)
    if not taught:
        return found
    for at, item in enumerate(items):
        after = next((one for one in range(at + 1, len(items)) if items[one].type not in _QUIET), None)
        if item.type != "figure" or after is None or item.words[-1:].casefold() not in ("b", "m"):
            continue
        told = (items[after].type, items[after].value) in (("of", "other"), ("opt", "profile=university"), ("tune", "")) or (
            items[after].type in ("kind", "one") and items[after].number == 1
        )
        if told:
            found[at] = item._replace(type="thing")
            if items[after].value == "profile=university":
                found[after] = items[after]._replace(type="of", value="other")
    student = any((item.type, item.value) == ("of", "other") for item in found)
    given = any((item.type, item.value) in (("do", "sell"), ("do", "give"), ("do", "host")) for item in found)
    if student and given and sum(item.type == "name" for item in found) == 1:
        found = [
            item._replace(type="do", value="distil") if (item.type, item.words.casefold()) == ("topic", "distilled from") else item
            for item in found
        ]
    return found


def _from_which(items: list[Item]) -> list[Item]:
    """On top of which model was it trained, out of what was it made: what stands at the end adds nothing."""
    asked = any((item.type, item.value) == ("topic", "lineage") and set(_words([item])) & {"which", "what"} for item in items)
    named = sum(item.type == "name" for item in items) == 1
    verbs = [at for at, item in enumerate(items) if item.type in (*_DOING, "make")]
    if not asked or not named or len(verbs) != 1 or verbs[0] != len(items) - 1:
        return items
    if any(item.type == "form" and item.value in ("may", "must") for item in items):
        return items
    last = items[-1]
    made = last.participle or last.type == "make" or last.value in ("train", "modify", "via") or last.type == "tune"
    return [*items[:-1], last._replace(type="pad", value="")] if made else items


def _its_base(items: list[Item]) -> list[Item]:
    """Models that use it as their base: asked is what was made from it."""
    found = list(items)
    many = any((item.type, item.value) == ("kind", "models") and not item.number for item in items)
    verbs = [at for at, item in enumerate(items) if item.type in _DOING]
    if not many or len(verbs) != 1 or items[verbs[0]].value != "use" or any(item.type in ("opt", "q", "duty") for item in items):
        return found
    after = [item for item in items[verbs[0] + 1 :] if item.type not in _QUIET]
    if [item.type for item in after] == ["name", "topic"] and after[1].value == "lineage":
        found[verbs[0]] = items[verbs[0]]._replace(type="pad", value="")
    return found


def _rewritten(items: list[Item]) -> list[Item]:
    """What did they alter in the licence from A to B, was it tightened: two texts are held against each other, nothing is modified."""
    names = sum(item.type == "name" for item in items)
    changes = [
        at
        for at, item in enumerate(items)
        if (item.type, item.value) in (("do", "modify"), ("topic", "history"), ("q", "licensor-may-change"))
    ]
    if names < 2 or len(changes) != 1 or any(item.type == "form" and item.value in ("may", "must", "owe", "why") for item in items):
        return items
    at = changes[0]
    text = any(item.type in ("terms", "clause") or (item.type in ("kind", "one") and item.value == "licences") for item in items)
    text = text or "licen" in " ".join(_words([item for item in items if item.type == "name" or item is items[at]]))
    past = set(_words(items[:at])) & {"did", "has", "have", "was", "were", "been", "had"} or items[at].words.casefold() in ("revisions",)
    others = any(item.type in _DOING or item.type in ("opt", "q", "duty", "of", "tune") for one, item in enumerate(items) if one != at)
    if not text or not past or others or items[at].type == "topic":
        return items
    return [item._replace(type="topic", value="history") if one == at else item for one, item in enumerate(items)]


def _different(items: list[Item]) -> list[Item]:
    """What makes A different from B, is A the same as B: they are compared."""
    found = list(items)
    names = [at for at, item in enumerate(items) if item.type == "name"]
    if len(names) != 2 or any(item.type in (*_DOING, "q", "duty", "opt", "relicense") for item in items):
        return found
    if any((item.type, item.value) in (("form", "may"), ("form", "compare"), ("form", "diff")) for item in items):
        return found
    if any(item.type == "topic" and item.value != "licence-of" for item in items):
        return found
    many = any(item.type == "kind" and item.value == "models" and not item.number for item in items)
    asks = any(item.type == "form" for item in items[: names[0] + 1])
    for at, item in enumerate(items):
        words = item.words.casefold()
        differs = item.type == "pad" and words == "different" and "from" in _words(items[at:])
        same = item.type == "like" and words in ("same as", "equivalent to", "comparable to", "similar to") and names[0] < at < names[1]
        same = same or (item.type == "pad" and words == "same" and at > names[1])
        if asks and not many and (differs or same):
            found[at] = item._replace(type="form", value="compare")
            before = names[0] - 1
            if before >= 0 and (items[before].type, items[before].value, items[before].words.casefold()) == ("of", "outputs", "makes"):
                found[before] = items[before]._replace(type="pad", value="")
            break
    return found


def _science(items: list[Item]) -> list[Item]:
    """Which models count as open science, or reach the highest class: those of class I."""
    many = any((item.type, item.value) == ("kind", "models") and not item.number for item in items)
    if not many or any(item.type in ("name", "class", "not", "without", *_DOING) for item in items):
        return items
    top = ("open science", "highest class", "top class", "best class", "first class")
    return [
        item._replace(type="class", value="I")
        if (item.type, item.value) == ("topic", "openness") and any(one in item.words.casefold() for one in top)
        else item
        for item in items
    ]


def _adapter_on(items: list[Item]) -> list[Item]:
    """A LoRA on top of a model: what it is made for, and no weights of that model."""
    found = list(items)
    for at, item in enumerate(items[1:-1], 1):
        top = (item.type, item.value) == ("do", "via") and item.words.casefold().endswith("on top of") and items[at + 1].type == "name"
        before = next((one for one in reversed(items[:at]) if one.type not in _QUIET), None)
        if top and before is not None and (before.type, before.value) == ("of", "adapter"):
            found[at] = item._replace(type="pad", value="")
    return found


def _result_of(items: list[Item]) -> list[Item]:
    """What comes out when I merge them is the merged model, no text or picture."""
    merged = [at for at, item in enumerate(items) if item.type == "do" and (item.value == "combine" or "merg" in item.words.casefold())]
    found = list(items)
    for at, item in enumerate(items):
        comes = (item.type, item.value) == ("of", "outputs") and item.words.casefold() in ("what comes out", "results it produces")
        if comes and merged:
            found[at] = item._replace(value="derivative")
    return found


def _counted(items: list[Item]) -> list[Item]:
    """How many GPUs it needs no licence tells."""
    found = list(items)
    for at, item in enumerate(items[:-1]):
        if (item.type, item.value) == ("form", "how-many") and items[at + 1].type == "thing":
            found[at] = item._replace(type="unread", value="", words=f"{item.words} {items[at + 1].words}")
    return found


def _on_hardware(items: list[Item]) -> list[Item]:
    """Whether a model runs on a phone is no question of its licence; whether I may run it there is."""
    found = list(items)
    for at, item in enumerate(items):
        runs = at and item.type == "do" and item.words.casefold() in ("run", "runs", "work") and items[at - 1].type == "name"
        after = _words(items[at + 1 : at + 6])
        if runs and after[:1] in (["on"], ["in"], ["with"]) and set(after[:5]) & _HARDWARE:
            found[at] = item._replace(type="unread", value="")
    return found


def _listed(items: list[Item]) -> list[Item]:
    """Name the models: a list is asked for, no rule on names."""
    found = list(items)
    for at, item in enumerate(items):
        if item.type in _QUIET:
            continue
        after = items[at + 1] if at + 1 < len(items) else None
        rule = (item.type, item.value) == ("q", "derivative-name-rule") and item.words.casefold() in ("name", "name the", "name all")
        if rule and after is not None and (after.type == "kind" or (after.type, after.value) == ("topic", "licence-of")):
            found[at] = item._replace(type="form", value="which")
        break
    return found


def _released(items: list[Item]) -> list[Item]:
    """What it was trained on, as a thing that was released or not; which components were published; does it come with its data."""
    found = list(items)
    if any(item.type == "form" and item.value in ("may", "must", "owe") for item in items):
        return found
    named = any(item.type == "name" for item in items)
    given = [at for at, item in enumerate(items) if (item.type, item.value) == ("do", "give")]
    for at, item in enumerate(items):
        what = (item.type, item.value) == ("form", "what") and item.words.casefold() == "what"
        trained = [one for one in range(at + 1, min(at + 5, len(items))) if (items[one].type, items[one].value) == ("do", "train")]
        if what and given and trained and items[trained[0]].participle and any(one.type == "name" for one in items[at : trained[0]]):
            found[at] = item._replace(type="pad")
            found[trained[0]] = items[trained[0]]._replace(type="of", value="data")
        comes = item.type == "have" and item.words.casefold() in ("come with", "comes with", "ship with", "ships with")
        data = next((one for one in items[at + 1 :] if one.type not in _QUIET), None) if comes else None
        if data is not None and named and ((data.type == "of" and data.value == "data") or data.words.casefold().startswith("training ")):
            found[at] = item._replace(type="topic", value="openness")
            found[items.index(data)] = data._replace(type="pad")
    asks = any(item.type == "form" and item.value in ("which", "what") for item in items)
    single = len(given) == 1 and sum(item.type in _DOING for item in items) == 1
    single = single and (items[given[0]].participle or (given[0] > 0 and items[given[0] - 1].type == "name"))
    if asks and named and single and set(_words(items)) & _PARTS:
        found[given[0]] = found[given[0]]._replace(type="topic", value="openness")
    return found


def _put_out(items: list[Item]) -> list[Item]:
    """Under what terms is it released, under which terms did they put it out: the licence is asked for."""
    found = list(items)
    asks = [at for at, item in enumerate(items) if (item.type, item.value) == ("topic", "licence-of") or _on_what_terms(items, at)]
    given = [at for at, item in enumerate(items) if (item.type, item.value) == ("do", "give")]
    if not asks or len(given) != 1 or any(item.type == "form" and item.value in ("may", "must", "how") for item in items):
        return found
    if any(item.type in ("tune", "of", "opt") or (item.type == "do" and at not in given) for at, item in enumerate(items)):
        return found
    at = given[0]
    before = next((one for one in reversed(items[:at]) if one.type not in ("pad", "det")), None)
    theirs = before is not None and before.type == "name" and not set(_words(items[items.index(before) + 1 : at])) & {"i", "we", "you"}
    passive = items[at].participle and set(_words(items[:at])) & {"is", "are", "was", "were", "been", "s"}
    if theirs or passive:
        found[at] = items[at]._replace(type="pad")
        found = [item._replace(type="topic", value="licence-of") if item.type == "form" and item.value == "owe" else item for item in found]
    return found


def _on_what_terms(items: Sequence[Item], at: int) -> bool:
    """Under which conditions."""
    words = items[at].words.casefold()
    under = at > 0 and items[at - 1].words.casefold() in ("under", "on")
    return under and items[at].value == "owe" and words.split()[:1] in (["which"], ["what"]) and words.endswith(("conditions", "terms"))


def _made_of(items: list[Item]) -> list[Item]:
    """Is it a merge (of what), what did they tune to get it: asked is what it was made from."""
    found = list(items)
    first = next((at for at, item in enumerate(items) if item.type not in _QUIET), len(items))
    for at, item in enumerate(items[1:-1], 1):
        if (item.type, item.value) == ("topic", "means-derivative") and items[at - 1].type == items[at + 1].type == "name":
            found[at] = item._replace(value="lineage")  # is this model a derivative of that one
            return found
    verbs = [at for at, item in enumerate(items) if item.type in _DOING or (item.type, item.value) == ("of", "derivative")]
    if len(verbs) != 1 or any(item.type in ("opt", "q", "duty", "terms", "allow", "forbid") for item in items):
        return found
    at = verbs[0]
    verb = items[at]
    put = items[first : first + 2]
    article = items[at - 1].words.casefold() in ("a", "an", "just a", "just", "really a", "the", "only a") if at else False
    between = items[at - 1].type == "name" and at > 1 and items[at - 2].words.casefold() in ("a", "an", "just a", "really a", "actually a")
    article = article or (between and at == len(items) - 1)  # is it a Llama 2 derivative
    known = (len(put) == 2 and (put[0].type, put[0].value, put[1].type) == ("form", "is", "name")) or _words(items[:1]) in (
        ["was"],
        ["isn't"],
    )
    named = any(item.type == "name" for item in items[:at])
    if known and named and article and (verb.value in ("modify", "distil", "derivative") or verb.type == "tune"):
        if not any(item.type == "form" and item.value == "may" for item in items):
            found[at] = verb._replace(type="topic", value="lineage")
        return found
    past = set(_words(items[:1])) & {"was", "were", "has", "is", "have", "wasn't", "isn't", "hasn't"}
    leads = set(_words(items[at + 1 : at + 2])) & {"from", "on", "of", "out", "using", "with"}
    data = any((item.type, item.value) == ("of", "data") for item in items)
    if past and verb.participle and named and leads and not data and any(item.type == "name" for item in items[at + 1 :]):
        if verb.value in ("modify", "distil", "derivative", "train") or verb.type == "tune":
            found[at] = verb._replace(type="topic", value="lineage")
        return found
    before = _words([item for item in items[:at] if item.type != "name"])
    gets = at + 1 < len(items) and set(_words(items[at + 1 : at + 3])) & _GETTING
    asks = any(one.type == "form" and one.value in ("what", "which") for one in items[:at])
    if asks and gets and {"did", "were", "was"} & set(before) and items[-1].type in ("name", "pad"):
        found[at] = verb._replace(type="topic", value="lineage")
    return found


def _earlier(items: list[Item]) -> list[Item]:
    """What was the licence before, was it always MIT: the history is asked for."""
    found = list(items)
    if any(item.type in (*_DOING, "opt", "q", "duty", "of") or (item.type, item.value) == ("form", "may") for item in items):
        return found
    if any((item.type, item.value) in (("topic", "history"), ("topic", "lineage"), ("topic", "openness")) for item in items):
        return found
    past = bool(set(_words(items[:3])) & {"was", "were", "has", "had"})
    held = bool(set(_words(items)) & {"have", "carry", "bear"})
    past = past or ("did" in _words(items[:4]) and held and any(item.type == "name" for item in items))  # which licence did it have before
    past = past or (_words(items[:1]) == ["before"] and bool(set(_words(items)) & {"was", "were"}))
    terms = any(item.type in ("kind", "terms") or (item.type, item.value) == ("topic", "licence-of") for item in items)
    terms = terms or sum(item.type == "name" for item in items) > 1
    at = next((at for at, item in enumerate(items) if item.type == "pad" and item.words.casefold() in _EARLIER), None)
    if at is not None and past and terms and any(item.type == "name" for item in items):
        found[at] = items[at]._replace(type="topic", value="history")
    return found


def _is_derivative(items: list[Item]) -> list[Item]:
    """Is a quantised copy a derivative under these terms: asked is what the text takes for one."""
    found = list(items)
    if any(item.type == "do" or (item.type == "form" and item.value in ("may", "must", "owe")) for item in items):
        return found
    made = [
        at
        for at, item in enumerate(items)
        if item.type == "tune"
        or (item.type == "of" and item.value in ("derivative", "adapter") and item.words.casefold() not in _DERIVATIVES)
    ]
    told = [
        at
        for at, item in enumerate(items)
        if (item.type, item.value) == ("of", "derivative") and item.words.casefold() in _DERIVATIVES and at
    ]
    if len(made) == 1 and len(told) == 1 and made[0] < told[0]:
        before = _words(items[made[0] + 1 : told[0]])
        if not before or set(before) & {"a", "as", "under", "be", "count", "is", "are", "already", "any", "model", "the", "of"}:
            found[told[0]] = items[told[0]]._replace(type="topic", value="means-derivative")
            found = [one._replace(type="pad") if one.type == "kind" and one.words.casefold() == "model" else one for one in found]
    return found


def _unfit(items: list[Item]) -> list[Item]:
    """Models with a licence that contradicts their base: those of which the declared licence conflicts."""
    found = list(items)
    if not any(item.type == "kind" and item.value == "models" and not item.number for item in items):
        return found
    for at, item in enumerate(items):
        if item.type != "contradicts":
            continue
        base = next(
            (one for one in range(at + 1, min(at + 7, len(items))) if (items[one].type, items[one].value) == ("topic", "lineage")), None
        )
        if (
            base is not None
            and set(_words(items[at:base])) & {"their", "its", "the"}
            and not any(one.type == "name" for one in items[at:base])
        ):
            found[at] = item._replace(type="conflicts", value="")
            found[base] = items[base]._replace(type="pad")
            for one in range(at + 1, base):
                if items[one].type in ("topic", "kind", "form"):
                    found[one] = items[one]._replace(type="pad")
            for one in range(at):
                if (items[one].type == "kind" and items[one].value == "licences") or (items[one].type, items[one].value) == (
                    "topic",
                    "licence-of",
                ):
                    found[one] = items[one]._replace(type="pad")
    return found


__all__ = ["recorded"]
