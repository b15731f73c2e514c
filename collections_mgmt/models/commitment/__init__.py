"""What was agreed with customers about open items: promises, disputes, plans, resubmissions."""

from . import dispute_department
from . import dispute_reason
from . import dispute_root_cause
from . import dispute
from . import dispute_line
from . import dispute_task
from . import dispute_balance
from . import dispute_decision
from . import dispute_credit_note
from . import dispute_mail
from . import dispute_escalation
from . import account_dispute
from . import payment_dispute
