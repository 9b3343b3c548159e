"""Arabic is a first language: every message translated, plurals, numbers and dates by locale, names set apart; English unchanged."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import licensedb
from licensedb.present import combined, html, messages, openness, periods, render, tree
from licensedb.present import sentences as say
from licensedb.present.language import ENGLISH, LANGUAGES, Catalogue, language
from licensedb.records import Citation, Condition, Rule, Threshold
from licensedb.resources import folder
from licensedb.vocabulary import Act, Duty, Operand, Over, Route
from tests.conftest import Result

CODES = [code for code in LANGUAGES if code != "en"]


class Complete(Catalogue):
    """A catalogue that does not pass English through: a message that is not in it is an error."""

    def gettext(self, message: str) -> str:
        assert message in self._messages._catalog, message  # type: ignore[attr-defined]
        return super().gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        free = context in ("field", "window")  # names of schemes, and words of records: those not known stand as they are
        assert free or f"{context}\x04{message}" in self._messages._catalog, (context, message)  # type: ignore[attr-defined]
        return super().pgettext(context, message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        assert (one, 0) in self._messages._catalog, one  # type: ignore[attr-defined]
        return super().ngettext(one, many, count)


@pytest.mark.parametrize("code", CODES)
def test_no_message_is_missing_from_a_catalogue(code: str) -> None:
    assert messages.missing(code) == []


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_that_programs_read_is_the_one_that_people_edit(code: str) -> None:
    path = messages.path_of(code)
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(messages.catalogue(code))


@pytest.mark.parametrize("code", CODES)
def test_a_translation_fills_the_same_places(code: str) -> None:
    found = messages.catalogue(code)
    for one in messages.messages():
        said = found.get(one.text, one.context).string
        places = set(re.findall(r"\{(\w+)\}", one.text))
        for form in said if isinstance(said, tuple) else (said,):
            told = set(re.findall(r"\{(\w+)\}", form))
            assert told == places if not one.plural else told | {"count"} == places | {"count"}, (one, form)


@pytest.mark.parametrize("code", CODES)
def test_every_record_is_told_without_a_message_that_is_not_translated(kb: licensedb.KnowledgeBase, code: str) -> None:
    spoken = Complete(code)
    for row in kb.licences().rows:
        render.shown(kb.show(row.id), "table", 160, spoken)
    names = ["llama-2-7b", "stable-diffusion-3.5-large", "falcon-180b", "vicuna-7b-v1.5", "mit"]
    acts = [str(act) for act in Act]
    for stated in (
        {},
        {"users": "800M"},
        {"revenue": "2M EUR", "purpose": "military"},
        {"granted": "stability-community-2024=registration"},
    ):
        checked = kb.check(names, acts, **stated)  # type: ignore[arg-type]
        for form in ("table", "markdown"):
            render.check(checked, form, spoken)
    render.comparison(kb.compare(["llama-2-7b", "falcon-180b"]), "table", 160, spoken)
    render.listing(kb.models(["modify"]), "table", 160, spoken)
    for form in ("table", "markdown"):
        for name in ("falcon-7b", "yi-6b", "gemma-tou-2025-03", "llama-3.1-community"):
            periods.history(kb.history(name), form, 160, spoken)
        for name in ("nous-hermes-llama2-13b", "goliath-120b", "tinyllama-1.1b-chat-v1.0", "llama-2-7b"):
            tree.lineage(kb.lineage(name, derived=True), form, 160, spoken)
        for parts, how, into in (
            (["llama-2-7b", "gemma-2-9b"], "merge", None),
            (["llama-3.1-8b"], "distil", "qwen2.5-7b"),
            (["gpl-3.0", "mistral-research-0.1"], "ensemble", None),
            (["cc-by-sa-4.0", "mit"], "train", None),
            (["flux-1-dev"], "adapter", None),
        ):
            plans = ["keep", "publish", "sell", "host", "generate"]
            combined.combined(kb.combine(parts, how, plans, into=into), form, 160, spoken)
        openness.openness(kb.openness(every=True), form, 160, spoken)
        openness.openness(
            kb.openness(["olmo-7b", "granite-4.0-micro", "grok-1", "llama-3.1-8b", "deepseek-r1", "amber"]), form, 160, spoken
        )
    html.report(kb.report(["llama-2-7b", "vicuna-7b-v1.5", "falcon-180b", "mit"]), folder("templates"), spoken)


def test_the_plural_forms_of_arabic() -> None:
    arabic = language("ar")
    told = [arabic.trn("{count} model", "{count} models", count) for count in (0, 1, 2, 3, 10, 11, 99, 100, 103)]
    assert told == ["لا نماذج", "نموذج واحد", "نموذجان", "3 نماذج", "10 نماذج", "11 نموذجًا", "99 نموذجًا", "100 نموذج", "103 نماذج"]


def test_numbers_money_days_and_places_by_locale() -> None:
    arabic = language("ar")
    assert arabic.date("2026-11-23") == "23 نوفمبر 2026"
    assert arabic.month("2023-07") == "يوليو 2023"
    assert arabic.amount(100_000_000, "USD") == "1,000,000 دولار أمريكي"
    assert (arabic.country("FR"), arabic.country("EU")) == ("فرنسا", "الاتحاد الأوروبي")
    assert (arabic.dir, ENGLISH.dir) == ("rtl", "ltr")


CITE = Citation("some", "1")
USERS = Threshold(700_000_000, over=Over.GROUP, window="preceding calendar month", date="2023-07-18")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule("a", "permit", (Act.RUN, Act.MODIFY), CITE), "يجوز لك تشغيله أو تعديله (ضبطًا دقيقًا أو دمجًا أو تكميمًا)."),
        (
            Rule(
                "b",
                "forbid",
                (Act.RUN,),
                CITE,
                when=((Condition(Operand.MONTHLY_ACTIVE_USERS, threshold=USERS),),),
                unless=((Condition(Operand.RECEIVED, any_of=("inside-a-product",)),),),
                route=Route.SEPARATE_LICENCE,
            ),
            "لا يجوز لك تشغيله، إذا كان عدد المستخدمين النشطين شهريًا أكثر من 700,000,000 (في الشهر الميلادي السابق، في 18 يوليو 2023، "
            "للمرخَّص له وشركاته التابعة)، إلا إذا كنت قد تسلّمته ضمن منتج. وليُسمح لك بذلك عليك طلب ترخيص آخر من المرخِّص.",
        ),
        (
            Rule("c", "duty", (Act.HOST,), CITE, duty=Duty.DISPLAY_ATTRIBUTION, text="Built with Llama"),
            "يجب عليك عرض عبارة «\u2066Built with Llama\u2069» عند إتاحة استخدامه للغير عبر شبكة.",
        ),
        (
            Rule(
                "d",
                "permit",
                (Act.USE_OUTPUTS,),
                CITE,
                when=((Condition(Operand.COMMERCIAL, flag=False), Condition(Operand.LICENSEE, any_of=("individual", "academic"))),),
            ),
            "يجوز لك استخدام مخرجاته، فقط إذا كان الاستخدام غير تجاري وكنت فردًا أو مؤسسة أكاديمية.",
        ),
    ],
)
def test_rules_as_arabic_sentences(rule: Rule, sentence: str) -> None:
    assert say.rule(rule, language("ar")) == sentence


def test_the_command_line_speaks_arabic(run: Callable[..., Result]) -> None:
    done = run("check", "llama-2-7b", "--do", "modify", "--users", "800M", "--lang", "ar")
    assert done.code == 1
    assert "بناءً على طلب" in done.out
    assert "ليس استشارة قانونية" in done.out
    for command in (["compare", "mit"], ["models", "--developer", "xai"], ["show", "mit"], ["explain", "mit", "grant"], ["licences"]):
        told = run(*command, "--lang", "ar")
        assert told.code == 0, told.err
        assert re.search("[\u0600-\u06ff]{3}", told.out), command


def test_machines_read_the_same_whatever_the_language(run: Callable[..., Result]) -> None:
    for form in ("json", "csv"):
        command = ("check", "llama-2-7b", "--do", "host", "--format", form)
        assert run(*command, "--lang", "ar").out == run(*command).out


def test_the_language_of_the_environment_does_not_count(run: Callable[..., Result]) -> None:
    assert run("check", "mit", env={"LANG": "ar_EG.UTF-8", "LC_ALL": "ar_EG.UTF-8"}).out == run("check", "mit").out
