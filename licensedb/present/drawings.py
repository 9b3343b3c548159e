"""Pictures of a report as SVG: caps on a logarithmic scale, lineage, openness by component, a timeline. Pure: no clock, no files."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from licensedb.present import words as w
from licensedb.present.language import Language
from licensedb.records import Model, Report
from licensedb.vocabulary import Component, Operand, Question, Release

FEW = 40  # models drawn one by one; more are counted
NODES = 70  # models in a drawing of lineage
CAPS = 12  # caps below one scale: as many as a page of paper holds
WIDTH = 860
WIDE = 1040  # of a picture with words beside it


class Canvas:
    """An SVG drawing in the direction of a language: x runs from the side where reading begins."""

    def __init__(self, width: int, t: Language) -> None:
        self._width, self._rtl, self._parts = width, t.dir == "rtl", list[Markup]()
        self._t = t

    def x(self, x: float) -> float:
        return round(self._width - x if self._rtl else x, 1)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, title: str = "") -> None:
        left = self.x(x + width) if self._rtl else self.x(x)
        inner = Markup("<title>{}</title>").format(title) if title else ""
        shape = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3">{}</rect>')
        self._parts.append(shape.format(kind, left, round(y, 1), round(width, 1), round(height, 1), inner))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        shape = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>')
        self._parts.append(shape.format(kind, self.x(x1), round(y1, 1), self.x(x2), round(y2, 1)))

    def curve(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        middle = self.x((x1 + x2) / 2)
        path = f"M{self.x(x1)} {round(y1, 1)}C{middle} {round(y1, 1)} {middle} {round(y2, 1)} {self.x(x2)} {round(y2, 1)}"
        self._parts.append(Markup('<path class="{}" d="{}"/>').format(kind, path))

    def circle(self, x: float, y: float, radius: float, kind: str, title: str = "") -> None:
        inner = Markup("<title>{}</title>").format(title) if title else ""
        shape = Markup('<circle class="{}" cx="{}" cy="{}" r="{}">{}</circle>')
        self._parts.append(shape.format(kind, self.x(x), round(y, 1), radius, inner))

    def diamond(self, x: float, y: float, radius: float, kind: str, title: str = "") -> None:
        at = self.x(x)
        points = f"{at},{y - radius} {at + radius},{y} {at},{y + radius} {at - radius},{y}"
        self._parts.append(Markup('<polygon class="{}" points="{}"><title>{}</title></polygon>').format(kind, points, title))

    def arrow(self, x: float, y: float, kind: str) -> None:
        """The tip of an arrow that points in the direction of reading."""
        back = self.x(x - 8)
        self._parts.append(
            Markup('<polygon class="{}" points="{},{} {},{} {},{}"/>').format(kind, self.x(x), y, back, y - 4.5, back, y + 4.5)
        )

    def text(self, x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> None:
        """A text that begins, is centred or ends at x; one in foreign letters alone is set apart."""
        told = text if any("\u0600" <= char <= "\u06ff" for char in text) else self._t.isolate(text)
        shape = Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>')
        self._parts.append(shape.format(kind, self.x(x), round(y, 1), anchor, told))

    def drawn(self, height: float, label: str) -> Markup:
        """The drawing, with the words that stand for it where it cannot be seen."""
        head = Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">')
        body = Markup("").join(self._parts)
        return Markup("{}{}</svg>").format(head.format(label, self._width, round(height), self._width, round(height)), body)


def figures(found: Report, t: Language) -> list[dict[str, Any]]:
    """Every picture that there is something to draw for, with title and caption."""
    pictures = [
        ("caps", t.tr("Caps on users"), *caps(found, Question.USER_CAP, t)),
        ("revenue", t.tr("Caps on revenue"), *caps(found, Question.REVENUE_CAP, t)),
        ("lineage", t.tr("Lineage"), *lineage(found, t)),
        ("openness", t.tr("Openness by component"), *openness(found, t)),
        ("timeline", t.tr("Releases and changes of licence"), *timeline(found, t)),
    ]
    return [{"id": id_, "title": title, "drawing": drawing, "caption": caption} for id_, title, drawing, caption in pictures if drawing]


# Caps


def caps(found: Report, question: Question, t: Language) -> tuple[Markup | None, str]:
    """The lowest cap of each licence on a logarithmic scale."""
    lines = _cap_lines(found, question)
    if not lines:
        return None, ""
    users = question is Question.USER_CAP
    title = t.tr("Caps on users") if users else t.tr("Caps on revenue")
    amounts = [key[0] for key in lines]
    low = math.log10(min([1_000_000 if users else 100_000, *amounts])) - 0.3
    most = max([700_000_000, *amounts])
    room = WIDE - 220.0
    powers = [10**power for power in range(math.ceil(low), math.ceil(math.log10(most)))]
    ticks = [*powers, 700_000_000] if users else powers
    names = {one.id: one.name for one in found.documents}

    def place(value: float) -> float:
        return 12.0 + room * (math.log10(value) - low) / (math.log10(most) - low)

    def drawn(rows: Sequence[Any]) -> Markup:
        canvas, height = Canvas(WIDE, t), 46 * len(rows) + 34
        for tick in ticks:
            canvas.line(place(tick), 22, place(tick), height - 6, "grid")
            canvas.text(place(tick), 14, t.number(tick), "tick", "middle")
        for number, ((amount, unit, consequence, document), models) in enumerate(rows):
            y, end, right = 34 + 46 * number, place(amount), 12.0 + room
            shown = t.number(int(amount)) if users else t.money(amount, unit[0])
            what = w.operand(Operand(unit), t) if users else t.trc("period", unit[1])
            whom = t.comma.join(t.isolate(_short(name, 32)) for name in models)
            if len(models) > 2:
                whom = t.trn("{count} row of the table", "{count} rows of the table", len(models))
            brings = w.consequence(str(consequence), t)
            canvas.rect(12.0, y + 16, end - 12.0, 12, "free", f"{shown} {what}: {brings}")
            canvas.line(end, y + 12, end, y + 32, "mark")
            canvas.line(end, y + 22, right + 14, y + 22, "beyond")
            canvas.text(12.0, y + 11, f"{t.isolate(_short(names.get(document, document or ''), 56))} · {whom}", "label")
            canvas.text(right + 20, y + 20, shown, "value")
            canvas.text(right + 20, y + 36, brings, "tick")
        return canvas.drawn(height, f"{title}: {t.tr('the table has the same figures')}")

    rows = sorted(lines.items(), key=lambda one: (-float(one[0][0]), str(one[0])))
    drawing = Markup("").join(drawn(rows[at : at + CAPS]) for at in range(0, len(rows), CAPS))
    caption = t.tr("Filled: up to the cap. Dashed: above it, what the cap brings counts. The scale is logarithmic.")
    return drawing, caption


def _cap_lines(found: Report, question: Question) -> dict[tuple[Any, ...], list[str]]:
    """(amount, unit, consequence, document) of each cap, with the rows that have it."""
    lines: dict[tuple[Any, ...], list[str]] = {}
    if question not in found.comparison.questions:
        return lines
    at = found.comparison.questions.index(question)
    for row in found.comparison.rows:
        value = row.answers[at].value
        if isinstance(value, dict):
            unit = value["metric"] if "threshold" in value else (value["currency"], value["period"])
            key = (value.get("threshold", value.get("amount")), unit, value.get("consequence"), row.answers[at].text)
            lines.setdefault(key, []).append(row.name)
    return lines


# Lineage


def lineage(found: Report, t: Language) -> tuple[Markup | None, str]:
    """What the models were made from: bases first, an arrow to each model made from them."""
    known = {one.record.id: one.record for one in found.rows if isinstance(one.record, Model)} | {one.id: one for one in found.bases}
    edges = list(dict.fromkeys(_edges(known)))
    if not edges:
        return None, t.tr("None of these is recorded as made from another model.")
    names = {id_: model.name for id_, model in known.items()}
    nodes = list(dict.fromkeys(name for base, model, _ in edges for name in (base, model)))
    if len(nodes) > NODES:
        return _as_lists(edges, names, t), t.tr("Each model with those that were made from it.")
    drawn = [_drawn_lineage(found, some, [one for one in edges if one[1] in some], names, t) for some in _families(nodes, edges)]
    return Markup('<div class="trees">{}</div>').format(Markup("").join(drawn)), t.tr(
        "From each model an arrow leads to those that were made from it."
    )


def _edges(known: dict[str, Model]) -> Iterator[tuple[str, str, str]]:
    for model in known.values():
        for base in model.bases:
            yield base.model or base.name or "", model.id, str(base.relation)


def _families(nodes: list[str], edges: list[tuple[str, str, str]]) -> list[list[str]]:
    """The models that hang together, the largest family first."""
    family = {name: {name} for name in nodes}
    for base, model, _relation in edges:
        if family[base] is not family[model]:
            family[base] |= family[model]
            for name in family[model]:
                family[name] = family[base]
    found = {id(some): [name for name in nodes if name in some] for some in family.values()}
    return sorted(found.values(), key=len, reverse=True)


def _drawn_lineage(found: Report, nodes: list[str], edges: list[tuple[str, str, str]], names: dict[str, str], t: Language) -> Markup:
    level = _levels(nodes, edges)
    order = _ordered(nodes, edges, level)
    box, gap, tall, step = 220, 90, 40, 54
    places: dict[str, tuple[float, float]] = {}
    deepest = max(level.values())
    rows = max(len(some) for some in order)
    beside = _beside(order, edges)
    width = (deepest + 1) * box + deepest * gap + 16
    canvas = Canvas(width, t)
    for depth, some in enumerate(order):
        for name in some:
            places[name] = (8 + depth * (box + gap), 8 + beside[name] * step)
    for base, model, relation in edges:
        (x1, y1), (x2, y2) = places[base], places[model]
        canvas.curve(x1 + box, y1 + tall / 2, x2 - 7, y2 + tall / 2, "edge")
        canvas.arrow(x2, y2 + tall / 2, "tip")
        canvas.text(x2 - 12, y2 + tall / 2 - 6, t.trc("relation", relation), "relation", "end")
    shown = {row.id for row in found.comparison.rows}
    licences = {row.id: " + ".join(row.licences) for row in found.comparison.rows} | {one.id: _last(one) for one in found.bases}
    for name, (x, y) in places.items():
        canvas.rect(x, y, box, tall, "node asked" if name in shown else "node", names.get(name, name))
        canvas.text(x + 10, y + 17, _short(names.get(name, name), 24), "label")
        canvas.text(x + 10, y + 32, _short(licences.get(name) or t.tr("no licence recorded"), 29), "tick")
    told = ", ".join(f"{names.get(base, base)} → {names.get(model, model)}" for base, model, _ in edges)
    return canvas.drawn(rows * step + 8, f"{t.tr('Lineage')}: {told}")


def _last(model: Model) -> str:
    return " + ".join(dict.fromkeys(entry.licence for entry in model.licences if entry.until is None))


def _levels(nodes: list[str], edges: list[tuple[str, str, str]]) -> dict[str, int]:
    """How far from the first base each model stands; a circle ends where it is met."""
    level = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for base, model, _relation in edges:
            level[model] = max(level[model], min(level[base] + 1, len(nodes) - 1))
    return level


def _ordered(nodes: list[str], edges: list[tuple[str, str, str]], level: dict[str, int]) -> list[list[str]]:
    """The models of each level, near to what they were made from."""
    order: list[list[str]] = [[] for _ in range(max(level.values()) + 1)]
    for name in nodes:
        order[level[name]].append(name)
    order = [some for some in order if some]
    for depth in range(1, len(order)):
        above = {name: at for at, name in enumerate(order[depth - 1])}
        order[depth].sort(key=lambda name: _middle([above[base] for base, model, _ in edges if model == name and base in above]))
    for depth in range(len(order) - 2, -1, -1):
        below = {name: at for at, name in enumerate(order[depth + 1])}
        order[depth].sort(key=lambda name: _middle([below[model] for base, model, _ in edges if base == name and model in below]))
    level.update({name: depth for depth, some in enumerate(order) for name in some})
    return order


def _beside(order: list[list[str]], edges: list[tuple[str, str, str]]) -> dict[str, float]:
    """How far down each model stands: those of the fullest level one below the other, the others beside what they hang on."""
    rows = max(len(some) for some in order)
    fullest = next(depth for depth, some in enumerate(order) if len(some) == rows)
    found: dict[str, float] = {name: float(at) for at, name in enumerate(order[fullest])}
    for depth in (*range(fullest + 1, len(order)), *range(fullest - 1, -1, -1)):
        near: dict[str, list[float]] = {name: [] for name in order[depth]}
        for base, model, _relation in edges:
            for one, other in ((base, model), (model, base)):
                if one in near and other in found:
                    near[one].append(found[other])
        wished = sorted(((sum(some) / len(some) if some else 0.0, name) for name, some in near.items()), key=lambda one: one[0])
        last = -1.0
        for at, (wish, name) in enumerate(wished):
            last = min(max(last + 1, wish), rows - len(wished) + at)
            found[name] = last
    return found


def _middle(places: Sequence[int]) -> float:
    return sum(places) / len(places) if places else 1e6


def _as_lists(edges: list[tuple[str, str, str]], names: dict[str, str], t: Language) -> Markup:
    """Each base with what was made from it, folded."""
    made: dict[str, list[tuple[str, str]]] = {}
    for base, model, relation in edges:
        made.setdefault(base, []).append((model, t.trc("relation", relation)))
    items = []
    for base in sorted(made, key=lambda name: -len(made[name])):
        inner = Markup("").join(
            Markup("<li><bdi>{}</bdi> · {}").format(names.get(model, model), relation) for model, relation in made[base]
        )
        count = t.trn("{count} model", "{count} models", len(made[base]))
        items.append(
            Markup("<details><summary><bdi>{}</bdi> · {}</summary><ul>{}</ul></details>").format(names.get(base, base), count, inner)
        )
    return Markup('<div class="families">{}</div>').format(Markup("").join(items))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


# Openness


RELEASES = {Release.RELEASED: "full", Release.PARTIAL: "half", Release.WITHHELD: "empty"}


def openness(found: Report, t: Language) -> tuple[Markup | None, str]:
    """Which components of the Model Openness Framework are released: squares by model, or counts over many."""
    models = [one.record for one in found.rows if isinstance(one.record, Model) and one.record.components]
    if not models:
        return None, ""
    caption = t.tr("Filled: released. Half filled: partly. Struck through: withheld. A dot: not recorded. (Model Openness Framework)")
    if len(models) > FEW:
        return _counted(models, t), t.tr(
            "How many models release each component: dark. Partly: light. Withheld: red. The rest is not recorded."
        )
    side, top = 26, 30
    width = 230 + side * len(Component)
    canvas = Canvas(width, t)
    for at in range(len(Component)):
        canvas.text(230 + side * at + side / 2 - 2, 20, t.number(at + 1), "tick", "middle")
    for number, model in enumerate(models):
        y = top + side * number
        canvas.text(4, y + 15, _short(model.name, 27), "label")
        released = dict(model.components)
        for at, component in enumerate(Component):
            x = 230 + side * at
            name = f"{model.name}: {component_name(component, t)}"
            kind = RELEASES.get(released[component]) if component in released else None
            if kind is None:
                canvas.circle(x + 10, y + 10, 1.6, "dot", f"{name}: {t.tr('not recorded')}")
                continue
            canvas.rect(x, y, 20, 20, "empty", f"{name}: {t.trc('release', str(released[component]))}")
            if kind == "full":
                canvas.rect(x, y, 20, 20, "full", f"{name}: {t.trc('release', str(released[component]))}")
            elif kind == "half":
                canvas.rect(x, y + 10, 20, 10, "full")
            else:
                canvas.line(x + 3, y + 17, x + 17, y + 3, "strike")
    drawing = canvas.drawn(top + side * len(models) + 6, f"{t.tr('Openness by component')}: {_openness_told(models, t)}")
    legend = Markup("").join(Markup("<li>{}").format(component_name(component, t)) for component in Component)
    return Markup('{}<ol class="legend">{}</ol>').format(drawing, legend), caption


def _openness_told(models: Sequence[Model], t: Language) -> str:
    told = []
    for model in models:
        released = [component_name(component, t) for component, release in model.components if release is Release.RELEASED]
        told.append(f"{model.name}: {t.comma.join(released) or t.trc('answer', 'none')}")
    return "; ".join(told)


def component_name(component: Component, t: Language) -> str:
    """A component by its name."""
    return t.trc("component", str(component).replace("-", " "))


def _counted(models: Sequence[Model], t: Language) -> Markup:
    canvas = Canvas(WIDE, t)
    room = WIDE - 350
    told = []
    for at, component in enumerate(Component):
        y = 6 + 26 * at
        counts = {release: sum((component, release) in model.components for model in models) for release in Release}
        canvas.text(4, y + 14, component_name(component, t), "label")
        x = 210.0
        for release, kind in RELEASES.items():
            width = room * counts[release] / len(models)
            if width:
                canvas.rect(x, y, width, 18, f"bar-{kind}", f"{t.trc('release', str(release))}: {t.number(counts[release])}")
            x += width
        canvas.line(210, y + 20, 210 + room, y + 20, "grid")
        canvas.text(
            210 + room + 10, y + 14, t.tr("{count} of {all}", count=t.number(counts[Release.RELEASED]), all=t.number(len(models))), "value"
        )
        told.append(f"{component_name(component, t)} {t.number(counts[Release.RELEASED])}")
    return canvas.drawn(26 * len(Component) + 10, f"{t.tr('Openness by component')}: {', '.join(told)}")


# Timeline


def timeline(found: Report, t: Language) -> tuple[Markup | None, str]:
    """When models were released, and when their licence changed."""
    models = [one.record for one in found.rows if isinstance(one.record, Model) and one.record.released]
    if not models:
        return None, ""
    models.sort(key=lambda model: (model.released or "", model.id))
    first = int((models[0].released or "2020")[:4])
    last = max(int(day[:4]) for model in models for day in _days(model)) + 1
    if len(models) > FEW:
        every = sum(isinstance(one.record, Model) for one in found.rows)
        told = {"count": t.number(len(models)), "all": t.number(every)}
        caption = t.tr("How many of these models were released in each quarter. The day of {count} of {all} is recorded.", **told)
        return _by_quarter(models, first, last, t), caption
    left, room = 215.0, WIDTH - 245.0
    canvas, height = Canvas(WIDTH, t), 28 + 26 * len(models)

    def place(day: str) -> float:
        return left + room * (_year(day) - first) / (last - first)

    _years(canvas, first, last, place, height, t)
    words = []
    for number, model in enumerate(models):
        y = 40 + 26 * number
        days = _days(model)
        canvas.text(4, y + 4, _short(model.name, 25), "label")
        canvas.line(place(days[0]), y, left + room, y, "life")
        canvas.circle(place(days[0]), y, 6, "release", f"{model.name}: {t.date(days[0])}")
        for entry in _changes(model):
            canvas.diamond(place(entry[0]), y, 7, "change", f"{model.name}: {entry[1]}, {t.date(entry[0])}")
            late = place(entry[0]) > WIDTH - 200  # its name stands before it, or it would leave the picture
            canvas.text(place(entry[0]) + (-10 if late else 10), y - 4, _short(entry[1], 26), "tick", "end" if late else "start")
        changes = "".join(f", {entry[1]} {t.date(entry[0])}" for entry in _changes(model))
        words.append(f"{model.name} {t.date(days[0])}{changes}")
    caption = t.tr("A circle is a release, a diamond a change of licence.")
    return canvas.drawn(height + 10, f"{t.tr('Releases and changes of licence')}: {'; '.join(words)}"), caption


def _days(model: Model) -> list[str]:
    return [model.released or "", *(day for day, _ in _changes(model))]


def _changes(model: Model) -> list[tuple[str, str]]:
    """(day, licence) of each licence on the weights that began after the release."""
    entries = [entry for entry in model.licences if Component.WEIGHTS in entry.covers and entry.from_]
    first = min((entry.from_ for entry in entries if entry.from_), default="")
    return sorted({(entry.from_, entry.licence) for entry in entries if entry.from_ and entry.from_ > max(first, model.released or "")})


def _year(day: str) -> float:
    parts = [int(part) for part in day.split("-")]
    month = parts[1] if len(parts) > 1 else 1
    return parts[0] + (month - 1) / 12 + ((parts[2] if len(parts) > 2 else 1) - 1) / 366


def _years(canvas: Canvas, first: int, last: int, place: Any, height: float, t: Language) -> None:
    for year in range(first, last + 1):
        x = place(f"{year}-01-01")
        canvas.line(x, 22, x, height, "grid")
        canvas.text(x, 14, _plain(year, t), "tick", "middle")


def _plain(year: int, t: Language) -> str:
    return "".join(t.number(int(digit)) for digit in str(year))


def _by_quarter(models: Sequence[Model], first: int, last: int, t: Language) -> Markup:
    counts: dict[int, int] = {}
    for model in models:
        day = model.released or ""
        quarter = (int(day[5:7] or 1) - 1) // 3 if len(day) > 4 else 0
        counts[(int(day[:4]) - first) * 4 + quarter] = counts.get((int(day[:4]) - first) * 4 + quarter, 0) + 1
    left, room, tall = 30.0, WIDE - 60.0, 180.0
    canvas, most = Canvas(WIDE, t), max(counts.values())

    def place(day: str) -> float:
        return left + room * (_year(day) - first) / (last - first)

    _years(canvas, first, last, place, tall + 26, t)
    width = room / ((last - first) * 4)
    for quarter, count in sorted(counts.items()):
        high = (tall - 20) * count / most
        x = left + width * quarter
        day = f"{first + quarter // 4}-{quarter % 4 * 3 + 1:02d}"
        canvas.rect(x + 1, tall + 26 - high, max(width - 2, 2), high, "bar-full", f"{t.month(day)}: {t.number(count)}")
        canvas.text(x + width / 2, tall + 22 - high, t.number(count), "tick", "middle")
    total = t.trn("{count} model", "{count} models", len(models))
    drawing = canvas.drawn(tall + 34, f"{t.tr('Releases and changes of licence')}: {total}")
    return Markup("{}{}").format(drawing, _changed(models, t))


def _changed(models: Sequence[Model], t: Language) -> Markup:
    """Every change of licence as a list, folded."""
    changes = sorted((day, model.name, licence) for model in models for day, licence in _changes(model))
    if not changes:
        return Markup("")
    items = Markup("").join(Markup("<li>{}: <bdi>{}</bdi> → <bdi>{}</bdi>").format(t.date(day), name, to) for day, name, to in changes)
    count = t.trn("{count} change of licence", "{count} changes of licence", len(changes))
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(count, items)


__all__ = ["caps", "component_name", "figures", "lineage", "openness", "timeline"]
