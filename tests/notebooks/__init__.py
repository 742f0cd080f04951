"""What every section must bring, looked up in the notebooks themselves.

`source/` is what was written, `release/` and `notebooks/` are what a student gets,
`solutions/` is what a reader compares with.
"""
