from odoo.fields import Domain
from odoo.orm.domains import DomainCondition
from odoo.tools import OrderedSet

# in the context of a view: nothing will be asked for of its rows but what they are found, ordered and grouped by, and
# what is in the same record
BARE = "collections_bare_rows"


def ids_asked_for(domain):
    """The ids, where nothing but ids is asked for, else None.

    A view is then made of what is behind these rows alone: PostgreSQL would make all of it, and look for them.
    """
    domain = Domain(domain)
    if isinstance(domain, DomainCondition) and domain.field_expr == "id" and domain.operator == "in":
        return tuple(domain.value) if isinstance(domain.value, list | tuple | set | OrderedSet) else None
    return None
