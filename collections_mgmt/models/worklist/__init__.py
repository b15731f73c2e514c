"""The daily work list: a run per company and key date, its distribution over the team, its items."""

from . import run
from . import run_generation
from . import run_distribution
from . import run_load
from . import run_warnings
from . import item
from . import item_promise
from . import account
from . import account_merge
from . import account_why
from . import account_dispute
from . import strategy_version
from . import simulation
from . import simulation_calculation
from . import mass_action
from . import run_page
from . import take_over
from . import escalation
from . import resubmission
from . import run_follow
from . import refresh
from . import refresh_bus
from . import agreement
from . import audit
from . import audit_difference
