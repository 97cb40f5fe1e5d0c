"""Keys of the main screen for what is wrong or risky: list, explain, fix."""

from textual import on

from vftui.model.edits import Edit
from vftui.model.network import Member
from vftui.model.problem import Problem
from vftui.model.text import counted
from vftui.tui.places import Place, devices_of, problems_at
from vftui.tui.screens.explain import Explain
from vftui.tui.screens.fixing import choose_fix, worst_with_fix
from vftui.tui.screens.pools_edits import PoolsEdits
from vftui.tui.screens.pools_view import PoolsView
from vftui.tui.screens.problems import Problems
from vftui.tui.widgets.network_tree import MemberKey, NetworkKey


class PoolsProblems(PoolsEdits):
    """Problems of the row under the cursor, and the way to and from the list of all."""

    def action_problems(self) -> None:
        """List all problems, beginning with those of the row under the cursor."""
        screen = Problems(self.workspace, self._place(), self.preview.network, self.show_draft)
        self.app.push_screen(screen, self._go_to)

    @on(PoolsView.Shown)
    def _show_problems(self) -> None:
        # The host may change while the list of problems lies above.
        if isinstance(above := self.app.screen, Problems):
            above.show()

    def action_explain(self) -> None:
        """Explain the problems of the row under the cursor."""
        if (place := self._place_at_hand()) and (problems := self._problems_at(place)):
            title = f"{place.name}: {counted(len(problems), 'problem')}"
            self.app.push_screen(Explain(title, problems, self.workspace))

    def action_fix(self) -> None:
        """Fix the worst problem of the row under the cursor that has a fix."""
        if not self.may_edit() or not (place := self._place_at_hand()) or not (problems := self._problems_at(place)):
            return
        if (worst := worst_with_fix(problems)) is None:
            codes = ", ".join(dict.fromkeys(problem.code for problem in problems))
            self.say(f"{place.name}: there is no fix by one key for {codes}; E explains what to do.", "refused")
            return
        choose_fix(self.app, self.workspace, worst, lambda edit: self._fix(edit, worst, place))

    def _fix(self, edit: Edit, problem: Problem, place: Place) -> None:
        if not self.do(edit):
            return
        left = problems_at(place, self.workspace.problems)
        rest = f"{counted(len(left), 'problem')} left here" if left else "none left here"
        self.say(f"{self.workspace.history.undoable} (against {problem.code}; {rest})", "done")

    # The row under the cursor

    def _place_at_hand(self) -> Place | None:
        place = self._place()
        if place is None:
            self.say("Put the cursor on a network, a member, a VF or a PF first.", "refused")
        return place

    def _problems_at(self, place: Place) -> tuple[Problem, ...]:
        """The problems of a place; says so where there are none."""
        problems = problems_at(place, self.workspace.problems)
        if not problems:
            self.say(f"No problem with {place.name}. P lists all there are.")
        return problems

    def _place(self) -> Place | None:
        rows = self.tree_at_hand()
        return rows.place(rows.cursor_row) if rows.cursor_row else None

    # From the list of problems

    def _go_to(self, problem: Problem | None) -> None:
        """Put the cursor on what a problem is about."""
        if problem is None:
            return
        if problem.network is None:
            self._go_to_device(problem)
        else:
            self._go_to_network(problem, problem.network)
        self.say(problem.sentence)

    def _go_to_device(self, problem: Problem) -> None:
        self.set_focus(self.host)
        if self.host.words:
            self.host.filter("")
        if problem.devices:
            self.host.reveal(problem.devices[0])

    def _go_to_network(self, problem: Problem, name: str) -> None:
        self.set_focus(self.networks)
        if self.networks.words:
            self.networks.filter("")
        key = NetworkKey(name)
        line = self.networks.line_of(key)
        if line is not None and self.networks.rows[line].fold == "closed":
            self.networks.toggle(key)
        member = self._first_member(problem, name)
        if member is None or not self.networks.move_to(MemberKey(name, member, 0)):
            self.networks.move_to(key)

    def _first_member(self, problem: Problem, name: str) -> Member | None:
        """The member that a problem is about, or that brings a device that it is about."""
        if problem.members:
            return problem.members[0]
        network = self.workspace.draft.get(name)
        about, host = frozenset(problem.devices), self.workspace.host
        members = (each for each in network.members if not about.isdisjoint(devices_of(each, network.mode, host)))
        return next(members, None)
