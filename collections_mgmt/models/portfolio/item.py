from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.covered_document import item_of_covered_document
from ...queries.item_on_hold import item_on_hold
from ...queries.open_item import SOURCES, WATERFALL, open_item, open_line, open_residual
from ...queries.payment_under_way import payment_under_way
from ..foundation.known_ids import BARE, ids_asked_for

KNOWN = "collections_item_ids"


class CollectionsItem(models.Model):
    """An open item. Grain: one receivable journal item with a residual, i.e. one due date of one invoice.

    A view over the ledger, nothing is copied. Its residual is split into the waterfall of FM1: what is covered by
    something (a dispute, a promise, a payment under way ...) and what is free to be collected.

    A context that covers part of a residual overrides ``_claims`` and ``_claim_sources``.
    The day counts are those of the key date of the account, so that they agree with its figures; the context key
    ``collections_key_date`` asks for another day.
    """

    _name = "collections.item"
    _description = "Open Item"
    _auto = False
    _order = "due_date, id"
    _depends = {model: list(names) for model, names in SOURCES.items()}

    account_id = fields.Many2one("collections.account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    root_company_id = fields.Many2one("res.company", readonly=True)
    company_id = fields.Many2one("res.company", string="Company or Branch", readonly=True)
    line_id = fields.Many2one("account.move.line", string="Journal Item", readonly=True)
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
    ledger_account_id = fields.Many2one("account.account", string="Receivable Account", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    name = fields.Char(string="Number", readonly=True)
    reference = fields.Char(readonly=True)
    move_type = fields.Selection(selection="_move_types", string="Kind", readonly=True)
    document_date = fields.Date(string="Date", readonly=True)
    due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(
        readonly=True, aggregator="max", help="Days after the due date; negative when not yet due."
    )
    discount_date = fields.Date(
        string="Discount Until", readonly=True, help="Early payment discount is still to be had until this day."
    )
    amount = fields.Monetary(currency_field="company_currency_id", readonly=True)
    amount_currency = fields.Monetary(string="Amount in Currency", readonly=True, aggregator=None)
    residual = fields.Monetary(string="Open", currency_field="company_currency_id", readonly=True)
    residual_currency = fields.Monetary(string="Open in Currency", readonly=True, aggregator=None)
    legal = fields.Monetary(currency_field="company_currency_id", readonly=True)
    placed = fields.Monetary(string="At Agency", currency_field="company_currency_id", readonly=True)
    held = fields.Monetary(
        string="On Hold",
        currency_field="company_currency_id",
        readonly=True,
        help="Put on hold, or blocked in accounting.",
    )
    disputed = fields.Monetary(currency_field="company_currency_id", readonly=True)
    planned = fields.Monetary(string="In a Plan", currency_field="company_currency_id", readonly=True)
    promised = fields.Monetary(currency_field="company_currency_id", readonly=True)
    in_payment = fields.Monetary(
        string="Payment under Way",
        currency_field="company_currency_id",
        readonly=True,
        help="Paid online and not yet booked, or payment registered and not yet matched.",
    )
    dunned = fields.Monetary(string="Just Dunned", currency_field="company_currency_id", readonly=True)
    free = fields.Monetary(
        string="Free to Collect",
        currency_field="company_currency_id",
        readonly=True,
        help="What nothing covers. The covered parts and this add up to the open amount.",
    )
    free_currency = fields.Monetary(string="Free in Currency", readonly=True, aggregator=None)

    @api.model
    def _move_types(self):
        return self.env["account.move"]._fields["move_type"]._description_selection(self.env)

    @property
    def _table_query(self):
        known = self.env.context.get(KNOWN)
        among = None if known is None else SQL("line.id = ANY(%s)", list(known))
        if asked := self.env.context.get("collections_key_date"):
            return self._open_items(fields.Date.to_date(asked), among)
        known = SQL("COALESCE(GREATEST(account.key_date, day.key_date), %s)", fields.Date.context_today(self))
        return self._open_items(known, among)

    @api.model
    def _open_items(self, key_date, among=None):
        """SQL of the open items with the days of ``key_date`` (a date or SQL); see ``queries.open_item``.

        :param SQL among: condition over ``line`` alone, by which those of interest are found
        """
        if self.env.context.get(BARE):
            return open_item(self.env, key_date, {}, {}, among)
        return open_item(self.env, key_date, self._claims(key_date), self._claim_sources(among), among)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """What covers known items is looked up for them alone."""
        known = ids_asked_for(domain)
        items = self if known is None else self.with_context(**{KNOWN: known})
        return super(CollectionsItem, items)._search(domain, *args, **kwargs)

    @api.model
    def _open_lines(self, scope, key_date):
        """SQL of the open items without what covers them; see ``queries.open_line``."""
        return open_line(self.env, scope, key_date)

    @api.model
    def _open_residuals(self, scope, key_date, claimed_only=False, accounts=None):
        """SQL of the open items with what covers them, or of those that something may cover; see ``open_residual``.

        :param SQL accounts: ids of the accounts with which what covers them was said; None for all
        """
        sources = self._claim_sources(scope.receivable(), accounts)
        return open_residual(self.env, scope, key_date, self._claims(key_date), sources, claimed_only)

    @api.model
    def _claims(self, key_date):
        """Part of the waterfall -> SQL of the amount it claims of an item, in line currency, never negative.

        Over ``line``, ``move`` and what ``_claim_sources`` brings. A claim may exceed the residual. Whoever asks for
        ``move`` makes a run read all documents: what few of them have is better joined.

        :param key_date: a date, or SQL of one where there is an ``account``
        """
        return {
            # blocked is "do not chase"; it outlives the payment, so it never decides whether an item is open
            "held": SQL(
                "CASE WHEN covered.payment_state = 'blocked' OR (%s)::date <@ ANY(on_hold.days)"
                " THEN line.amount_residual_currency ELSE 0 END",
                key_date,
            ),
            # with other accounting add-ons an invoice is "in payment" while its residual is still full
            "in_payment": SQL(
                "CASE WHEN covered.payment_state <> 'blocked' THEN line.amount_residual_currency"
                " ELSE under_way.amount END"
            ),
        }

    @api.model
    def _claim_sources(self, among=None, accounts=None):
        """Alias -> SQL of what ``_claims`` reads there: a row for each ``line_id`` that it may find something for.

        Those are few, the others are free.

        :param SQL among: condition over ``line`` that narrows them
        :param SQL accounts: ids of the accounts with which something was said; None for all
        """
        return {
            "covered": item_of_covered_document(among),
            "under_way": payment_under_way(),
            "on_hold": item_on_hold(among, accounts),
        }

    @api.model
    def _parts(self):
        """Names of the parts of the waterfall, in order."""
        return WATERFALL

    def _in_own_currency(self, part):
        """``part`` of what is open, an amount in company currency, in the currency of the item."""
        self.ensure_one()
        share = part / self.residual if self.residual else 0
        return self.currency_id.round(self.residual_currency * share)

    def action_open_document(self):
        """Open the invoice or entry behind the item."""
        self.ensure_one()
        return self.move_id._get_records_action()
