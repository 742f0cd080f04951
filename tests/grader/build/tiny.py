"""A course of two sections of its own, and what is generated of it."""

from __future__ import annotations

FIRST, SECOND = "01_tiny", "02_small"
GENERATED = (
    f"release/{SECOND}/{SECOND}.ipynb",
    f"notebooks/{SECOND}.ipynb",
    f"solutions/{SECOND}.ipynb",
    f"descent/checks/{SECOND}.zip",
)
