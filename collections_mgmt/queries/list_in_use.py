"""Which items of the work list count: pieces of SQL over an item. Grain of each: one item.

Of an item nobody began the column ``state`` says what it was made as. It is superseded when its list is, which is
written once for the list: so whoever asks the table asks for the list, too.
"""

from odoo.tools import SQL


def lists_in_use():
    """SQL array of the runs whose items count: those people work from, and those prepared for a later day."""
    return SQL("ARRAY(SELECT id FROM collections_run WHERE state IN ('draft', 'current', 'prepared'))")


def is_to_do(item="item"):
    """SQL condition: open on a list in use, or in work, from whatever list.

    Index    of items by account: collections_worklist_item._account_once
    """
    return SQL(
        "(%(item)s.state = 'in_progress' OR %(item)s.state = 'open' AND %(item)s.run_id = ANY(%(lists)s))",
        item=SQL.identifier(item),
        lists=lists_in_use(),
    )
