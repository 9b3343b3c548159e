"""Copies: the names of well-known copies stand for the model they were made from, or for nothing; they are never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import licensedb
from licensedb.errors import NotFoundError
from licensedb.reasoning.copies import copied, fold
from licensedb.records import CopyNames
from licensedb.vocabulary import Relation
from tests.conftest import Result

# Names as they stand on the hub, on disks and in Ollama, with the model that they are a quantised copy of.
QUANTISED = {
    "TheBloke/Llama-2-7B-Chat-GGUF": "llama-2-7b-chat",
    "TheBloke/Llama-2-13B-chat-AWQ": "llama-2-13b-chat",
    "TheBloke/Mistral-7B-Instruct-v0.2-GGUF": "mistral-7b-instruct-v0.2",
    "TheBloke/Mixtral-8x7B-Instruct-v0.1-GGUF": "mixtral-8x7b-instruct-v0.1",
    "TheBloke/falcon-40b-instruct-GPTQ": "falcon-40b-instruct",
    "TheBloke/falcon-180B-chat-GGUF": "falcon-180b-chat",
    "TheBloke/MythoMax-L2-13B-GGUF": "mythomax-l2-13b",
    "unsloth/llama-3-8b-Instruct-bnb-4bit": "llama-3-8b-instruct",
    "unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit": "llama-3.1-8b-instruct",
    "unsloth/Llama-3.2-3B-Instruct-unsloth-bnb-4bit": "llama-3.2-3b-instruct",
    "unsloth/gemma-2-9b-it-bnb-4bit": "gemma-2-9b-it",
    "unsloth/DeepSeek-R1-GGUF": "deepseek-r1",
    "unsloth/DeepSeek-R1-Distill-Llama-8B-GGUF": "deepseek-r1-distill-llama-8b",
    "unsloth/Qwen3-8B-unsloth-bnb-4bit": "qwen3-8b",
    "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF": "llama-3.1-8b-instruct",
    "bartowski/meta-llama_Llama-3.3-70B-Instruct-GGUF": "llama-3.3-70b-instruct",
    "bartowski/Qwen2.5-Coder-32B-Instruct-GGUF": "qwen2.5-coder-32b-instruct",
    "bartowski/gemma-2-27b-it-GGUF": "gemma-2-27b-it",
    "bartowski/Mistral-Nemo-Instruct-2407-GGUF": "mistral-nemo-instruct-2407",
    "mlx-community/Meta-Llama-3.1-8B-Instruct-4bit": "llama-3.1-8b-instruct",
    "mlx-community/Mistral-7B-Instruct-v0.3-4bit": "mistral-7b-instruct-v0.3",
    "mlx-community/Qwen3-8B-4bit": "qwen3-8b",
    "mlx-community/whisper-large-v3-turbo": "whisper-large-v3-turbo",
    "mradermacher/Llama-3.1-8B-i1-GGUF": "llama-3.1-8b",
    "RichardErkhov/meta-llama_-_Llama-2-7b-hf-gguf": "llama-2-7b",
    "RichardErkhov/google_-_gemma-2b-it-gguf": "gemma-2b-it",
    "QuantFactory/Meta-Llama-3-8B-Instruct-GGUF": "llama-3-8b-instruct",
    "casperhansen/llama-3-8b-instruct-awq": "llama-3-8b-instruct",
    "hugging-quants/Meta-Llama-3.1-70B-Instruct-AWQ-INT4": "llama-3.1-70b-instruct",
    "neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8": "llama-3.1-8b-instruct",
    "neuralmagic/Meta-Llama-3.1-8B-Instruct-quantized.w8a8": "llama-3.1-8b-instruct",
    "RedHatAI/Qwen2.5-7B-Instruct-FP8-dynamic": "qwen2.5-7b-instruct",
    "Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4": "qwen2.5-7b-instruct",
    "Qwen/Qwen2.5-3B-Instruct-AWQ": "qwen2.5-3b-instruct",
    "turboderp/Llama-3.1-8B-Instruct-exl2": "llama-3.1-8b-instruct",
    "LoneStriker/Mixtral-8x7B-Instruct-v0.1-4.0bpw-h6-exl2": "mixtral-8x7b-instruct-v0.1",
    "lmstudio-community/gemma-3-4b-it-GGUF": "gemma-3-4b-it",
    "ggml-org/gpt-oss-20b-GGUF": "gpt-oss-20b",
    "https://huggingface.co/TheBloke/Mistral-7B-v0.1-GGUF": "mistral-7b-v0.1",
    "https://huggingface.co/bartowski/gemma-2-9b-it-GGUF/tree/main": "gemma-2-9b-it",
    "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M": "llama-3.2-3b-instruct",
    "TheBloke/Llama-2-7B-Chat-GGUF/llama-2-7b-chat.Q4_K_M.gguf": "llama-2-7b-chat",
    "llama-2-7b-chat.Q4_K_M.gguf": "llama-2-7b-chat",
    "models/mistral-7b-instruct-v0.2.Q5_K_S.gguf": "mistral-7b-instruct-v0.2",
    "Meta-Llama-3-8B-Instruct-Q4_K_M.gguf": "llama-3-8b-instruct",
    "qwen2.5-7b-instruct-q4_k_m-00001-of-00002.gguf": "qwen2.5-7b-instruct",
    "llama-2-13b.ggmlv3.q4_0.bin": "llama-2-13b",
    "Phi-3-mini-4k-instruct-q4.gguf": "phi-3-mini-4k-instruct",
    "gemma-2-2b-it-IQ3_M.gguf": "gemma-2-2b-it",
    "llama3.1:8b": "llama-3.1-8b-instruct",
    "llama3.1:70b-instruct-q4_K_M": "llama-3.1-70b-instruct",
    "mistral": "mistral-7b-instruct-v0.3",
    "mistral:7b-instruct-v0.2-q4_0": "mistral-7b-instruct-v0.2",
    "qwen2.5:7b-instruct-q4_K_M": "qwen2.5-7b-instruct",
    "qwen2.5:3b": "qwen2.5-3b-instruct",
    "gemma2:2b": "gemma-2-2b-it",
    "llama2:7b-text": "llama-2-7b",
    "gemma3:4b-it-qat": "gemma-3-4b-it",
    "deepseek-r1:70b": "deepseek-r1-distill-llama-70b",
    "phi3:mini": "phi-3-mini-4k-instruct",
    "gpt-oss:20b": "gpt-oss-20b",
    "mixtral:8x7b-instruct-v0.1-q4_K_M": "mixtral-8x7b-instruct-v0.1",
    "library/llama3.2:1b": "llama-3.2-1b-instruct",
    "TheBloke/Llama2-7B-Chat-GGUF": "llama-2-7b-chat",
    "unsloth/tinyllama-bnb-4bit": "tinyllama-1.1b-3t",
    "unsloth/tinyllama-chat-bnb-4bit": "tinyllama-1.1b-chat-v1.0",
    "bartowski/THUDM_GLM-4-32B-0414-GGUF": "glm-4-32b-0414",
    "mlx-community/gemma-3-27b-it-qat-4bit": "gemma-3-27b-it",
    "mlx-community/quantized-gemma-2b-it": "gemma-2b-it",
    "google/gemma-3-27b-it-qat-q4_0-gguf": "gemma-3-27b-it",
    "ISTA-DASLab/Llama-2-7b-AQLM-2Bit-1x16-hf": "llama-2-7b",
    "ISTA-DASLab/Meta-Llama-3.1-70B-Instruct-AQLM-PV-2Bit-1x16": "llama-3.1-70b-instruct",
    "ISTA-DASLab/gemma-3-27b-it-GPTQ-4b-128g": "gemma-3-27b-it",
    "onnx-community/Phi-3.5-mini-instruct-onnx-web": "phi-3.5-mini-instruct",
    "flux1-schnell-fp8.safetensors": "flux-1-schnell",
    "glm4:9b": "glm-4-9b-chat",
    "mistral-small:22b": "mistral-small-instruct-2409",
    "mistral-small:24b-instruct-2501-q4_K_M": "mistral-small-24b-instruct-2501",
    "solar:10.7b": "solar-10.7b-instruct-v1.0",
    "solar:10.7b-text-v1-q4_0": "solar-10.7b-v1.0",
    "internlm2:7b": "internlm2.5-7b-chat",
    "command-r:35b-08-2024-q4_0": "c4ai-command-r-08-2024",
    "deepseek-r1:8b-llama-distill-q4_K_M": "deepseek-r1-distill-llama-8b",
    "deepseek-r1:8b-0528-qwen3-q8_0": "deepseek-r1-0528-qwen3-8b",
    "deepseek-coder-v2:16b": "deepseek-coder-v2-lite-instruct",
    "sailor2:1b": "sailor2-1b-chat",
    "ollama/llama3.1:8b": "llama-3.1-8b-instruct",
    "@cf/meta/llama-2-7b-chat-fp16": "llama-2-7b-chat",
    "@hf/thebloke/llama-2-13b-chat-awq": "llama-2-13b-chat",
}
# Names under which services host a model, and files of one: the model itself.
ITSELF = {
    "meta-llama/llama-3.3-70b-instruct:free": "llama-3.3-70b-instruct",
    "openrouter/deepseek/deepseek-r1-0528:free": "deepseek-r1-0528",
    "deepseek/deepseek-chat-v3-0324": "deepseek-v3-0324",
    "deepseek/deepseek-r1-distill-qwen-32b:free": "deepseek-r1-distill-qwen-32b",
    "z-ai/glm-4.6": "glm-4.6",
    "meta/llama3-70b-instruct": "llama-3-70b-instruct",
    "llama-3.1-8b-instant": "llama-3.1-8b-instruct",
    "groq/llama3-70b-8192": "llama-3-70b-instruct",
    "mixtral-8x7b-32768": "mixtral-8x7b-instruct-v0.1",
    "accounts/fireworks/models/llama-v3p1-405b-instruct": "llama-3.1-405b-instruct",
    "fireworks_ai/accounts/fireworks/models/qwen2p5-72b-instruct": "qwen2.5-72b-instruct",
    "meta.llama3-1-70b-instruct-v1:0": "llama-3.1-70b-instruct",
    "bedrock/us.meta.llama3-3-70b-instruct-v1:0": "llama-3.3-70b-instruct",
    "mistral.mistral-7b-instruct-v0:2": "mistral-7b-instruct-v0.2",
    "@cf/meta/llama-3.1-8b-instruct": "llama-3.1-8b-instruct",
    "meta-llama/Llama-3.3-70B-Instruct-Turbo": "llama-3.3-70b-instruct",
    "flux1-dev.safetensors": "flux-1-dev",
    "sd_xl_base_1.0.safetensors": "stable-diffusion-xl-base-1.0",
    "v1-5-pruned-emaonly.ckpt": "stable-diffusion-v1-5",
}
# Names that have been given to one model after another, under one licence or not.
MOVED = {
    "deepseek-r1:8b": ("deepseek-r1-distill-llama-8b", "deepseek-r1-0528-qwen3-8b"),
    "deepseek-r1:latest": ("deepseek-r1-distill-llama-8b", "deepseek-r1-0528-qwen3-8b"),
    "mistral-small": ("mistral-small-instruct-2409", "mistral-small-24b-instruct-2501"),
    "command-r:35b": ("command-r-v01", "c4ai-command-r-08-2024"),
    "qwen:72b": ("qwen-72b-chat", "qwen1.5-72b-chat"),
}
# Names near to these that stand for nothing: another size or version, changed weights, an unknown maker, several licences.
NOTHING = [
    "TheBloke/Llama-2-8B-Chat-GGUF",
    "TheBloke/Llama-2-7B-Chat-Uncensored-GGUF",
    "TheBloke/Mistral-7B-Instruct-v0.9-GGUF",
    "bartowski/Llama-3.2-3B-Instruct-uncensored-GGUF",
    "bartowski/Qwen2.5-Coder-33B-Instruct-GGUF",
    "unsloth/Llama-9",
    "someone/Llama-2-7b-chat",
    "someone/Qwen2.5-7B-Instruct",
    "mistral-7b-instruct-v0.4.Q4_K_M.gguf",
    "my-finetune.Q4_K_M.gguf",
    "llama3.1:9b",
    "llama3.1:8b-instruct-abliterated",
    "llama3.1:8b:latest",
    "qwen2.5",
    "qwen2.5:8b",
    "falcon",
    "deepseek-r1:8b",
    "someone/llama3.1:8b",
    "mistral-large",
    "x/-GGUF",
    ".gguf",
    "Q4_K_M.gguf",
    "x/Llama-27B-GGUF",
    "bartowski/Qwen25-7B-Instruct-GGUF",
    "meta-llama/Llama-3.3-70B-Instruct-abliterated:free",
    "@cf/someone/llama-3-8b-instruct",
    "@cf/meta/../llama-3-8b-instruct",
    "accounts/fireworks/models/llama-v3p1-8b-instruct-lora",
    "meta.llama3-9b-instruct-v1:0",
    "deepseek/deepseek-chat",
    "mistral.mistral-large-2402-v1:0",
    "stabilityai/stable-diffusion-3.5-medium-turbo",
    "model-00001-of-00004.safetensors",
    "ponyDiffusionV6XL.safetensors",
    "solar",
    "zephyr",
    "openhermes",
    "minicpm-v",
    "internlm2",
    "dolphin",
    "nemotron",
    "aya",
    "<img src=x>/Llama-2-7B-Chat-GGUF",
    ":free",
    "@cf/",
]


@pytest.mark.parametrize(("name", "base"), QUANTISED.items(), ids=QUANTISED)
def test_a_copy_is_asked_as_a_quantised_copy_of_its_model(kb: licensedb.KnowledgeBase, name: str, base: str) -> None:
    kind, found = kb.find(name)
    shown = kb.show(name)
    assert (kind, found) == ("model", shown.id)
    record = shown.record
    assert isinstance(record, licensedb.records.Model)
    assert [(one.relation, one.model) for one in record.bases] == [(Relation.QUANTIZED, base)]
    assert "quantised copy" in record.name
    assert base in (record.note or "")


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_not_surely_a_copy_stands_for_nothing(kb: licensedb.KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFoundError):
        kb.find(name, "model")


@pytest.mark.parametrize(("name", "base"), ITSELF.items(), ids=ITSELF)
def test_a_name_of_a_service_or_a_file_stands_for_the_model_itself(kb: licensedb.KnowledgeBase, name: str, base: str) -> None:
    record = kb.show(name).record
    assert isinstance(record, licensedb.records.Model)
    assert [(one.relation, one.model) for one in record.bases] == [(Relation.COMPONENT, base)]
    assert base in (record.note or "")


def test_of_a_service_it_is_told_that_its_terms_are_not(kb: licensedb.KnowledgeBase) -> None:
    record = kb.show("llama-3.1-8b-instant").record
    assert "Their own terms are not told here" in (getattr(record, "note", None) or "")


@pytest.mark.parametrize(("name", "models"), MOVED.items(), ids=MOVED)
def test_a_name_that_moved_stands_for_no_one_model(kb: licensedb.KnowledgeBase, name: str, models: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError) as caught:
        kb.find(name, "model")
    assert caught.value.nearest == models
    assert "over time" in caught.value.line()


def test_every_model_that_is_handed_out_is_recorded(kb: licensedb.KnowledgeBase) -> None:
    names = msgspec.json.decode(kb.meta["copies"], type=CopyNames)
    assert names.services is not None
    handed = [hub for tags in names.ollama.values() for hub in tags.values()]
    handed += [hub for tags in names.moved.values() for hubs in tags.values() for hub in hubs]
    for hub in dict.fromkeys((*handed, *names.named.values(), *names.services.names.values())):
        assert kb.find(hub, "model")[1] in {model.id for model in kb.reader.models()}, hub


def test_a_plain_copy_is_asked_as_the_model_itself(kb: licensedb.KnowledgeBase) -> None:
    record = kb.show("unsloth/Qwen2.5-7B-Instruct").record
    assert isinstance(record, licensedb.records.Model)
    assert [(one.relation, one.model) for one in record.bases] == [(Relation.COMPONENT, "qwen2.5-7b-instruct")]
    assert "an unchanged copy" in (record.note or "")


def test_a_copy_that_is_recorded_is_its_own_record(kb: licensedb.KnowledgeBase) -> None:
    assert kb.find("TheBloke/Llama-2-7B-GGUF") == ("model", "llama-2-7b-gguf-thebloke")


def test_names_of_records_go_before_names_of_copies(kb: licensedb.KnowledgeBase) -> None:
    assert kb.find("llama3.1") == ("licence", "llama-3.1-community")
    assert kb.find("llama-2-7b") == ("model", "llama-2-7b")


def test_a_copy_stands_under_the_terms_of_its_model(run: Callable[..., Result]) -> None:
    copy, model = (
        json.loads(run("check", name, "--do", "modify,host,train-on-outputs", "--users", "800M", "-f", "json").out)["rows"]
        for name in ("TheBloke/Llama-2-7B-Chat-GGUF", "llama-2-7b-chat")
    )
    assert [(row["act"], row["verdict"]) for row in copy] == [(row["act"], row["verdict"]) for row in model]
    assert copy[0]["licences"] == ["llama-2-community"]


def test_every_reading_command_takes_a_copy(run: Callable[..., Result]) -> None:
    for command in (["show"], ["compare"], ["lineage"], ["history"], ["openness"], ["notice"]):
        done = run(*command, "qwen2.5:3b")
        assert done.code in (0, 1, 3), (command, done.err)
        assert "qwen2.5:3b" in done.out, command


def test_a_copy_can_be_compared_with_recorded_models(run: Callable[..., Result]) -> None:
    found = json.loads(run("compare", "mistral", "mistral-7b-v0.1", "-f", "json").out)
    first, second = (row["cells"] for row in found["rows"])
    assert {question: cell["value"] for question, cell in first.items()} == {question: cell["value"] for question, cell in second.items()}


# The engine

NAMES = CopyNames(("maker",), ("keeper",), ("gguf", "q[0-9]", "i1"), ("meta-",), {"acme": {"latest": "acme/One-7B", "7b": "acme/One-7B"}})
KNOWN = {"one-7b": "one-7b", "acme/one-7b": "one-7b", "one-7b-i1": "one-7b-i1"}


def found(name: str) -> tuple[str, str] | None:
    copy = copied(name, NAMES, KNOWN.get, lambda model: model)
    return (copy.model, str(copy.relation)) if copy else None


def test_the_longest_known_name_counts() -> None:
    assert found("x/One-7B-i1-GGUF") == ("one-7b-i1", "quantized")
    assert found("x/One-7B-q4-GGUF") == ("one-7b", "quantized")
    assert found("x/meta-One-7B-GGUF") == ("one-7b", "quantized")
    assert found("x/acme_One-7B-GGUF") == ("one-7b", "quantized")
    assert found("x/other_One-7B-GGUF") is None


def test_a_maker_need_not_say_the_format_and_a_keeper_changes_nothing() -> None:
    assert found("maker/One-7B") == ("one-7b", "quantized")
    assert found("keeper/One-7B") == ("one-7b", "component")
    assert found("keeper/One-7B-GGUF") == ("one-7b", "quantized")
    assert found("x/One-7B") is None


@given(st.text(max_size=80))
def test_any_text_is_a_copy_of_a_known_model_or_none(name: str) -> None:
    copy = copied(name, NAMES, KNOWN.get, lambda model: model)
    assert copy is None or copy.model in KNOWN.values()


@given(st.text(alphabet="abcdefghij0123456789.-_", min_size=1, max_size=30))
def test_a_name_that_is_not_known_makes_no_copy_known(name: str) -> None:
    if fold(name) not in KNOWN:
        assert copied(f"x/{name}-GGUF", NAMES, lambda _: None, lambda model: model) is None
