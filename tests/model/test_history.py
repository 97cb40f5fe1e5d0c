"""Undo and redo."""

from hypothesis import given
from hypothesis import strategies as st

from vftui.model.history import History


def test_undo_gives_the_former_value_and_redo_the_later() -> None:
    history = History("a").do("b", "to b").do("c", "to c")

    assert history.present == "c"
    assert history.undo().present == "b"
    assert history.undo().undo().present == "a"
    assert history.undo().undo().redo().redo().present == "c"


def test_each_step_is_named_by_the_edit_that_it_takes_back_or_makes_again() -> None:
    history = History("a").do("b", "to b").do("c", "to c")

    assert (history.undoable, history.redoable) == ("to c", None)
    assert (history.undo().undoable, history.undo().redoable) == ("to b", "to c")
    assert (history.undo().undo().undoable, history.undo().undo().redoable) == (None, "to b")


def test_where_there_is_no_step_nothing_happens() -> None:
    history = History("a")

    assert history.undo() is history
    assert history.redo() is history


def test_an_edit_after_an_undo_ends_what_could_be_redone() -> None:
    history = History("a").do("b", "to b").undo().do("c", "to c")

    assert history.redoable is None
    assert history.undo().present == "a"


def test_a_day_of_edits_can_be_undone_shown_and_forgotten() -> None:
    history = History(0)
    for number in range(1, 20_000):
        history = history.do(number, f"to {number}")
    assert len(repr(history)) < 200

    while history.undoable:
        history = history.undo()
    assert history.present == 0


@given(st.lists(st.integers(), min_size=1), st.data())
def test_undo_and_redo_walk_along_the_values(values: list[int], data: st.DataObject) -> None:
    history = History(values[0])
    for value in values[1:]:
        history = history.do(value, str(value))
    place = len(values) - 1
    for step in data.draw(st.lists(st.sampled_from([-1, 1]))):
        history = history.undo() if step < 0 else history.redo()
        place = min(max(place + step, 0), len(values) - 1)
        assert history.present == values[place]
