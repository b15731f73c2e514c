from odoo import api, fields, models
from odoo.tools import SQL

from ..queries.as_of import as_of


class CollectionsSalesReceivable(models.Model):
    """What the customers of salespeople owe, to read (E18). Grain: one account x one salesperson of it.

    A salesperson of a customer is the one of the contact, and whoever stands as such on a document with something open.
    Company currency. Nothing collectors write is in it, but for tasks they give to sales; of disputes, promises and
    plans there are amounts and days alone.
    """

    _name = "collections.sales.receivable"
    _description = "Receivables of the Customers of a Salesperson"
    _auto = False
    _order = "overdue desc, id"
    _rec_name = "partner_id"
    _depends = {
        "collections.account": [
            "partner_id", "company_id", "balance", "overdue", "not_due", "oldest_days", "credits", "last_payment_date",
            "credit_limit", "verdict", "active", "key_date", "item_count", "disputed", "promised", "planned",
            "promise_date", "instalment_date",
        ],
        "res.partner": ["user_id"],
        "account.move": ["invoice_user_id", "state"],
        "account.move.line": ["reconciled", "partner_id", "parent_state"],
    }  # fmt: skip

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    salesperson_id = fields.Many2one("res.users", readonly=True)
    account_number = fields.Integer(readonly=True)
    balance = fields.Monetary(readonly=True)
    overdue = fields.Monetary(readonly=True)
    not_due = fields.Monetary(readonly=True)
    credits = fields.Monetary(string="Open Credits", readonly=True)
    disputed = fields.Monetary(readonly=True, help="The customer objects to it: it is being looked into.")
    promised = fields.Monetary(readonly=True)
    promise_date = fields.Date(string="Promised For", readonly=True, help="The next day for which he promised to pay.")
    planned = fields.Monetary(string="In a Plan", readonly=True, help="To be paid in instalments.")
    instalment_date = fields.Date(string="Next Instalment", readonly=True)
    oldest_days = fields.Integer(string="Oldest (days)", readonly=True, aggregator="max")
    last_payment_date = fields.Date(string="Last Payment", readonly=True)
    key_date = fields.Date(string="As of", readonly=True)
    standing = fields.Selection(
        [("collected", "Being Collected"), ("paused", "Not Chased Now"), ("fine", "Nothing Overdue")],
        readonly=True,
    )
    aging = fields.Json(string="Ageing", compute="_compute_account")
    process_line = fields.Char(string="Collections", compute="_compute_account", help="The step it stands at.")
    specialist_id = fields.Many2one("res.users", string="Ask", compute="_compute_account", help="Who collects.")
    phone = fields.Char(related="partner_id.collections_phone", string="Phone")
    task_ids = fields.Many2many("collections.process.task", string="For You", compute="_compute_task_ids")
    task_count = fields.Integer(string="To Do", compute="_compute_task_ids")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT account.id::bigint * 10000000 + sales.user_id AS id, account.id AS account_number,
                   sales.user_id AS salesperson_id, account.partner_id, account.company_id, account.balance,
                   account.overdue, account.not_due, account.credits, account.disputed, account.promised,
                   account.promise_date, account.planned, account.instalment_date, %(oldest_days)s AS oldest_days,
                   account.last_payment_date, %(as_of)s AS key_date,
                   CASE WHEN account.verdict = 'listed' THEN 'collected'
                        WHEN account.overdue > 0 THEN 'paused' ELSE 'fine' END AS standing
              FROM (%(sales)s) AS sales
              JOIN collections_account account ON account.id = sales.account_id AND account.active
             WHERE account.item_count > 0 OR account.balance <> 0
            """,
            oldest_days=self.env["collections.account"]._fields["oldest_days"].on("account", as_of()),
            as_of=as_of(),
            sales=self._salespeople(),
        )

    @api.model
    def _salespeople(self):
        """SQL: rows of (account_id, user_id), each once."""
        return SQL(
            """
            SELECT account.id AS account_id, customer.user_id
              FROM res_partner customer JOIN collections_account account ON account.partner_id = customer.id
             WHERE customer.user_id IS NOT NULL
             UNION
            SELECT account.id, move.invoice_user_id
              FROM account_move move
              JOIN account_move_line line ON line.move_id = move.id AND line.reconciled IS NOT TRUE
               AND line.parent_state = 'posted' AND line.display_type = 'payment_term'
              JOIN res_company company ON company.id = line.company_id
              JOIN collections_account account
                ON account.partner_id = line.partner_id
               AND account.company_id = split_part(company.parent_path, '/', 1)::int
             WHERE move.invoice_user_id IS NOT NULL AND move.move_type = 'out_invoice'
            """
        )

    @api.depends("account_number")
    def _compute_account(self):
        """Read for who may read the row: accounts themselves are not for sales."""
        accounts = self.env["collections.account"].sudo().browse(self.mapped("account_number"))
        by_id = {account.id: account for account in accounts}
        for row in self:
            account = by_id[row.account_number]
            row.aging = account.aging
            process = account.process_id
            row.process_line = process._words() if process else False
            row.specialist_id = account.current_specialist_id or account.specialist_id

    @api.depends("account_number", "salesperson_id")
    @api.depends_context("uid")
    def _compute_task_ids(self):
        tasks = self.env["collections.process.task"].search(
            [
                ("account_id", "in", self.mapped("account_number")),
                ("user_id", "=", self.env.uid),
                ("state", "=", "open"),
            ]
        )
        by_account = tasks.grouped(lambda task: task.account_id.id)
        for row in self:
            row.task_ids = by_account.get(row.account_number, tasks.browse())
            row.task_count = len(row.task_ids)

    def action_open_partner(self):
        """Open the customer's contact."""
        self.ensure_one()
        return self.partner_id._get_records_action()
