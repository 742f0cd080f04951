"""The untrusted side: where the code of a submission runs, and the wire to it.

``wire``, ``zygote``, ``session``, ``shell`` and the restrictions run inside a
guest process, which never sees the rest of ``grader``: there this package is
imported by itself, as ``guest``. ``host`` is the grader's side.
"""
