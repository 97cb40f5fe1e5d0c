"""What the network dialog asks for, and the edits that its answers stand for. Pure."""

from dataclasses import dataclass

from vftui.model.edits import ChangeMode, Edit, NewNetwork, Rename, Together
from vftui.model.host import Host
from vftui.model.network import ForwardMode, Network
from vftui.tui.drag import Into, Load, edit_for


@dataclass(frozen=True, slots=True)
class NetworkForm:
    """What the dialog asks for. `managed` and `driver` are None where nothing is written."""

    name: str
    mode: ForwardMode
    managed: bool | None = True
    driver: str | None = None

    @classmethod
    def of(cls, network: Network) -> "NetworkForm":
        return cls(network.name, network.mode, network.managed, network.driver)

    @classmethod
    def for_new(cls, load: Load, host: Host) -> "NetworkForm":
        """A mode that takes what is carried: VFs without a netdev can only go by address."""
        vfs = [host.vf_by_address[address] for address in load.items if address in host.vf_by_address]
        by_address = any(vf.netdev is None for vf in vfs)
        return cls("", ForwardMode.HOSTDEV if by_address else ForwardMode.PASSTHROUGH)


def edit_to_make(form: NetworkForm, uuid: str, load: Load) -> Edit:
    """A new network, with what is carried in it."""
    new = NewNetwork(form.name, form.mode, uuid, form.managed, form.driver)
    fill = edit_for(load, Into(form.name)) if load else None
    return Together((new, fill)) if fill else new


def edit_to_change(network: Network, form: NetworkForm) -> Edit:
    """The edits that turn a network into what the form says, as one step."""
    edits: list[Edit] = []
    managed = form.managed if form.mode is ForwardMode.HOSTDEV else None
    if (form.mode, managed, form.driver) != (network.mode, network.managed, network.driver):
        edits.append(ChangeMode(network.name, form.mode, managed, form.driver))
    if form.name != network.name or not edits:
        edits.append(Rename(network.name, form.name))
    return edits[0] if len(edits) == 1 else Together(tuple(edits))
