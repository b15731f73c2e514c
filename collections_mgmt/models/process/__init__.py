"""What happens step by step while a customer does not pay: steps of a strategy, running processes, tasks of people."""

from . import step
from . import strategy
from . import process
from . import task
from . import task_closing
from . import task_telling
from . import advance
from . import advance_standing
from . import account
from . import account_facts
from . import contact
from . import account_merge
from . import refresh
from . import mail_activity
from . import timeline
