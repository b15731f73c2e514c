"""What every context stands on: one door per change of state, and set-based writing."""

from . import state_door
