"""What the exercises of this section have in common: cases, and how mistakes are written."""

from __future__ import annotations

ONE_SAMPLE = "one sample"
