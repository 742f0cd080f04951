"""What nbgrader's configuration sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config

from grader.nbgrader import setup


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://grader:p%40ss%25word@127.0.0.1:5433/course",
        "sqlite:////home/me/50%25%3Fdone/gradebook.db",
        "sqlite:///gradebook.db",
    ],
)
def test_alembic_reads_the_address_that_it_is_given(url: str, tmp_path: Path) -> None:
    setup._write_alembic_ini(str(tmp_path / "alembic.ini"), url)
    assert Config(str(tmp_path / "alembic.ini")).get_main_option("sqlalchemy.url") == url
