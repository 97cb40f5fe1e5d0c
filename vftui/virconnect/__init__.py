"""The connection to a libvirt, which the store of its networks and the inventory of its host share."""
