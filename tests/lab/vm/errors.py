"""Why the lab could not run."""


class LabError(Exception):
    """The lab could not be laid or did not come to its end; the message says why, for people."""
