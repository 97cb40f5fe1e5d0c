"""Chance that can be repeated."""

from random import Random


class Dice(Random):
    """A source of chance: the same seed throws the same."""

    def chance(self, probability: float) -> bool:
        return self.random() < probability
