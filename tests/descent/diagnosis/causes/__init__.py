"""Tests of what may be wrong with an answer, cause by cause."""
