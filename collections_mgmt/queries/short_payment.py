"""Grain: one invoice item that was paid but for a little. What may become a dispute by itself (I12)."""

from odoo.tools import SQL

from .receivable_line import has_residual


def short_payment(company_id):
    """Open invoice items that a payment left open in part, beyond what the profile tolerates.

    Grain    one account.move.line of an account whose profile records short payments
    Columns  id, account_id (of collections), reason_id
    As of    now
    Index    account_move_line._collections_open; account_partial_reconcile by line
    Cost     open items of such accounts

    Tolerated is what is within the amount and within the share of the item, both where both are given. More than
    ``short_maximum`` of it missing is a payment on account. What was disputed ever, or is agreed to be paid later, is
    left alone: nothing is recorded twice, and a promise is no objection.
    """
    return SQL(
        """
        SELECT line.id, account.id AS account_id, profile.short_reason_id AS reason_id
          FROM collections_profile profile
          JOIN collections_account account ON account.profile_id = profile.id
          JOIN res_partner partner ON partner.commercial_partner_id = account.partner_id
          JOIN account_move_line line ON line.partner_id = partner.id AND %(open)s
          JOIN res_company branch ON branch.id = line.company_id
          JOIN account_account ledger ON ledger.id = line.account_id
          JOIN account_move move ON move.id = line.move_id
         WHERE profile.short_dispute AND profile.short_reason_id IS NOT NULL AND account.company_id = %(company)s
           AND split_part(branch.parent_path, '/', 1)::int = account.company_id
           AND ledger.account_type = 'asset_receivable' AND ledger.non_trade IS NOT TRUE
           AND move.move_type IN ('out_invoice', 'out_receipt') AND move.payment_state IS DISTINCT FROM 'blocked'
           AND line.amount_residual > 0 AND line.amount_residual_currency > 0
           AND line.amount_residual * 100 <= line.balance * profile.short_maximum
           AND NOT ((profile.short_tolerance > 0 OR profile.short_tolerance_percent > 0)
                AND (profile.short_tolerance = 0 OR line.amount_residual <= profile.short_tolerance)
                AND (profile.short_tolerance_percent = 0
                     OR line.amount_residual * 100 <= line.balance * profile.short_tolerance_percent))
           AND EXISTS (%(payment)s)
           AND NOT EXISTS (SELECT FROM collections_dispute_line part
                            WHERE part.move_id = line.move_id
                              AND COALESCE(part.line_id = line.id, part.item_due_date = line.date_maturity))
           AND NOT EXISTS (SELECT FROM collections_promise_line promised
                             JOIN collections_promise promise ON promise.id = promised.promise_id
                            WHERE promised.line_id = line.id AND promised.replaced_on IS NULL
                              AND promise.state <> 'confirmed' AND promise.fulfilment IN ('open', 'kept'))
           AND NOT EXISTS (SELECT FROM collections_plan_item planned
                             JOIN collections_plan plan ON plan.id = planned.plan_id
                            WHERE planned.line_id = line.id AND plan.state IN ('to_approve', 'proposed', 'active'))
         ORDER BY line.id
        """,
        open=has_residual(),
        company=company_id,
        payment=_payment(),
    )


def _payment():
    """A payment of it of the time since short payments are recorded."""
    return SQL(
        """
        SELECT FROM account_partial_reconcile match
          JOIN account_move_line other ON other.id = match.credit_move_id
          JOIN account_journal journal ON journal.id = other.journal_id
         WHERE match.debit_move_id = line.id AND journal.type IN ('bank', 'cash', 'credit')
           AND other.date >= profile.short_since
        """
    )
