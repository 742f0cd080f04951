"""What ties the grader to nbgrader: its gradebook, its commands, its folders."""
