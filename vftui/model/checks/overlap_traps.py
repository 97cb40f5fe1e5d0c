"""What happens to a VF that sits in two pools, by the modes of the pools (LIBVIRT.md 0.6 and section 2)."""

from collections.abc import Mapping

from vftui.model.problem import Severity, Trap

# In every explanation of an overlap: why nothing else warns, and why the next start does not help.
_NOT_COMPARED = (
    "libvirt never compares two networks, neither at define nor at start. Each counts its own guests only: it hands "
    "out the first device of its list that none of its own guests has, and does not try the next one when that fails."
)
_MEASURED = "Measured on libvirt 11.3 and Linux 6.12; no version of libvirt is known to do otherwise."

VF_IN_TWO_POOLS = Trap(
    "vf-in-two-pools",
    Severity.ERROR,
    "A VF in two passthrough pools: the second guest fails, and the one that runs loses its network.",
    f"{_NOT_COMPARED}\n\n"
    "Before it finds out that the VF is taken, libvirt has given it the MAC of the second guest. That guest then fails "
    "with 38/11 'error creating macvtap interface … Invalid argument', and the guest that runs stays off the air, for "
    "the MAC is not put back. Every further start from that pool fails in the same way until the VF is free.\n\n"
    f"{_MEASURED} Take the VF out of all of these pools but one.",
)

VF_TAKEN_BY_HOSTDEV = Trap(
    "vf-taken-by-hostdev",
    Severity.ERROR,
    "A VF in a macvtap pool and in a hostdev pool: a hostdev guest takes it from the guest that runs.",
    f"{_NOT_COMPARED}\n\n"
    "The start of a hostdev guest binds the VF to vfio-pci and succeeds. The netdev goes, and with it the macvtap of "
    "the guest that used it: that guest runs on without a network card, and its pool still counts it. The other way "
    "round, a guest that gets the VF by macvtap while it is on vfio-pci fails with 38/0 'Cannot get interface MAC on "
    "…: No such device'.\n\n"
    f"{_MEASURED} Take the VF out of all of these pools but one.",
)

VF_IN_TWO_HOSTDEV_POOLS = Trap(
    "vf-in-two-hostdev-pools",
    Severity.ERROR,
    "A VF in two hostdev pools: the second guest is refused.",
    f"{_NOT_COMPARED}\n\n"
    "vfio gives a VF to one guest. The second one fails with 55/0 'PCI device … is in use by driver QEMU, domain …', "
    "and so does every further start from that pool while the first guest runs. The first guest is left alone.\n\n"
    f"{_MEASURED} Take the VF out of all of these pools but one.",
)

VF_PASSTHROUGH_AND_SHARED = Trap(
    "vf-passthrough-and-shared",
    Severity.ERROR,
    "A VF in a passthrough pool and in a bridge, vepa or private pool: whichever guest comes second fails.",
    f"{_NOT_COMPARED}\n\n"
    "The kernel allows either one macvtap in passthru mode on a netdev, or any number in the other modes. The second "
    "guest fails with 38/11 'error creating macvtap interface … Invalid argument', whichever of them it is.\n\n"
    f"{_MEASURED} Take the VF out of all of these pools but one, or give them modes that share.",
)

VF_SHARED = Trap(
    "vf-shared",
    Severity.HINT,
    "A VF in two pools of bridge, vepa or private mode: libvirt lets guests of both share it.",
    "In these modes a VF carries any number of macvtaps, and libvirt hands out the one with the fewest guests, as each "
    "network counts its own. So a VF of two such pools may be crowded while others are idle. Guests of two pools in "
    "bridge mode reach each other on the VF, without the switch between them.\n\n"
    "Two guests on one VF in bridge mode were measured on libvirt 11.3. Leave it so if that is what you want.",
)

VF_IN_TWO_POOLS_LATER = Trap(
    "vf-in-two-pools-later",
    Severity.WARNING,
    "A VF on vfio-pci that a hostdev pool lists and a macvtap <pf> pool skips: the <pf> pool gets it at another start.",
    "libvirt expands <pf> when the network starts, and a macvtap pool takes the VFs that have a netdev then. A VF that "
    "libvirt itself has put on vfio-pci for a guest of a hostdev pool with managed='yes' gets its netdev back when "
    "that guest stops. If the network starts after that, the VF is in both pools, and the next hostdev guest takes it "
    "from a guest that runs. If the network has started before, the VF is in its pool already.\n\n"
    f"{_MEASURED} Take the VF out of one of them; the rest of the PF is then written as a list.",
)

TRAPS = (
    VF_IN_TWO_POOLS,
    VF_TAKEN_BY_HOSTDEV,
    VF_PASSTHROUGH_AND_SHARED,
    VF_IN_TWO_HOSTDEV_POOLS,
    VF_IN_TWO_POOLS_LATER,
    VF_SHARED,
)

# What a problem's sentence says of it; `hostdev` and `macvtap` are the pools of these modes.
CONSEQUENCES: Mapping[str, str] = {
    VF_IN_TWO_POOLS.code: "the second guest fails, and the one that runs loses its network",
    VF_TAKEN_BY_HOSTDEV.code: "a guest of {hostdev}, hostdev (vfio), takes it from one of {macvtap}",
    VF_PASSTHROUGH_AND_SHARED.code: "of their guests on one VF, whichever comes second fails",
    VF_IN_TWO_HOSTDEV_POOLS.code: "the second guest is refused",
    VF_IN_TWO_POOLS_LATER.code: "{macvtap} skips it while it is on vfio-pci, and gets it at another start",
    VF_SHARED.code: "guests of them share it, which libvirt allows",
}
