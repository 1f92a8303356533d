"""Fixed rate"""

import pytest

from lookout_agent.scheduler import next_run, seconds_to_phase


def test_a_late_run_does_not_move_the_ones_after_it() -> None:
    assert next_run(due=100.0, interval=45, now=103.0) == 145.0


def test_runs_that_were_missed_are_left_out() -> None:
    assert next_run(due=100.0, interval=15, now=131.0) == 145.0


@pytest.mark.parametrize("now", [1000.0, 1000.25, 1000.99])
def test_runs_begin_a_quarter_past_a_whole_second(now: float) -> None:
    wait = seconds_to_phase(now)

    assert 0 <= wait < 1
    assert (now + wait) % 1 == pytest.approx(0.25)
