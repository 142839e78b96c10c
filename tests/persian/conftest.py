"""Profile of the property tests: the same examples on every run, and no deadline."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "persian", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("persian")
