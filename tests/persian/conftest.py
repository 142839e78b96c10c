"""Property tests here are the same on every run and never timed: a busy machine must not fail them."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "persian", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("persian")
