"""Undo and redo, without limit."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Step(Generic[T]):
    """A value put aside, the sentence of the edit on the way to it, and what was put aside before: a shared list."""

    value: T
    sentence: str
    rest: "_Step[T] | None"


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """A value with all its former and undone versions. Every operation returns a new History."""

    present: T
    past: _Step[T] | None = None
    future: _Step[T] | None = None

    def do(self, value: T, sentence: str) -> "History[T]":
        """The history after an edit that leads to `value`; what was undone before can no longer be redone."""
        return History(value, _Step(self.present, sentence, self.past), None)

    def undo(self) -> "History[T]":
        """One step back; the same history where there is none."""
        if self.past is None:
            return self
        return History(self.past.value, self.past.rest, _Step(self.present, self.past.sentence, self.future))

    def redo(self) -> "History[T]":
        """One undone step forward again; the same history where there is none."""
        if self.future is None:
            return self
        return History(self.future.value, _Step(self.present, self.future.sentence, self.past), self.future.rest)

    @property
    def undoable(self) -> str | None:
        """The sentence of the edit that undo would take back."""
        return self.past.sentence if self.past else None

    @property
    def redoable(self) -> str | None:
        """The sentence of the edit that redo would make again."""
        return self.future.sentence if self.future else None
