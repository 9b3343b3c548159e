"""Verbs and what they act on, as acts of the vocabulary: to publish outputs, to sell a fine-tune, to put weights into a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from licensedb.vocabulary import Act
from licensedb.wording.reading import Item

EMBEDDED = ("--offering", "embedded-product")
_COMMERCIAL = ("--commercial", "")
_MODIFIED = ("--modified", "")
_DERIVATIVE = ("derivative", "adapter")
_CARRIERS = ("give", "sell", "host", "use", "embed", "relicense", "sublicense", "distil", "brand")
# Verbs that say what "use it to ..." is for.
_ENDS = ("give", "sell", "host", "modify", "tune", "train", "distil", "improve", "embed", "results", "brand")
# Verbs that make works of a model's outputs their object: a book is sold, not the model.
_MAKERS = ("give", "sell", "via")
# Verbs that are one act, or several, whatever they act on.
_SIMPLE = {
    "sublicense": (Act.SUBLICENSE,),
    "relicense": (Act.DISTRIBUTE_DERIVATIVES,),
    "brand": (Act.USE_TRADEMARK,),
    "results": (Act.PUBLISH_RESULTS,),
    "distil": (Act.TRAIN_ON_OUTPUTS, Act.IMPROVE_OTHER_MODEL),
}
_DISTILLING = "distilling: from the outputs, or from the weights"
_FROM = ("based on", "derived from", "built from", "made from", "fine tuned from", "finetuned from", "distilled from", "trained from")


class Done(NamedTuple):
    """What is done: acts in order, options that come with them, what is to be said of the reading, and what could not be read."""

    acts: tuple[Act, ...]
    options: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    odd: tuple[str, ...]
    adapter: bool = False


def acts(items: Sequence[Item]) -> Done:
    """The acts of a question."""
    return _Acts(items).read()


_CARRYING = frozenset(
    "put puts putting make makes making set get bring place resell selling reselling give gives giving show shows showing display"
    " displaying print printing".split()
)


def _carried(items: Sequence[Item]) -> list[Item]:
    """Without verbs that only carry what follows: give legal advice, put it behind an API, resell hosted access, put the logo on a page."""
    found = list(items)
    for at, item in enumerate(items):
        if item.type != "do" or item.value not in ("give", "sell", "embed"):
            continue
        passed = ("pad", "det", "name", "kind", "metric")
        after = next((one for one in items[at + 1 :] if one.type not in passed), None)
        if after is None or any(one.type in ("and", "or", "comma") for one in items[at + 1 : items.index(after, at + 1)]):
            continue
        first = item.words.casefold().split()[0]
        if (
            item.value == "give"
            and after.type == "opt"
            and after.value.startswith("purpose=")
            and first.startswith(("giv", "offer", "provid", "hand", "deliver", "shar"))
        ):
            found[at] = item._replace(type="pad")
        elif (after.type, after.value) == ("do", "host") and first in _CARRYING and item.value != "embed":
            found[at] = item._replace(type="opt", value="commercial") if item.value == "sell" else item._replace(type="pad")
        elif ((after.type, after.value) == ("do", "brand") or after.type == "cap" or after.value.endswith("-cap")) and first in _CARRYING:
            found[at] = item._replace(type="pad")
    return found


class _Acts:
    def __init__(self, items: Sequence[Item]) -> None:
        items = _carried(items)
        self.items = [self._role(items, at) for at in range(len(items))]
        self.verbs = [at for at, item in enumerate(self.items) if item.type == "do"]
        made = not self.verbs or any(self.items[at].value in _MAKERS for at in self.verbs)
        self.objects = {
            at: "outputs" if item.value == "work" else item.value
            for at, item in enumerate(self.items)
            if item.type == "of" and (made or item.value != "work")
        }
        self.taken: set[int] = set()
        self.made = False
        self.words = self.thing = ""
        self.found: list[Act] = []
        self.options: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.odd: list[str] = []

    @staticmethod
    def _role(items: Sequence[Item], at: int) -> Item:
        """`fine-tune` and its like: what is done, or (after another verb, or as "my fine-tune") what something is done with."""
        item = items[at]
        if item.type == "topic" and item.value == "lineage" and item.words.casefold().replace("-", " ") in _FROM:
            verbs = any(one.type == "do" or one.type == "tune" for one in items)
            return item._replace(type="of", value="derivative") if verbs else item
        if item.type != "tune":
            return item
        before = next((one for one in reversed(items[:at]) if one.type != "pad"), None)
        after = next((one for one in items[at + 1 :] if one.type not in ("pad", "det")), None)
        mine = before is not None and before.type == "det"
        carried = before is not None and before.type == "do" and before.value in _CARRIERS and not _infinitive(items, at)
        described = item.participle and after is not None and after.type == "name"
        if mine or carried or described or (before is not None and before.type == "name" and _owned(items, at)):
            return item._replace(type="of", value="derivative")
        return item._replace(type="do", value="tune")

    def read(self) -> Done:
        self.made = any(_after(self.items, at) for at in self.verbs if self.items[at].value in ("modify", "tune"))
        for order, at in enumerate(self.verbs):
            self._verb(self.items[at].value, at, order)
        if any(
            (item.type, item.value) == ("opt", "commercial") and item.words.casefold().startswith(("sell", "resell")) for item in self.items
        ):
            self.options.append(_COMMERCIAL)
        if not self.verbs:
            self._things()
        else:
            self.odd += self._idle()
        self._one_act()
        acts = tuple(dict.fromkeys(self.found))
        adapter = "adapter" in self.objects.values()
        options = tuple(dict.fromkeys(self.options))
        return Done(acts, options, tuple(self.notes), tuple(self.odd), adapter)

    def _one_act(self) -> None:
        """What is hosted, or shown with a logo, is run anyway: only "use and host it" asks for both."""
        used = [at for at in self.verbs if self.items[at].value in ("use", "via")]
        joined = any(
            any(item.type in ("and", "or", "comma") for item in self.items[min(at, other) : max(at, other)])
            and not any(item.type in ("name", "of") for item in self.items[min(at, other) : max(at, other)])
            for at in used
            for other in self.verbs
            if self.items[other].value == "host"
        )
        if used and ((Act.HOST in self.found and not joined) or Act.USE_TRADEMARK in self.found):
            self.found = [act for act in self.found if act is not Act.RUN]
        if Act.USE_TRADEMARK in self.found:
            self.options = [pair for pair in self.options if pair != ("--use", "product")]

    def _idle(self) -> list[str]:
        """Things that no verb acts on, where they would have made another question."""
        told = {self.objects[at] for at in self.taken} | {"data", "weights"}
        if Act.USE_OUTPUTS in self.found and "product" in self.objects.values():
            self.options.append(("--use", "product"))
            told |= {"product"}
        told |= {"product"} if EMBEDDED in self.options else set()
        told |= {"derivative", "adapter"} if self.made else set()
        told |= {"service", "product"} if Act.HOST in self.found else set()
        told |= {"outputs", "other"} if Act.TRAIN_ON_OUTPUTS in self.found or Act.IMPROVE_OTHER_MODEL in self.found else set()
        return [self.items[at].words for at, thing in self.objects.items() if at not in self.taken and thing not in told]

    def _object(self, at: int, order: int) -> str | None:
        """What a verb acts on: the next thing before the next verb, else one before it that no other verb took."""
        stop = self.verbs[order + 1] if order + 1 < len(self.verbs) else len(self.items)
        after = [place for place in range(at + 1, stop) if place in self.objects and self.objects[place] != "data"]
        if len(after) > 1 and self.objects[after[0]] == "weights":  # the weights in an installer
            self.taken.add(after.pop(0))
        if after:
            self.taken.add(after[0])
            self.thing = self.items[after[0]].words.casefold()
            return self.objects[after[0]]
        start = self.verbs[order - 1] if order else -1
        for place in range(at - 1, start, -1):
            if place in self.objects and self.objects[place] != "data" and place not in self.taken:
                self.taken.add(place)
                return self.objects[place]
        return None

    def _is_for(self, order: int) -> bool:
        """Whether "use" only leads to what it is used for: use it to train, use it for hosting."""
        if order + 1 >= len(self.verbs) or self.items[self.verbs[order + 1]].value not in _ENDS:
            return False
        if self.items[self.verbs[order + 1]].words.casefold() == "inside":  # run inside an app
            return False
        between = self.items[self.verbs[order] + 1 : self.verbs[order + 1]]
        return not any(item.type in ("and", "or", "but", "comma") for item in between)

    def _verb(self, verb: str, at: int, order: int) -> None:
        if verb == "use" and self._is_for(order):
            return
        thing = self._object(at, order)
        if thing is None and verb in ("sell", "give") and not self.made and {Act.USE_OUTPUTS} == set(self.found):
            thing = "outputs"  # make posters and sell them
        if thing == "outputs" and verb in ("train", "distil", "improve"):
            self._rival()
            self.found.append(Act.TRAIN_ON_OUTPUTS)
            return
        self.words = self.items[at].words
        if verb in _SIMPLE:
            self._add(*_SIMPLE[verb])
            self.notes += [_DISTILLING] if verb == "distil" else []
        else:
            getattr(self, f"_{verb}")(thing)

    def _add(self, *acts: Act, options: Sequence[tuple[str, str]] = ()) -> None:
        self.found += acts
        self.options += options

    def _use(self, thing: str | None) -> None:
        if thing == "outputs":
            self._add(Act.USE_OUTPUTS)
        elif thing == "service":
            self._add(Act.HOST, options=[_MODIFIED] if self.made or self._derived() else [])
        elif thing == "package":
            self._embed(thing)
        elif thing in _DERIVATIVE:
            self._add(Act.RUN, options=[_MODIFIED])
        elif thing in ("results", "other"):
            self.odd.append(self.words)
        else:
            options = [("--use", "product")] if thing == "product" else []
            self._add(Act.RUN, options=[*options, *([_MODIFIED] if self.made else [])])

    def _derived(self) -> bool:
        """Whether what is run as a service was changed: an API on a fine-tuned model."""
        found = [at for at, thing in self.objects.items() if thing in _DERIVATIVE and at not in self.taken]
        self.taken |= set(found)
        return bool(found)

    def _give(self, thing: str | None) -> None:
        if thing == "weights" and self.made and self.thing in ("weights", "the weights", "model weights"):
            thing = "derivative"  # fine-tune it and hand over the weights
        if thing == "outputs":
            self._add(Act.PUBLISH_OUTPUTS)
        elif self._trained(thing):
            pass
        elif thing == "results":
            self._add(Act.PUBLISH_RESULTS)
        elif thing == "service" or (thing == "product" and self.words.casefold().startswith("put") and self._sites()):
            self._host(thing)
        elif thing in ("package", "product"):
            self._embed(thing)
        elif thing in _DERIVATIVE or (self.made and thing != "weights"):
            self._add(Act.DISTRIBUTE_DERIVATIVES)
        elif thing == "other":
            self.odd.append(self.words)
        else:
            self._add(Act.REDISTRIBUTE)

    def _sites(self) -> bool:
        """Whether the product is a site: what is put on one is used over a network."""
        words = [self.items[at].words.casefold() for at in self.taken if self.objects[at] == "product"]
        return any(one.replace(" ", "").endswith(("website", "homepage", "webpage")) for one in words)

    def _trained(self, thing: str | None) -> bool:
        """Whether what is given on is the model trained on outputs, on which the terms for outputs decide."""
        trained = Act.TRAIN_ON_OUTPUTS in self.found and not self.made and thing in ("derivative", "other", None)
        if trained:
            self.notes.append("what was trained on outputs: no derivative by itself; train-on-outputs says what holds")
        return trained

    def _sell(self, thing: str | None) -> None:
        if thing == "outputs":
            self._add(Act.USE_OUTPUTS, Act.PUBLISH_OUTPUTS, options=[_COMMERCIAL])
        elif self._trained(thing):
            self.options.append(_COMMERCIAL)
        elif thing == "service":
            self._add(Act.HOST, options=[_COMMERCIAL, *([_MODIFIED] if self.made or self._derived() else [])])
        elif thing == "product" and self._with_outputs():
            self._add(Act.USE_OUTPUTS, Act.PUBLISH_OUTPUTS, options=[_COMMERCIAL])
        elif thing == "product" and any(self.items[at].value == "embed" for at in self.verbs):
            self.options.append(_COMMERCIAL)  # a product with the model inside: what is put inside says what is done
        elif thing == "product" or (thing is None and not self.made and any(item.value == "use=product" for item in self.items)):
            self._add(Act.RUN, options=[_COMMERCIAL, ("--use", "product")])
        elif thing in ("results", "other"):
            self.odd.append(self.words)
        else:
            self._give(thing)
            self.options.append(_COMMERCIAL)

    def _with_outputs(self) -> bool:
        """Whether what is sold holds outputs, and not the model: a game with the pictures that were generated."""
        outputs = [at for at, thing in self.objects.items() if thing == "outputs"]
        made = any(self.items[at].words.casefold().split()[0] in ("generated", "made", "drawn", "created", "produced") for at in outputs)
        before = [one.type for at in outputs for one in self.items[max(at - 3, 0) : at] if one.type != "pad"]
        return made or "with" in before

    def _via(self, thing: str | None) -> None:
        """Built on it: says what another verb is done with, or else that it is used."""
        if len(self.verbs) == 1:
            self._use(thing)
        elif thing is not None:
            self._things_of(thing)

    def _combine(self, thing: str | None) -> None:
        if thing == "outputs" and any(self.items[at].value == "train" for at in self.verbs):
            return
        self.made = True
        self._add(Act.MODIFY)

    def _host(self, thing: str | None) -> None:
        if thing in ("outputs", "results", "other"):
            self.odd.append(self.words)
        else:
            self._add(Act.HOST, options=[_MODIFIED] if self.made or thing in _DERIVATIVE else [])

    def _modify(self, thing: str | None) -> None:
        if thing in ("outputs", "results", "service", "product", "package"):
            self.odd.append(self.words)
        self.made = Act.RUN not in self.found  # use, modify and redistribute it: the model as it is, too
        self._add(Act.MODIFY)

    def _tune(self, thing: str | None) -> None:
        self.made = True
        self._add(Act.TRAIN_ON_OUTPUTS if thing == "outputs" else Act.MODIFY)

    def _train(self, thing: str | None) -> None:
        if "outputs" in self.objects.values():
            self._rival()
            self._add(Act.TRAIN_ON_OUTPUTS)
        elif thing == "other":
            self._rival()
            self._add(Act.TRAIN_ON_OUTPUTS, Act.IMPROVE_OTHER_MODEL)
            self.notes.append("training another model: on the outputs, or from the weights")
        elif thing in (None, "weights"):
            self.made = True
            self._add(Act.MODIFY)
        else:
            self.odd.append(self.words)

    def _rival(self) -> None:
        """A competing model could stand in for this one."""
        words = [item.words.casefold() for item in self.items if (item.type, item.value) == ("of", "other")]
        if any(word.startswith(("compet", "a compet", "rival", "a rival")) for word in words) and not any(
            item.value.startswith("target=") for item in self.items
        ):
            self.options.append(("--target", "same-kind"))

    def _improve(self, thing: str | None) -> None:
        if "outputs" in self.objects.values():
            self._add(Act.TRAIN_ON_OUTPUTS)
        elif thing == "other":
            self._add(Act.IMPROVE_OTHER_MODEL)
        else:
            self.odd.append(self.words)

    def _embed(self, thing: str | None) -> None:
        if self.words.casefold() == "inside" and Act.RUN in self.found:  # run inside an app
            self.options += [("--use", "product")] if thing == "product" else []
            return
        if thing == "results":
            self._add(Act.PUBLISH_RESULTS)
            return
        if thing in ("outputs", "other"):
            self.odd.append(self.words)
        self._add(Act.DISTRIBUTE_DERIVATIVES if self.made or thing in _DERIVATIVE else Act.REDISTRIBUTE, options=[EMBEDDED])

    def _things(self) -> None:
        """Things without a verb: derivatives are made and given out, a service is hosted."""
        for thing in dict.fromkeys(self.objects.values()):
            self._things_of(thing)

    def _stays(self) -> bool:
        """Whether what was made stays with the asker: it is kept, or used inside a company, or it is told that it was made."""
        inside = ("use=internal-operations", "offering=internal")
        told = any(
            item.type == "of" and item.value == "derivative" and item.participle and at and self._subject(at)
            for at, item in enumerate(self.items)
        )
        return told or any(item.type == "kept" or (item.type == "opt" and item.value in inside) for item in self.items)

    def _subject(self, at: int) -> bool:
        """Whether who did it stands before: we fine-tuned it."""
        before = self.items[at - 1]
        return before.type == "pad" and before.words.casefold().split()[-1] in ("we", "i", "we've", "i've", "have", "ve")

    def _things_of(self, thing: str) -> None:
        if thing in _DERIVATIVE and ("service" in self.objects.values() or self._stays()):
            self._add(Act.MODIFY)  # what is offered as a service is given to nobody
        elif thing in _DERIVATIVE:
            self._add(Act.MODIFY, Act.DISTRIBUTE_DERIVATIVES)
            self.notes.append("derivatives: making them and giving them to others")
        elif thing == "outputs":
            self._add(Act.USE_OUTPUTS)
        elif thing == "service":
            self._add(Act.HOST)
        elif thing == "package":
            self._embed(None)
        elif thing == "results":
            self._add(Act.PUBLISH_RESULTS)
        elif thing == "product":
            self._add(Act.RUN, options=[("--use", "product")])
        elif thing in ("other", "data"):
            self.odd.append(thing)


def _after(items: Sequence[Item], at: int) -> bool:
    """Whether what follows was done before the rest: give it out again after changing it."""
    return at > 0 and items[at - 1].type == "pad" and items[at - 1].words.casefold().split()[-1] in ("after", "once", "بعد")


def _owned(items: Sequence[Item], at: int) -> bool:
    """Whether a name tells what is a fine-tune of it: post my Gemma 2 9B finetune."""
    noun = items[at].words.casefold().replace("-", " ") in _NOUNS
    name = next(place for place in range(at - 1, -1, -1) if items[place].type == "name")
    before = items[name - 1] if name else None
    mine = before is not None and (before.type == "det" or before.words.casefold() in ("a", "this", "that", "these", "those"))
    return noun and mine


_NOUNS = frozenset("finetune finetunes tune tunes".split()) | {"fine tune", "fine tunes"}


def _infinitive(items: Sequence[Item], at: int) -> bool:
    """Whether the words before are "... it to" or "to": the verb that follows is done, not had."""
    return at > 0 and items[at - 1].type == "pad" and items[at - 1].words.casefold().split()[-1] == "to"
