"""One file for each subject that can go wrong: its traps, and the function that finds them."""
