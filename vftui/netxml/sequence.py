"""What two sequences have in common."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence


def longest_increasing(values: Sequence[int]) -> list[int]:
    """The positions of a longest strictly increasing subsequence of `values`, by patience sorting, O(n log n)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for position, value in enumerate(values):
        pile = bisect_left(tops, value)
        below.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            piles.append(position)
        else:
            tops[pile] = value
            piles[pile] = position
    chain: list[int] = []
    position = piles[-1] if piles else -1
    while position >= 0:
        chain.append(position)
        position = below[position]
    return chain[::-1]


def common_prefix(left: Sequence[object], right: Sequence[object]) -> int:
    """How many items `left` and `right` share from the start."""
    pairs = zip(left, right, strict=False)
    unequal = (count for count, (a, b) in enumerate(pairs) if a is not b and a != b)
    return next(unequal, min(len(left), len(right)))


def common_ends(left: Sequence[object], right: Sequence[object]) -> tuple[int, int]:
    """How many items `left` and `right` share from the start, and then how many from the end."""
    prefix = common_prefix(left, right)
    return prefix, common_prefix(left[prefix:][::-1], right[prefix:][::-1])


def rearranged(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> tuple[list[int], dict[int | None, list[tuple[int, int | None]]]]:
    """How `old` becomes `new` while as much as possible stays in place.

    The positions in `old` to take out; and by the position in `old` that they go behind, None for the front, the
    positions in `new` to put there, each with the position in `old` that it came from, None for what is new.
    """
    origins, kept = align(old, new)
    added: defaultdict[int | None, list[tuple[int, int | None]]] = defaultdict(list)
    anchor: int | None = None
    for position, origin in enumerate(origins):
        if position in kept:
            anchor = origin
        else:
            added[anchor].append((position, origin))
    staying = {origins[position] for position in kept}
    return [position for position in range(len(old)) if position not in staying], dict(added)


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[int | None], set[int]]:
    """For each item of `new` its position in `old`, or None; and which positions of `new` kept their order.

    The nth of equal items belongs to the nth. As many as possible keep their order; the others moved.
    """
    prefix, suffix = common_ends(old, new)
    places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for place in range(prefix, len(old) - suffix):
        places[old[place]].append(place)
    middle = [places[item].popleft() if places.get(item) else None for item in new[prefix : len(new) - suffix]]
    origins = [*range(prefix), *middle, *range(len(old) - suffix, len(old))]
    matched = [position for position, origin in enumerate(middle, prefix) if origin is not None]
    steady = longest_increasing([origin for origin in middle if origin is not None])
    kept = {*range(prefix), *(matched[index] for index in steady), *range(len(new) - suffix, len(new))}
    return origins, kept
