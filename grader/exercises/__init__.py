"""The exercises of each section: what they are tested with, and which mistakes are known."""
