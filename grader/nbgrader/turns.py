"""Several graders at one PostgreSQL gradebook, each in its turn. SQLite locks its file by itself.

Tables, assignments and rows that are not there yet would otherwise be made twice, and one of the
two be refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

# The lock's number in the database, which other programs need not avoid: any will do.
_LOCK = int.from_bytes(b"descent", "big")
# Another grader may be making all assignments.
_PATIENCE = "5min"


@contextmanager
def alone(db_url: str) -> Iterator[None]:
    """Keep other graders waiting while a gradebook is made, or follows its course.

    Raises:
        sqlalchemy.exc.DBAPIError: Another one has it for minutes, or there is no server.
    """
    if make_url(db_url).get_backend_name() != "postgresql":
        yield
        return
    # nbgrader opens connections of its own meanwhile, so the lock is that of a connection which
    # does nothing else. It ends with it.
    engine = create_engine(db_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{_PATIENCE}'"))
        connection.execute(select(func.pg_advisory_lock(_LOCK)))
        yield


def take_turn(connection: Connection) -> None:
    """Keep other graders waiting until the transaction of a connection ends.

    Raises:
        sqlalchemy.exc.DBAPIError: Another one has it for minutes.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
