"""Grain: one document with a residual that its payment state covers: few, and open items need not ask each its own."""

from odoo.tools import SQL


def covered_document():
    """Documents that are blocked, or count as paid while their residual is still there.

    Grain    one account.move
    Columns  id, payment_state ('blocked', 'in_payment', 'paid', 'reversed')
    As of    now
    Index    account_move._collections_covered, whose condition this is
    Cost     such documents
    """
    return SQL(
        """
        SELECT id, payment_state
          FROM account_move
         WHERE payment_state = 'blocked' OR (amount_residual <> 0 AND move_type <> 'entry'
               AND payment_state IN ('in_payment', 'paid', 'reversed'))
        """
    )
