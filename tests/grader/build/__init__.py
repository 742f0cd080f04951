"""Tests of everything that is generated."""
