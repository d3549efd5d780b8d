"""The log of what the office's people did, where the engine's verbs look for it."""

from office.log import note

__all__ = ["note"]
