"""Items are made when they are looked at, and once."""

from __future__ import annotations

from descent.judging.later import Later, joined


def test_an_item_is_made_when_it_is_looked_at_and_once() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return number

    first, second = (Later(make, some) for some in ((0, 1, 2), (3, 4)))
    whole = joined(first, second)
    assert len(whole) == 5 and made == []
    assert next(iter(whole)) == 0 and whole[3] == 3 and made == [0, 3]
    assert [*whole] == [*whole] == [0, 1, 2, 3, 4] and whole[1:4] == (1, 2, 3) and whole[-1] == 4
    assert sorted(made) == [0, 1, 2, 3, 4]
