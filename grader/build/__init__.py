"""``descent build``: everything that is generated, from what is authored.

Four steps, each a module with one verb: the answer sheets of the checks, the
release of nbgrader, the notebooks for self-learners, the executed solutions.
A fifth fills into release and solutions where the course can be had.
"""
