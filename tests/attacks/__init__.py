"""Submissions that try to gain marks or to disturb, each graded for real.

`arena` says what an attack is and what must hold after it; every other module
is one family of them. What is promised, and where, is in `docs/security.md`.
"""
