"""vftui: partition SR-IOV virtual functions into libvirt networks."""

__version__ = "0.1.0"
