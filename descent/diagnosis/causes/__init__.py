"""The causes that :mod:`descent.diagnosis.explain` knows, by what they do to a result.

Each is a function of the name of a part and of its pairs of right and given
numbers, over all probes. It returns a :class:`~descent.diagnosis.causes.cases.Cause`
only where what it says is true of every pair: of the wrong ones, and of the
right ones too, in which the same cause must not show.
"""
