"""The libvirts that the command line is tried on."""

from lab.fixtures import emptied_libvirtd, remote, root_libvirtd, shared_libvirtd

__all__ = ["emptied_libvirtd", "remote", "root_libvirtd", "shared_libvirtd"]
