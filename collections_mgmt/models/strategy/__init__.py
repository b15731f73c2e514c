"""How urgent a customer is, and why: rules with points, priorities, versions, the score of an account."""

from . import res_company
from . import condition
from . import strategy
from . import strategy_rule
from . import strategy_version
from . import strategy_version_history
from . import score
from . import group
from . import account
from . import account_why
from . import rule_script
from . import account_trial
from . import strategy_draft
from . import priority_override
from . import account_override
from . import account_strategy
from . import version_note
