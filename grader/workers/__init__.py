"""Submissions are marked in processes of their own, which may end without harm to the others."""
