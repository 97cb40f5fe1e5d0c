"""What libvirt does with a network definition: its own order, its own words, for each version that was measured."""
