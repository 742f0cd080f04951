"""Downloads of learning platforms, laid out as nbgrader wants submissions."""
