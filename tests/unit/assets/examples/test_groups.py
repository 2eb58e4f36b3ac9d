from collections.abc import Collection, Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.examples.groups import ENOUGH, Groups, held_out

SITUATIONS = ("answerable", "at_limit", "condition_met", "exception_applies", "undocumented")
offers = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4), st.frozensets(st.sampled_from(SITUATIONS), min_size=1), max_size=40
)
shares = st.floats(0.05, 0.5)


def having(situations: Mapping[str, Collection[str]], situation: str) -> set[str]:
    return {group for group, own in situations.items() if situation in own}


def test_joined_names_have_the_smallest_of_them_as_representative() -> None:
    groups = Groups()
    groups.join("c", "b")
    groups.join("d", "e")
    groups.join("e", "b")
    groups.join("b", "a")
    assert {groups.find(name) for name in "abcde"} == {"a"}
    assert groups.find("f") == "f"


@given(offers, shares)
def test_every_situation_with_enough_groups_is_held_out_and_trained_on_in_its_share(
    situations: dict[str, frozenset[str]], share: float
) -> None:
    chosen = held_out(situations, share)
    assert chosen <= situations.keys()
    for situation in SITUATIONS:
        groups = having(situations, situation)
        if len(groups) >= ENOUGH:
            assert len(groups & chosen) >= max(1, int(share * len(groups) + 0.5))


@given(offers, shares, st.randoms())
def test_the_order_of_the_groups_decides_nothing(
    situations: dict[str, frozenset[str]], share: float, random: Random
) -> None:
    shuffled = random.sample(sorted(situations), len(situations))
    assert held_out({name: situations[name] for name in shuffled}, share) == held_out(situations, share)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_the_whole_share_is_near_what_was_asked_for(share: float) -> None:
    # situations that overlap as those of rules do: every limit has three of them, some have more
    situations = {
        f"section {n}": {"answerable", *(("at_limit", "undocumented") if n % 2 else ())}
        | ({"condition_met"} if n % 5 == 0 else set())
        for n in range(100)
    }
    assert share <= len(held_out(situations, share)) / 100 <= share + 0.08


def test_a_group_that_comes_or_goes_moves_few_others() -> None:
    situations = {
        f"section {n}": frozenset(SITUATIONS[i] for i in range(5) if (n * 7 + i * 3) % (i + 2) == 0) | {"answerable"}
        for n in range(60)
    }
    before = held_out(situations, 0.2)
    moves = [
        len((before ^ held_out({g: own for g, own in situations.items() if g != gone}, 0.2)) - {gone})
        for gone in situations
    ]
    assert sum(moves) / len(moves) <= 1
    assert max(moves) <= 4
