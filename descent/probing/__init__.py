"""Plain values, probes, and what an answer does with them."""
