"""The exercises of the course: a folder for each, in a folder for each section."""
