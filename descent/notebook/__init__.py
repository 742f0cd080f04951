"""Checks and hints in a student's notebook: what they show, and what they remember."""
