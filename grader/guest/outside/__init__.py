"""The grader's side of the guests."""
