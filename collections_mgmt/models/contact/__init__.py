"""What was said with customers: contacts and what follows from them, incoming mail, the screen of a customer."""

from . import contact_outcome
from . import contact
from . import contact_follow_up
from . import contact_origin
from . import resubmission
from . import account_contact_facts
from . import account_tabs
from . import account_people
from . import account_note
from . import account_mail
from . import item_payment_link
from . import item_free
from . import account_send
from . import agreement_contact
from . import mail_compose_message
from . import res_company
from . import timeline
from . import timeline_commitments
