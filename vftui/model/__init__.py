"""The ideas: frozen values and pure functions. Standard library only, no input or output."""
