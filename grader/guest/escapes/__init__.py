"""What a submission might try, tried before a class is graded."""
