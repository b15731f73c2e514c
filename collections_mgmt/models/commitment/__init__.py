"""What was agreed with customers about open items: promises, disputes, plans, resubmissions."""

from . import resubmission_reason
from . import resubmission
from . import resubmission_line
from . import account_resubmission
