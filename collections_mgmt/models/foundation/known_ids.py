from odoo.fields import Domain
from odoo.orm.domains import DomainCondition
from odoo.tools import OrderedSet


def ids_asked_for(domain):
    """The ids, where nothing but ids is asked for, else None.

    A view is then made of what is behind these rows alone: PostgreSQL would make all of it, and look for them.
    """
    domain = Domain(domain)
    if isinstance(domain, DomainCondition) and domain.field_expr == "id" and domain.operator == "in":
        return tuple(domain.value) if isinstance(domain.value, list | tuple | set | OrderedSet) else None
    return None
