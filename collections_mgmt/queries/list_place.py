"""Grain: one customer on the list of a specialist. Where he stands there."""

from odoo.tools import SQL


def list_place(listed, account_ids):
    """Place of customers on a list, in the order of ``collections.worklist.item``.

    Grain    one of ``account_ids`` that stands on the list
    Columns  account_id; place (1 for the first), number of customers on the list
    As of    now
    Index    collections_worklist_item._in_work
    Cost     the list, without sorting it

    :param Query listed: the items of the list
    """
    item = SQL.identifier(listed.table)
    return SQL(
        """
        WITH listed AS MATERIALIZED (%(listed)s)
        SELECT own.account_id, COUNT(*) FILTER (WHERE (%(other)s) >= (%(own)s)), COUNT(*)
          FROM listed own
         CROSS JOIN listed other
         WHERE own.account_id = ANY(%(account_ids)s)
         GROUP BY own.id, own.account_id
        """,
        listed=listed.select(
            SQL("%s.id", item),
            SQL("%s.account_id", item),
            # what descends in the order of the list; as there, what is not known comes first
            SQL("COALESCE(%s.boosted, FALSE) AS boosted", item),
            SQL("COALESCE(%s.valuation, 'Infinity') AS valuation", item),
            SQL("COALESCE(%s.to_collect, 'Infinity') AS to_collect", item),
        ),
        own=_standing("own"),
        other=_standing("other"),
        account_ids=list(account_ids),
    )


def _standing(listed):
    return SQL("%(item)s.boosted, %(item)s.valuation, %(item)s.to_collect, -%(item)s.id", item=SQL.identifier(listed))
