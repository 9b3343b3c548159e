"""What Arabic words mean by what stands beside them, where the word alone does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licensedb.wording.figures import last_day

if TYPE_CHECKING:
    from licensedb.wording.reading import Item


def in_context(items: list[Item]) -> list[Item]:
    """The items of a question, where some mean another thing than they would by themselves."""
    if all(item.words.isascii() for item in items):
        return items
    items = _offered(_none_of_them(_days_of_a_month(items)))
    told = [item for item in _told_of_oneself(_unpaid(items)) if item.type != "joined"]  # denied with the word that it is joined to
    items = _said_again(_caps_together(_by_a_model(_taught(_sold_access(told)))))
    return _of_its_training(_put_into(_with_it_inside(_on_texts(_or_in_dialect(items)))))


def _bears(items: list[Item], places: range) -> int | None:
    """The first of these places where something bears meaning."""
    return next((at for at in places if items[at].type not in ("pad", "det", "thing")), None)


def _days_of_a_month(items: list[Item]) -> list[Item]:
    """The first of March 2024, 1 of March 2024: a day, never the month."""
    made: list[Item] = []
    for item in items:
        last = next((at for at in range(len(made) - 1, -1, -1) if made[at].words not in ("من", "شهر")), None)
        if (
            item.type == "month"
            and last is not None
            and made[last].type == "figure"
            and 1 <= (made[last].number or 0) <= int(last_day(item.value)[8:])
        ):
            words = " ".join(one.words for one in [*made[last:], item])
            made[last:] = [item._replace(type="day", value=f"{item.value}-{made[last].number:02}", words=words)]
        else:
            made.append(item)
    return made


def _none_of_them(items: list[Item]) -> list[Item]:
    """Licences in which there is no cap: no, before a noun, is without it. The results of trials that were named are their figures."""
    for at, item in enumerate(items[:-1]):
        after = items[at + 1]
        listed = any(one.type == "kind" and not one.number for one in items[:at])
        if item.type == "not" and item.words in ("لا", "ولا") and after.type == "q" and after.words.split()[0] in _NOUNS and listed:
            items[at] = item._replace(type="without", value="")
        tried = any((one.type, one.value) == ("of", "results") for one in items[: at + 1])
        if tried and (after.type, after.value) == ("of", "outputs") and after.words in _RESULTS:
            items[at + 1] = after._replace(type="pad", value="")
    return items


def _offered(items: list[Item]) -> list[Item]:
    """To offer a model over an interface hosts it; what else is offered, or shown, stops. Pictures put beside a text are published."""
    for at, item in enumerate(items):
        if item.words.removeprefix("ل").removeprefix("ب") in _ATTACHED and at + 1 < len(items):
            made = (items[at + 1].type, items[at + 1].value) == ("of", "outputs")
            items[at] = item._replace(type="do", value="give") if made else item
        if item.type == "thing" and item.words.removeprefix("ب").removeprefix("ل") in ("عرض", "العرض"):
            named = at + 1 < len(items) and items[at + 1].type == "name"
            hosted = any((one.type, one.value) == ("do", "host") for one in items[at + 1 :])
            items[at] = item._replace(type="pad" if named and hosted else "odd")
    return items


def _unpaid(items: list[Item]) -> list[Item]:
    """Money that is not taken is no trade: without taking money from them."""
    for at, item in enumerate(items):
        after = _bears(items, range(at + 1, len(items)))
        if item.type not in ("not", "without") or after is None or (items[after].type, items[after].value) != ("opt", "commercial"):
            continue
        if set(items[after].words.split()) & _MONEY and (before := _bears(items, range(at - 1, -1, -1))) is not None:
            if items[before].type in ("form", "allow", "forbid", "have", "kind"):
                continue
            items[after] = items[after]._replace(value="non-commercial", words=f"{item.words} {items[after].words}")
            items[at] = item._replace(type="joined")
    return items


def _sold_access(items: list[Item]) -> list[Item]:
    """Access that is sold, a model that is rented out over an interface: hosted, and for money."""
    for at in reversed(range(len(items))):
        first = next(iter(items[at].words.split()), "").removeprefix("و").removeprefix("ل").removeprefix("ال")
        if (items[at].type, items[at].value) == ("do", "host") and first in _SOLD:
            items = [*items[: at + 1], items[at]._replace(type="opt", value="commercial"), *items[at + 1 :]]
    hosted = any((item.type, item.value) == ("do", "host") for item in items)
    for at, item in enumerate(items):
        rented = (item.type, item.value) == ("do", "sell") and item.words in _RENTED
        if hosted and rented and at + 1 < len(items) and items[at + 1].type == "name":
            items[at] = item._replace(type="opt", value="commercial")
    return items


def _taught(items: list[Item]) -> list[Item]:
    """To teach a model is to tune it; teaching alone is what it is for. What is forbidden *to us* is no duty, what we do is one."""
    for at, item in enumerate(items):
        before, after = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
        if (item.type, item.value) == ("opt", "use=education") and item.words in _TEACHING and after is not None and after.type == "name":
            items[at] = item._replace(type="tune", value="")
        if (item.type, item.value) == ("form", "must") and item.words in ("علي", "علينا", "عليّ") and before is not None:
            items[at] = item._replace(type="pad", value="") if before.type == "forbid" else item
        wanted = item.type == "have" and item.words in ("يطلبون", "يطلبوا", "يطلب", "بيطلبوا", "يطلبون مني", "يطلب مني")
        behind = next((one for one in items[at + 1 :] if one.type != "pad"), None)
        if wanted and behind is not None and (behind.type, behind.value) == ("q", "registration-required"):
            items[at] = item._replace(type="form", value="must")  # do they ask me to fill in a form
        opened = item.words in _OPENED and after is not None and after.type == "name"
        if opened and any(one.words.removeprefix("لل").removeprefix("ل") in _EVERYONE for one in items[at + 1 :]):
            items[at] = item._replace(type="do", value="host")
        asked = (item.type, item.value) == ("form", "is") and item.words in ("هل", "أ", "فهل", "وهل") and after is not None
        if asked and after is not None and after.type == "q" and after.value in _DUTIES and after.words[:1] in ("ن", "أ"):
            items[at] = item._replace(value="must")  # do we keep the notices
        if item.type == "or" and before is not None and after is not None and before.type == "q":
            items[at] = item._replace(type="pad", value="") if (before.type, before.value) == (after.type, after.value) else item
    return items


def _told_of_oneself(items: list[Item]) -> list[Item]:
    """What we do not do with a model that is named: we will not modify it, nor give it to others."""
    if not any(item.type == "name" for item in items):
        return items
    for at, item in enumerate(items):
        after = _bears(items, range(at + 1, len(items)))
        if item.type not in ("not", "without") or item.words.isascii() or after is None:
            continue
        verb, before = items[after], _bears(items, range(at - 1, -1, -1))
        own = item.type == "without" or verb.words.lstrip("وفس")[:1] in ("ن", "أ", "ا")
        told = before is None or items[before].type in _TOLD_AFTER
        if not own or not told or any(one.type in ("kind", "every") and not one.number for one in items):
            continue
        if verb.type == "tune" or (verb.type, verb.value) == ("do", "modify"):
            items[after] = verb._replace(type="opt", value="non-modified", words=f"{item.words} {verb.words}")
        elif (verb.type, verb.value) in (("do", "give"), ("do", "host"), ("do", "embed")) and before is not None:
            items[after] = verb._replace(type="told-not", value="", words=f"{item.words} {verb.words}")
        elif (verb.type, verb.value) == ("do", "sell") and before is not None:
            items[after] = verb._replace(type="unsold", value="", words=f"{item.words} {verb.words}")
        else:
            continue
        items[at] = item._replace(type="joined")
    return items


def _by_a_model(items: list[Item]) -> list[Item]:
    """By the model X: what is made is made with it. What a model that is not named is for, or speaks, is on no record."""
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        with_it = after is not None and after.type == "name" and item.words in ("بنموذج", "بالنموذج", "بموديل", "بالموديل")
        if with_it and not any(one.type in ("do", "tune", "of") for one in items):
            items[at] = item._replace(type="do", value="via")
        asked = (item.type, item.value) == ("kind", "models") and not item.number
        if asked and not item.words.isascii() and not any(one.type == "name" for one in items):
            first = next((one for one in range(at + 1, len(items)) if items[one].type not in ("pad", "det")), None)
            if first is not None and (items[first].type, items[first].value) == ("do", "via"):
                first = first + 1 if first + 1 < len(items) else None
            if first is not None and items[first].type == "thing":
                items[first] = items[first]._replace(type="odd")
    return items


def _caps_together(items: list[Item]) -> list[Item]:
    """A cap on users, or on revenue too: what is counted after a cap on something else is capped as well."""
    for at, item in enumerate(items):
        if item.type != "metric" or item.value not in ("users", "revenue") or any(one.type in ("figure", "money") for one in items):
            continue
        before = _bears(items, range(at - 1, -1, -1))
        joining = before is not None and items[before].words in ("ولا", "أو", "او", "و", "ام", "أم")
        first = _bears(items, range(before - 1, -1, -1)) if before is not None and joining else before
        if first is None or (items[first].type, items[first].value) not in (("q", "user-cap"), ("q", "revenue-cap")):
            continue
        if not joining and not item.words.startswith("و"):
            continue
        items[at] = item._replace(type="q", value="user-cap" if item.value == "users" else "revenue-cap")
        if before is not None and items[before].words == "ولا":
            items[before] = items[before]._replace(type="or", value="")
    return items


def _said_again(items: list[Item]) -> list[Item]:
    """May I, or does the licence forbid it: the second says the first again. Lines to be shown; a licence shown; must we stop using it."""
    told = [(one.type, one.value) for one in items]
    for at, item in enumerate(items):
        rest = [one for one in items[at + 1 :] if one.type != "pad"]
        before = told[at - 1] if at else ("", "")
        kinds = [one.type for one in rest]
        asked = any((one.type, one.value) == ("form", "may") for one in items[:at])
        if (
            item.words in ("ولا", "والا", "أو", "او", "أم", "ام")
            and asked
            and kinds in (["forbid"], ["kind", "forbid"], ["terms", "forbid"])
        ):
            return [*items[:at], *(one._replace(type="pad", value="") for one in items[at:])]
        if (item.type, item.number) == ("kind", 1) and at and items[at - 1].words in _THERE and ("name", "") not in told:
            items[at] = item._replace(number=0)  # is there a licence that
        if (item.type, item.value) == ("of", "outputs") and item.words in _FOR and before in (("kind", "models"), ("name", "")):
            alone = not any(one.type == "name" and one is not items[at - 1] for one in items)
            items[at] = item._replace(type="modal", value=_FOR[item.words]) if alone and ("kind", "models") in told[:at] else item
        if (item.type, item.value) == ("topic", "copies") and ("form", "must") in told and "q" in kinds:
            items[at] = item._replace(type="of", value="derivative")
        which = any((one.type, one.value) == ("form", "which") and one.words.split()[0] in _WHICH for one in items)
        if which and item.type in ("not", "without") and kinds[:1] == ["q"] and told.count(("name", "")) > 1:
            items[at] = item._replace(type="pad", value="")  # which of these does not: each is told
        if (
            (item.type, item.value) == ("kind", "models")
            and item.words == "نموذجا"
            and before == ("do", "train")
            and ("of", "data") in told
        ):
            items[at] = item._replace(type="det")  # we trained a model on data
        made = item.type == "thing" and item.words.removeprefix("ال") in _MADE_OF_IT and before in (("do", "give"), ("do", "sell"))
        if made and ("name", "") in told:
            items[at] = item._replace(type="of", value="outputs")  # summaries that it made are published, not the model
        if item.type == "own" and kinds[:1] == ["figure"]:
            items[at] = item._replace(type="pad", value="")  # we have two million users
        if (item.type, item.value) == ("do", "give") and ("topic", "openness") in told and item.words.removeprefix("و") in _RELEASED:
            items[at] = item._replace(type="pad", value="")
        if item.type == "like" and kinds[:1] == ["q"] and at and rest[0].value == "display-attribution":
            items[at] = item._replace(type="pad", value="")
        if (item.type, item.value) == ("form", "which") and item.words.split()[0] in _SHOW and kinds == ["kind", "name"] and rest[0].number:
            items[at] = item._replace(value="what")
        if (item.type, item.value) == ("topic", "history") and "شروط" in item.words.split() and kinds[:1] == ["name"]:
            return [*items[: at + 1], item._replace(type="terms", value="", words="شروط"), *_said_again(items[at + 1 :])]
        site = (item.type, item.value) in (("of", "product"), ("opt", "use=product")) and {*item.words.split()} & _SITES
        if site and ("do", "give") in told and (("of", "outputs") in told or ("of", "work") in told):
            items[at] = item._replace(type="pad", value="")  # where it is published
        if item.type == "detail" and item.words.removeprefix("ب").removeprefix("ل") == "عمان" and ("place", "JO") in told:
            items[at] = item._replace(type="pad", value="")
        if item.type == "forbid" and item.words.split()[-1] == "عن":
            for one in [one for one in range(at) if (items[one].type, items[one].value) == ("form", "must")]:
                items[one] = items[one]._replace(value="is")  # must we stop
    return items


def _or_in_dialect(items: list[Item]) -> list[Item]:
    """`ولا` between two names, where nothing is denied before it, is `or`: this one or that."""
    for at, item in enumerate(items):
        between = 0 < at < len(items) - 1 and items[at - 1].type == items[at + 1].type == "name"
        if item.words in ("ولا", "والا") and between and not any(one.type in ("not", "without") for one in items[:at]):
            items[at] = item._replace(type="or", value="")
    return items


def _on_texts(items: list[Item]) -> list[Item]:
    """Texts or pictures that a model is trained on are data, where nothing says who made them; data under one licence stop the reading."""
    for at, item in enumerate(items):
        alone = sum(one.type == "name" for one in items) == 1 and any((one.type, one.value) == ("of", "other") for one in items[:at])
        behind = next((one for one in items[at + 1 :] if one.type != "pad"), None)
        if (item.type, item.value) == ("of", "data") and alone and behind is not None and behind.type == "name":
            items[at] = item._replace(type="odd", value="")  # a new model on data under one licence
        plain = item.type == "of" and item.value == "outputs" and item.words.removeprefix("ال") in _TEXTS
        before, after = items[:at], [one for one in items[at + 1 : at + 4] if one.type != "pad"]
        trained = any(one.type == "tune" or (one.type, one.value) == ("do", "train") for one in before)
        made = any(one.type == "name" or (one.type, one.value) == ("of", "outputs") for one in after[:1])
        if plain and trained and not made and before[-1].words.split()[-1] in ("على", "علي") and any(one.type == "name" for one in before):
            items[at] = item._replace(value="data")
    return items


def _with_it_inside(items: list[Item]) -> list[Item]:
    """An app "in which is" a model holds the weights."""
    for at, item in enumerate(items):
        within = at > 1 and item.type == "name" and items[at - 1].words.split()[0] in _INSIDE
        if not within or not any(one.type == "do" and one.value in ("sell", "give") for one in items):
            continue  # what is kept is not given away with the app
        before = next((one for one in range(at - 2, -1, -1) if items[one].type not in ("pad", "thing", "det")), None)
        if before is not None and (items[before].type, items[before].value) == ("of", "product"):
            items[before] = items[before]._replace(value="package")
    return items


def _put_into(items: list[Item]) -> list[Item]:
    """To put, or merge, a model into an app gives its weights away; devices of which a number is told are counted."""
    for at, item in enumerate(items):
        words = item.words.split()
        if item.type == "of" and at and items[at - 1].type == "figure" and words[0].startswith(("جهاز", "أجهزة", "اجهزة", "اجهزه")):
            items[at] = item._replace(type="metric", value="devices")
        bare = words[0].removeprefix("و").removeprefix("ب").removeprefix("ل") if words else ""
        if not {bare, *words} & _PUTTING or len(words) > 1 or not (item.type == "pad" or item.value in _MERGING):
            continue
        after = [one for one in items[at + 1 : at + 7] if one.type != "thing" and not (one.type == "kind" and one.number)]
        if len(after) < 2 or after[0].type != "name":
            continue
        target = next((one for one in after[2:] if one.type not in ("pad", "det")), None)
        inside = after[1].words in _WITHIN and target is not None and target.type == "of" and target.value in ("product", "package")
        inside = inside or (after[1].words.split()[0] in _WITHIN and (after[1].type, after[1].value) == ("of", "product"))
        if inside or (after[1].type, after[1].value) == ("opt", "use=product"):
            items[at] = item._replace(type="do", value="embed")
    return items


def _of_its_training(items: list[Item]) -> list[Item]:
    """Of what a model was trained on, whether one is built on another, where models come from, which licence does what."""
    names = [at for at, item in enumerate(items) if item.type == "name"]
    verbs = [item for item in items if item.type in ("do", "tune")]
    for at, item in enumerate(items):
        after = next((one for one in items[at + 1 :] if one.type != "pad" and not (one.type == "kind" and one.number)), None)
        before = next((one for one in reversed(items[:at]) if one.type != "pad"), None)
        if item.words.removeprefix("ال") in ("بيانات تدريب", "داتا تدريب") and after is not None and after.type == "name":
            items[at] = item._replace(type="topic", value="openness")
        built = (item.type, item.value) == ("do", "via") and item.words.startswith("مبني") and len(verbs) == 1 and len(names) == 2
        if built and names[0] < at < names[1] and items[0].type == "form" and items[0].value == "is":
            items[at] = item._replace(type="topic", value="lineage")
        if item.words.isascii():
            continue
        if (item.type, item.value) == ("topic", "means") and any(one.type == "problem" for one in items):
            items[at] = item._replace(type="pad", value="")  # is it deemed a breach
        if item.type == "place" and before is not None and (before.type, before.value) == ("kind", "models") and not before.number:
            items[at] = item._replace(type="odd", value="")  # Saudi models, models from China: no list asks for that
        if item.words.removeprefix("و") in ("غيرت", "غيّرت", "عدلت") and after is not None and after.type == "name":
            later = [one.type for one in items[at:] if one.type in ("kind", "terms")]
            items[at] = item._replace(type="odd", value="") if later else item  # the maker changed the licence
        if (item.type, item.value, item.number) == ("kind", "models", 1) and at + 1 < len(items) and items[at + 1].type == "name":
            items[at] = item._replace(type="det")  # the model X
        if item.words in ("أي رخصة", "اي رخصة", "اي رخصه", "أي ترخيص", "اي ترخيص", "أي رخصه") and item.type == "topic" and not names:
            items[at] = item._replace(type="kind", value="licences")
    return items


_NOUNS = frozenset("قيود قيد حد حدود سقف شرط شروط التزام تعويض تسجيل إشعار اشعار نسبة ذكر حظر دول بلدان".split())
_RESULTS = frozenset("نتائجها نتائجه النتائج نتائجي نتائجنا نتائجهم نتايجها نتايجه".split())
_ATTACHED = frozenset("إرفاق ارفاق نرفق أرفق ارفق إلحاق الحاق نلحق".split())
_SOLD = frozenset("بيع نبيع ابيع أبيع يبيع تبيع".split())
_RENTED = frozenset("تأجير تاجير نؤجر أؤجر نأجر إيجار".split())
_DUTIES = frozenset("display-attribution provide-licence-copy state-changes notice-file pass-on-restrictions same-licence".split())
_OPENED = frozenset("فتح نفتح أفتح افتح بفتح لفتح".split())
_EVERYONE = frozenset("عموم جمهور ناس عامة جميع".split())
_TEACHING = frozenset("تعليم لتعليم بتعليم وتعليم نعلم أعلم اعلم".split())
_MONEY = frozenset("فلوس مال مقابل مصاري رسوم دراهم أجر اجر".split())
_SITES = frozenset("موقعها موقعنا موقعي موقعه موقعهم مدونتنا مدونتي صفحتنا صفحتي قناتنا قناتي موقع".split())
_THERE = frozenset(("هل ثمة", "هل توجد", "هل يوجد", "هل هناك", "هل فيه", "هل في", "اكو", "كاين", "كاينة", "هل هنالك", "أثمة", "فيه"))
_RELEASED = frozenset("نشرت نشروا نشر نُشرت تنشر ينشروا ينشر اتاحت أتاحت أتاحوا شاركت شاركوا".split())
_FOR = {"للصور": "image", "للصورة": "image", "للفيديو": "video", "للفيديوهات": "video", "للصوت": "speech", "للأصوات": "speech"}
_WHICH = frozenset("أيها ايها أيهما ايهما أيهم ايهم أي اي انهي مين".split())
_MADE_OF_IT = frozenset("ملخصات ملخص ترجمات ترجمة تقارير تقرير مقالات قصائد شعر رسوم رسومات تعليقات تلخيصات خلاصات موجز نشرات".split())
_SHOW = frozenset("اعرض اعرضوا هات أعطني اعطني عطني ورني وريني أرني ارني أظهر اظهر اذكر".split())
_TOLD_AFTER = tuple("do tune of opt name and or comma but told-not figure metric place only unsold kept".split())
_MERGING = ("modify", "combine", "embed")
_PUTTING = frozenset(
    "نحط أحط احط حط حطينا حطيت نضع أضع اضع وضع وضعنا وضعت ندخل أدخل ادخل إدخال ادخال ندمج أدمج ادمج دمج دمجنا دمجت إدماج ادماج نركب أركب"
    " اركب تركيب نزرع زرع نضمن أضمن تضمين نثبت تثبيت".split()
)
_WITHIN = frozenset("في داخل ضمن جوه جوا بداخل على".split())
_INSIDE = frozenset("فيه فيها وفيه وفيها بداخله بداخلها داخله داخلها جواه جواها يحتوي تحتوي يتضمن تتضمن يضم تضم".split())
_TEXTS = frozenset("نصوص صور صورة صوره أصوات اصوات مقاطع مقالات كتب".split())
