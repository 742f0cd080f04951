"""A whole made-up class, graded."""
