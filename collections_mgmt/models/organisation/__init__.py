"""Who is collected from, by whom and by which parameters: segments, profiles, groups, substitutes, accounts."""

from . import account_domain
from . import account_domain_inputs
from . import account_setting
from . import profile
from . import group
from . import group_member
from . import substitution
from . import segment
from . import account
from . import account_giving
from . import account_validity
from . import account_why
from . import partner_merge
from . import partner_parent
from . import steering
from . import item_reference
from . import hold_reason
from . import hold
from . import assignment
from . import account_steering
from . import account_contact
from . import res_partner
from . import res_users
from . import mass_action
from . import mass_action_kinds
from . import mass_action_count
