"""Starting and stopping a network: asked first where guests are on it, then done away from the keyboard."""

from collections.abc import Callable, Mapping

from textual.app import App

from vftui.errors import VftuiError
from vftui.model.network import Network
from vftui.model.network_actions import Action
from vftui.progress import Progress
from vftui.tui.network_actions import run_obstacle
from vftui.tui.running_labels import attachment_text
from vftui.tui.screens import waiting
from vftui.tui.screens.confirm import ConfirmCut
from vftui.tui.screens.waiting import Task
from vftui.tui.widgets.bars import Mood
from vftui.workspace import Workspace

Say = Callable[[str, Mood], None]

# What goes on, and what has been done.
_DOING: Mapping[Action, tuple[str, str]] = {
    Action.START: ("Starting {}", "{} is active."),
    Action.STOP: ("Stopping {}", "{} is stopped."),
    Action.RESTART: ("Restarting {}", "{} is stopped and started again."),
    Action.AUTOSTART_ON: ("Setting the autostart of {}", "{} is started with libvirt from now on."),
    Action.AUTOSTART_OFF: ("Setting the autostart of {}", "{} is not started with libvirt any more."),
}


def act(app: App[object], workspace: Workspace, action: Action, network: Network, say: Say) -> None:
    """Do an action of the runtime to a network of the draft, and say what came of it.

    Where it cuts guests off, the network's name has to be typed first.
    """
    if (obstacle := run_obstacle(workspace, action, network)) is not None:
        say(obstacle, "refused")
        return
    attachments = workspace.attachments(network) if action in {Action.STOP, Action.RESTART} else ()
    guests = tuple(dict.fromkeys(attachment.guest for attachment in attachments))

    def run() -> None:
        doing, done = (text.format(network.name) for text in _DOING[action])

        def work(progress: Progress) -> None:
            workspace.act(action, network, guests, progress)

        def failed(error: VftuiError) -> None:
            say(f"{error.title}: {error.message}", "refused")

        task = Task(doing, work, stopping="libvirt has been asked already; waiting for its answer")
        waiting.run(app, task, lambda _: say(done, "done"), failed)

    if not guests:
        run()
        return
    meaning = workspace.meaning(action, network.name)
    question = ConfirmCut(action.value.capitalize(), network.name, meaning, map(attachment_text, attachments))

    def answered(typed: str | None) -> None:
        if typed == question.word:
            run()
        elif typed:
            say(f"{network.name} is left as it is: {question.word} was asked for, and {typed} typed.", "refused")
        else:
            say(f"{network.name} is left as it is.", "plain")

    app.push_screen(question, answered)
