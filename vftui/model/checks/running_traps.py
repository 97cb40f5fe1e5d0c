"""What happens to pools that run, and to VFs that guests hold (LIBVIRT.md 0.2, 0.6, 0.11, sections 2, 3 and 9)."""

from vftui.model.problem import Severity, Trap

# What becomes of the guest that holds the VF, and of the one that the pool gives it to.
OFF_THE_AIR = "the next guest that gets it fails, and the one that runs loses its network"
STOLEN = "the next guest that gets it takes it from the one that runs"
REFUSED = "the next guest that gets it fails"

VF_HELD_OUTSIDE = Trap(
    "vf-held-outside",
    Severity.ERROR,
    "A VF of a pool that a guest holds past that pool: the pool hands it out all the same.",
    "A pool counts its own guests. It does not see a guest that has the VF by <hostdev>, or by <interface> of type "
    "hostdev or direct in its own definition, nor one that got it through another network that lists it no more.\n\n"
    "A passthrough pool gives the VF the MAC of the next guest before that one fails, so that the guest that runs is "
    "off the air. A hostdev pool takes the VF away from a guest that has it by macvtap; of one that has it by vfio the "
    "next guest is refused with 55/0 'PCI device … is in use by driver QEMU, domain …'. libvirt does not try the next "
    "VF of the pool. Measured on libvirt 11.3.\n\n"
    "Take the VF out of the pool, or have the guest take it from the pool.",
)

VF_FORGOTTEN = Trap(
    "vf-forgotten",
    Severity.ERROR,
    "A VF that a guest got from the pool and libvirt has forgotten: the pool hands it out again.",
    "When a network is stopped, the guests on it go on, and libvirt forgets what they hold. A net-update of an active "
    "network sets the numbers by which it picks a free VF to zero. The next guest then gets a VF that is in use: in a "
    "passthrough pool it fails once the VF has its MAC, and the guest that runs is off the air; in a hostdev pool it "
    "is refused. Measured on libvirt 11.3.\n\n"
    "libvirt finds out again what its guests hold when its daemon is restarted (libvirtd or virtqemud), as far as the "
    "network still lists it; guests go on meanwhile. Or stop the guest.",
)

DEVICE_GONE = Trap(
    "device-gone",
    Severity.ERROR,
    "A running guest whose macvtap is on a netdev that is gone: it goes on without this network.",
    "A macvtap lives on a netdev, and goes with it: when a hostdev guest takes the VF away, or when the VFs are "
    "removed. libvirt notices nothing: the guest runs on, and its network still counts the device. Measured on libvirt "
    "11.3.\n\n"
    "When the VF is there again, detach the guest's interface and attach it anew, or restart the guest.",
)

NOT_IN_FORCE = Trap(
    "not-in-force",
    Severity.WARNING,
    "An active network goes on with the definition that it was started with, until it is stopped and started.",
    "To define a network that is active changes what is stored, and not what runs: guests get devices of the pool of "
    "the start. Of a <pf> that is the VFs that it had then. Measured on libvirt 11.3.\n\n"
    "Stop the network and start it while no guest is on it: of guests that are, libvirt forgets which devices they "
    "hold.",
)

PF_POOL_STALE = Trap(
    "pf-pool-stale",
    Severity.ERROR,
    "An active network of a whole PF still lists VFs that are gone: guests that get one of them fail.",
    "libvirt lists the VFs of a <pf> when the network starts, and never again: after another number is written to "
    "sriov_numvfs it goes on with the old names, also where VFs of other names have come. Measured on libvirt 11.3.\n\n"
    "Stop the network and start it while no guest is on it.",
)

TRAPS = (VF_HELD_OUTSIDE, VF_FORGOTTEN, DEVICE_GONE, NOT_IN_FORCE, PF_POOL_STALE)
