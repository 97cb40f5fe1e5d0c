"""What the host has. Read only."""
