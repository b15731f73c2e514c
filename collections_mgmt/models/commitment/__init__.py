"""What was agreed with customers about open items: promises, disputes, plans, resubmissions."""

from . import res_company
from . import promise
from . import promise_line
from . import promise_limits
from . import promise_effect
from . import promise_state
from . import promise_judging
from . import promise_words
from . import promise_mail
from . import account_promise
from . import resubmission_reason
from . import resubmission
from . import resubmission_line
from . import account_resubmission
