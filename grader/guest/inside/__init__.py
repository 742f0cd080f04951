"""What runs in the process of a submission, and locks it in."""
