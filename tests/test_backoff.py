import pytest

from bot.backoff import Backoff, BackoffPolicy

POLICY = BackoffPolicy(first_seconds=1.0, max_seconds=10.0)


def longest(_: float, high: float) -> float:
    return high


class SleepRecorder:
    def __init__(self) -> None:
        self.delays: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.delays.append(seconds)


def test_the_ceiling_doubles_up_to_the_cap() -> None:
    assert [POLICY.ceiling(failures) for failures in range(6)] == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert POLICY.ceiling(1_000_000) == 10.0


@pytest.mark.parametrize("failures", [0, 3, 100])
def test_full_jitter_draws_from_between_zero_and_the_ceiling(failures: int) -> None:
    assert POLICY.delay(failures, lambda low, _: low) == 0.0
    assert POLICY.delay(failures, longest) == POLICY.ceiling(failures)
    assert all(0.0 <= POLICY.delay(failures) <= POLICY.ceiling(failures) for _ in range(100))


async def test_waits_grow_until_a_success_resets_them() -> None:
    sleep = SleepRecorder()
    backoff = Backoff(policy=POLICY, sleep=sleep, uniform=longest)
    for _ in range(3):
        await backoff.wait()
    backoff.reset()
    await backoff.wait()
    assert sleep.delays == [1.0, 2.0, 4.0, 1.0]


async def test_a_time_that_the_other_side_named_is_kept_and_counts_as_a_failure() -> None:
    sleep = SleepRecorder()
    backoff = Backoff(policy=POLICY, sleep=sleep, uniform=longest)
    await backoff.wait(17.0)
    await backoff.wait()
    assert sleep.delays == [17.0, 2.0]
