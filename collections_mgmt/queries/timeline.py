"""Grain: one event in the life of an account. Each function is one source; they have the same columns."""

import json

from odoo.tools import SQL

from .receivable_line import is_due_or_paid
from .written_day import written_day

COLUMNS = ("res_id", "account_id", "at", "kind", "name", "detail", "amount", "user_id")


def contacts(lang):
    """Contacts. Index: collections_contact.account_id."""
    return SQL(
        """
        SELECT contact.id AS res_id, contact.account_id, contact.at, 'contact' AS kind,
               CONCAT_WS(', ', COALESCE(outcome.name->>%(lang)s, outcome.name->>'en_US'), person.name) AS name,
               contact.note AS detail, NULL::numeric AS amount, contact.user_id
          FROM collections_contact contact
          JOIN collections_contact_outcome outcome ON outcome.id = contact.outcome_id
          LEFT JOIN res_partner person ON person.id = contact.partner_id
        """,
        lang=lang,
    )


def resubmissions(lang, date_format):
    """Resubmissions, when they were given. Index: collections_resubmission.account_id."""
    return SQL(
        """
        SELECT resubmission.id AS res_id, resubmission.account_id, resubmission.create_date AS at,
               'resubmission' AS kind,
               CONCAT_WS(', ', %(day)s,
                         COALESCE(reason.name->>%(lang)s, reason.name->>'en_US')) AS name,
               resubmission.note AS detail, NULL::numeric AS amount, resubmission.given_by_id AS user_id
          FROM collections_resubmission resubmission
          LEFT JOIN collections_resubmission_reason reason ON reason.id = resubmission.reason_id
        """,
        lang=lang,
        day=written_day(SQL("resubmission.date"), date_format),
    )


def holds(lang):
    """Holds, when they were given. Index: collections_hold.account_id."""
    return SQL(
        """
        SELECT hold.id AS res_id, hold.account_id, hold.create_date AS at, 'hold' AS kind,
               CONCAT_WS(', ', hold.item_name, COALESCE(reason.name->>%(lang)s, reason.name->>'en_US')) AS name,
               hold.note AS detail, NULL::numeric AS amount, hold.given_by_id AS user_id
          FROM collections_hold hold
          JOIN collections_hold_reason reason ON reason.id = hold.reason_id
        """,
        lang=lang,
    )


def invoices():
    """Posted invoices, receipts and credit notes, in company currency. Index: account_move.partner_id."""
    return SQL(
        """
        SELECT move.id AS res_id, account.id AS account_id, move.invoice_date::timestamp AS at,
               CASE WHEN move.move_type = 'out_refund' THEN 'credit_note' ELSE 'invoice' END AS kind,
               move.name, NULLIF(move.ref, '') AS detail, move.amount_total_signed AS amount, NULL::int AS user_id
          FROM collections_account account
          JOIN res_partner partner ON partner.commercial_partner_id = account.partner_id
          JOIN account_move move ON move.partner_id = partner.id
          JOIN res_company company
            ON company.id = move.company_id AND split_part(company.parent_path, '/', 1)::int = account.company_id
         WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
        """
    )


def payments():
    """Money received and paid back, by entry, in company currency. Index: account_move_line._collections_history."""
    return SQL(
        """
        SELECT line.move_id AS res_id, account.id AS account_id, line.date::timestamp AS at, 'payment' AS kind,
               MIN(line.move_name) AS name, NULLIF(MIN(line.ref), '') AS detail, -SUM(line.balance) AS amount,
               NULL::int AS user_id
          FROM collections_account account
          JOIN res_partner partner ON partner.commercial_partner_id = account.partner_id
          JOIN account_move_line line ON line.partner_id = partner.id
          JOIN account_account ledger ON ledger.id = line.account_id AND ledger.account_type = 'asset_receivable'
               AND ledger.non_trade IS NOT TRUE
          JOIN account_journal journal ON journal.id = line.journal_id AND journal.type IN ('bank', 'cash', 'credit')
          JOIN res_company company
            ON company.id = line.company_id AND split_part(company.parent_path, '/', 1)::int = account.company_id
         WHERE %s
         GROUP BY line.move_id, account.id, line.date
        """,
        is_due_or_paid(),  # a payment has no date of an invoice
    )


def promises(results, date_format):
    """Promises to pay, when they were made, with what became of them. Index: collections_promise.account_id.

    :param results: label of each ``fulfilment``
    """
    return SQL(
        """
        SELECT promise.id AS res_id, promise.account_id, promise.create_date AS at, 'promise' AS kind,
               %(day)s AS name,
               CONCAT_WS(': ', %(results)s::jsonb->>promise.fulfilment, NULLIF(promise.note, '')) AS detail,
               %(amount)s AS amount, promise.given_by_id AS user_id
          FROM collections_promise promise
        """,
        results=json.dumps(results),
        day=written_day(SQL("promise.date"), date_format),
        amount=_in_company_currency(SQL("promise"), SQL("promise.amount")),
    )


def disputes(lang, outcomes, states):
    """Disputes, when they were opened, with what became of them. Index: collections_dispute.account_id.

    :param outcomes: label of each ``outcome``
    :param states: label of each ``state``
    """
    return SQL(
        """
        SELECT dispute.id AS res_id, dispute.account_id, dispute.create_date AS at, 'dispute' AS kind,
               CONCAT_WS(', ', dispute.name, COALESCE(reason.name->>%(lang)s, reason.name->>'en_US')) AS name,
               CONCAT_WS(': ', COALESCE(%(outcomes)s::jsonb->>dispute.outcome, %(states)s::jsonb->>dispute.state),
                         NULLIF(dispute.description, '')) AS detail,
               %(amount)s AS amount, dispute.raised_by_id AS user_id
          FROM collections_dispute dispute
          JOIN collections_dispute_reason reason ON reason.id = dispute.reason_id
        """,
        lang=lang,
        outcomes=json.dumps(outcomes),
        states=json.dumps(states),
        amount=_in_company_currency(SQL("dispute"), SQL("dispute.amount")),
    )


def plans(states):
    """Instalment plans, when they were recorded, with what became of them. Index: collections_plan.account_id.

    :param states: label of each ``state``
    """
    return SQL(
        """
        SELECT plan.id AS res_id, plan.account_id, plan.create_date AS at, 'plan' AS kind, plan.number AS name,
               CONCAT_WS(': ', %(states)s::jsonb->>plan.state, NULLIF(plan.note, '')) AS detail,
               %(amount)s AS amount, plan.given_by_id AS user_id
          FROM collections_plan plan
        """,
        states=json.dumps(states),
        amount=_in_company_currency(SQL("plan"), SQL("plan.total")),
    )


def _in_company_currency(agreement, amount):
    """SQL: an amount of an agreement; none where it is of another currency than the events are told in."""
    return SQL(
        """
        CASE WHEN %(agreement)s.currency_id =
                  (SELECT company.currency_id
                     FROM collections_account account
                     JOIN res_company company ON company.id = account.company_id
                    WHERE account.id = %(agreement)s.account_id)
             THEN %(amount)s END
        """,
        agreement=agreement,
        amount=amount,
    )
