"""The sign-up has no rows of its own: what it writes is of the rooms below."""
