"""What every context stands on: one door per change of state, set-based writing, changes of many records."""

from . import state_door
from . import kept_statement
from . import unchecked_reference
from . import in_use
from . import mass_action_line
from . import mass_action
from . import mass_action_work
