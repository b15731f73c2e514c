"""What was agreed with customers about open items: promises, disputes, plans, resubmissions."""

from . import plan
from . import plan_item
from . import plan_installment
from . import plan_limits
from . import plan_effect
from . import plan_judging
from . import plan_interest
from . import plan_state
from . import plan_words
from . import plan_document
from . import account_plan
