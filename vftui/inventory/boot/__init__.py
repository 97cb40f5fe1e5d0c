"""Which file makes the VFs of a PF when this host boots. Read only, and read as text: nothing here runs."""
