"""Named after what they test. No database: test_calc_*, test_receivables_file, test_architecture."""

from . import test_access
from . import test_architecture
from . import test_calc_aging
from . import test_calc_distribution
from . import test_calc_doctests
from . import test_calc_substitution
from . import test_calc_valuation
from . import test_facts_property
from . import test_frontend
from . import test_escalation
from . import test_import
from . import test_mass_action
from . import test_mass_action_transactions
from . import test_open_items
from . import test_open_items_parties
from . import test_payment_history
from . import test_payment_under_way
from . import test_receivables_file
from . import test_refresh
from . import test_run
from . import test_segments
from . import test_strategy
from . import test_team
from . import test_tours
from . import test_waterfall
from . import test_worklist
