"""What customers owe and how they behave: open items, facts per account, credit. Read from the ledger, never copied."""

from . import res_company
from . import ledger_index
from . import item
from . import item_number
from . import item_hold
from . import item_plan
from . import plan
from . import account_creation
from . import account_facts
from . import account_credit
from . import account_plan
from . import account_behaviour
from . import account_to_collect
from . import account_currencies
from . import account_display
from . import account_judged_items
from . import account_why
from . import refresh
from . import refresh_job
from . import refresh_ledger
