"""Grain: one journal item of a document that its payment state covers: few, and items need not ask each its own."""

from odoo.tools import SQL

from .receivable_line import has_residual


def item_of_covered_document(among=None):
    """Open items of documents that are blocked, or count as paid while their residual is still there.

    Grain    one account.move.line
    Columns  line_id, payment_state ('blocked', 'in_payment', 'paid', 'reversed')
    As of    now
    Index    account_move._collections_covered, whose condition this is
    Cost     such documents; grouped, so that who asks for items alone is not kept waiting for them

    :param SQL among: condition over ``line``
    """
    return SQL(
        """
        SELECT line.id AS line_id, MIN(document.payment_state) AS payment_state
          FROM (SELECT id, payment_state
                  FROM account_move
                 WHERE payment_state = 'blocked' OR (amount_residual <> 0 AND move_type <> 'entry'
                       AND payment_state IN ('in_payment', 'paid', 'reversed'))
               ) AS document
          JOIN account_move_line line ON line.move_id = document.id AND %s AND %s
         GROUP BY line.id
        """,
        has_residual(),
        among or SQL("TRUE"),
    )
