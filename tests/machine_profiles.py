"""How far the state machines go: `HYPOTHESIS_PROFILE=long` looks further than every run does."""

import os

from hypothesis import HealthCheck, Phase, settings

COMMON = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


ON_SQLITE = os.environ.get("TEST_DATABASE") == "sqlite"


def profile(*, examples: int, steps: int, long_steps: int) -> settings:
    """So many examples of so many steps, the same in each run; 250 others in the long one.

    PostgreSQL goes through all of them; a quarter shows that SQLite says the same.
    """
    if os.environ.get("HYPOTHESIS_PROFILE", "ci") == "long":
        return settings(COMMON, max_examples=250, stateful_step_count=long_steps, print_blob=True)
    examples = examples // 4 if ON_SQLITE else examples
    return settings(COMMON, max_examples=examples, stateful_step_count=steps, derandomize=True)
