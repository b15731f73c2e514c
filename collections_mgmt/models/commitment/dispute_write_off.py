import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import formatLang

from ...queries.dispute_claim import OPEN

_logger = logging.getLogger(__name__)


class ResCompany(models.Model):
    _inherit = "res.company"

    collections_write_off_limit = fields.Monetary(
        string="Write Off Rests up to",
        help="What is left of a dispute after a payment or a credit is written off by itself when it is no more than "
        "this, in the currency of the company. 0: nothing is written off.",
    )
    collections_write_off_account_id = fields.Many2one(
        "account.account", string="Account of Written-Off Rests", ondelete="restrict"
    )
    collections_write_off_journal_id = fields.Many2one(
        "account.journal", string="Journal of Written-Off Rests", ondelete="restrict"
    )

    _collections_write_off_not_negative = models.Constraint(
        "CHECK(collections_write_off_limit >= 0)", "The limit up to which rests are written off cannot be negative."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_write_off_limit = fields.Monetary(
        related="company_id.root_id.collections_write_off_limit", readonly=False
    )
    collections_write_off_account_id = fields.Many2one(
        related="company_id.root_id.collections_write_off_account_id", readonly=False
    )
    collections_write_off_journal_id = fields.Many2one(
        related="company_id.root_id.collections_write_off_journal_id", readonly=False
    )


class CollectionsDispute(models.Model):
    """A small rest is not worth the work: it is written off by a journal entry, where the company wants it (I8).

    Once only: who takes the entry back wants the customer to pay. What is on hold, blocked in accounting or of a
    period that is closed is left alone.
    """

    _inherit = "collections.dispute"

    write_off_move_ids = fields.Many2many(
        "account.move", "collections_dispute_write_off_rel", "dispute_id", "move_id", string="Written Off With",
        readonly=True,
    )  # fmt: skip

    @api.model
    def _cron_write_off(self):
        """Every morning."""
        self._in_each_company("_write_off_rests")

    @api.model
    def _write_off_rests(self, company, key_date):
        """Write off the small rests of disputes of a root company.

        :return: the disputes that had one
        """
        limit, account = company.collections_write_off_limit, company.collections_write_off_account_id
        if not (limit > 0 and account and company.collections_write_off_journal_id):
            return self.browse()
        waiting = self.search([("company_id", "=", company.id), *self._domain_rest()])
        waiting.account_id._lock_agreements()
        waiting.account_id._refresh_now()
        held = self._held_items(waiting, key_date)
        rests = waiting.filtered(lambda dispute: dispute._is_small_rest(limit, key_date, held))
        written = self.browse()
        for dispute in rests:
            try:
                with self.env.cr.savepoint():
                    dispute._write_off_rest(key_date)
            except UserError as error:  # what accounting does not allow is left to people
                _logger.warning("%s: the rest was not written off: %s", dispute.name, error)
            else:
                written |= dispute
        written.account_id._refresh_now()
        return written

    @api.model
    def _domain_rest(self):
        """Part of it is settled, and nobody rejected the rest."""
        settled = Domain("paid", ">", 0) | Domain("credited", ">", 0)
        left = Domain("disputed", ">", 0) & Domain("rejected_on", "=", False) & Domain("write_off_move_ids", "=", False)
        return Domain("state", "in", OPEN) & settled & left

    @api.model
    def _held_items(self, disputes, key_date):
        """Journal items and customers of disputes that somebody put on hold, as pairs (account, item or nothing)."""
        holds = self.env["collections.hold"].search(
            [
                ("account_id", "in", disputes.account_id.ids),
                ("date_from", "<=", key_date),
                "|",
                ("last_day", "=", False),
                ("last_day", ">=", key_date),
            ]
        )
        return {(hold.account_id, hold.line_id) for hold in holds}

    def _is_small_rest(self, limit, key_date, held):
        company = self.company_id
        rest = sum(line.claimed * line.rate for line in self.line_ids)
        lines = self.line_ids.filtered("claimed")
        return (
            0 < company.currency_id.round(rest) <= limit
            and (self.account_id, self.env["account.move.line"]) not in held
            and all(
                line._may_be_written_off(key_date) and (self.account_id, line.line_id) not in held for line in lines
            )
        )

    def _write_off_rest(self, key_date):
        told = formatLang(self.env, sum(self.line_ids.mapped("claimed")), currency_obj=self.currency_id)
        company = self.company_id
        moves = self.env["account.move"]
        for line in self.line_ids.filtered("claimed"):
            moves |= line._write_off(key_date)
        self.write_off_move_ids = [Command.set(moves.ids)]
        self.message_post(
            body=self.env._(
                "The rest of %(rest)s was written off by itself (%(entries)s): rests up to %(limit)s are, by the "
                "settings of the company.",
                rest=told,
                entries=", ".join(moves.mapped("name")),
                limit=formatLang(self.env, company.collections_write_off_limit, currency_obj=company.currency_id),
            ),
            subtype_xmlid="mail.mt_note",
        )


class CollectionsDisputeLine(models.Model):
    _inherit = "collections.dispute.line"

    def _may_be_written_off(self, key_date):
        """It is an open receivable, not blocked in accounting, and the day is in no closed period."""
        item = self.line_id
        return (
            item.parent_state == "posted"
            and not item.reconciled
            and item.account_type == "asset_receivable"
            and item.move_id.payment_state != "blocked"
            and not item.company_id._get_violated_lock_dates(
                key_date, False, item.company_id.root_id.collections_write_off_journal_id
            )
        )

    def _write_off(self, key_date):
        """Book what is claimed of the item to the account of the company, and match it with the item."""
        item, root = self.line_id, self.account_id.company_id
        move = self.env["account.move"].with_company(item.company_id).create(self._prepare_write_off(root, key_date))
        move._post(soft=False)
        (item | move.line_ids.filtered(lambda line: line.account_id == item.account_id)).reconcile()
        return move

    def _prepare_write_off(self, root, key_date):
        item = self.line_id
        balance = item.company_currency_id.round(self.claimed * item.amount_residual / item.amount_residual_currency)
        label = self.env._(
            "%(dispute)s: rest of %(item)s", dispute=self.dispute_id.name, item=self.item_name or item.move_id.name
        )
        common = {"name": label, "partner_id": item.partner_id.id, "currency_id": item.currency_id.id}
        accounts = ((item.account_id, -1), (root.collections_write_off_account_id, 1))
        return {
            "move_type": "entry",
            "company_id": item.company_id.id,
            "journal_id": root.collections_write_off_journal_id.id,
            "date": key_date,
            "ref": label,
            "line_ids": [
                Command.create(
                    {
                        **common,
                        "account_id": account.id,
                        "balance": sign * balance,
                        "amount_currency": sign * self.claimed,
                    }
                )
                for account, sign in accounts
            ],
        }
