"""Words that are nearly others: for typing errors, and only where one word alone can have been meant."""

from __future__ import annotations

from collections.abc import Iterable


def corrections(written: str, known: Iterable[str]) -> list[str]:
    """The known words that begin alike and lie fewest slips away: one, or two in words of nine letters or more.

    Two letters doubled or not are two slips in shorter words too. A slip is a letter too much, too few, wrong, or changed places
    with the next one. In words of four letters only the last counts, and an s at the end is none. Of words as near, a letter
    doubled, two changed places or one left out go before a wrong one.
    """
    most = 2 if len(written) >= 9 else 1
    found: dict[str, int] = {}
    for word in known:
        if word[:1] != written[:1] or abs(len(word) - len(written)) > most or max(len(word), len(written)) < 4:
            continue
        if max(len(word), len(written)) < 5 and sorted(word) != sorted(written):
            continue
        if word == f"{written}s":
            continue
        if not written.isascii() and len(word) == len(written) and _another(written, word):
            continue
        slips = distance(written, word, most)
        if 0 < slips <= most:
            found[word] = slips
        elif len(written) > 6 and _single(word) == _single(written):
            found[word] = 2  # two letters doubled or not: tommorow
    least = min(found.values(), default=0)
    nearest = [word for word, slips in found.items() if slips == least]
    common = [word for word in nearest if _single(word) == _single(written) or sorted(word) == sorted(written)]
    left_out = [word for word in nearest if len(word) > len(written) > 4]
    return common or left_out or nearest  # a letter doubled or not, two changed places, one left out: the commonest slips


def _another(a: str, b: str) -> bool:
    """Whether two Arabic words of one length are told apart by a letter that nobody writes for the other: roots differ by one."""
    odd = {frozenset(pair) for pair in zip(a, b, strict=True) if pair[0] != pair[1]}
    return sorted(a) != sorted(b) and not all(any(pair <= alike for alike in _ALIKE) for pair in odd)


# Arabic letters that are told apart by dots, or sound alike.
_ALIKE = tuple(map(frozenset, "بتثني جحخ دذ رز سش صض طظ عغ فق ضظ سص تط ذزظ هح كق دض ثس اي وا".split()))


def _single(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def distance(a: str, b: str, most: int) -> int:
    """How many slips lie between two words (optimal string alignment), counted no further than `most` + 1."""
    before, last = list[int](), list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
