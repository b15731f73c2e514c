from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

MANY = 80  # open items of a customer that are offered


class CollectionsDisputeCreate(models.TransientModel):
    """Asks what a customer objects to, and why. Grain: one request of one customer; a dispute for each currency.

    Opened from open items, from the customer, or from a payment that was too short.
    """

    _name = "collections.dispute.create"
    _description = "Record a Dispute"
    _inherit = ["collections.customer.ask"]

    account_id = fields.Many2one("collections.account", required=True, readonly=True)
    customer = fields.Char(compute="_compute_customer", compute_sudo=True)
    line_ids = fields.One2many("collections.dispute.create.line", "wizard_id", string="Open Items")
    reason_id = fields.Many2one("collections.dispute.reason", required=True)
    department_id = fields.Many2one(
        "collections.dispute.department",
        string="Decided by",
        compute="_compute_department_id",
        store=True,
        readonly=False,
    )
    contact_id = fields.Many2one("res.partner", string="Raised by")
    customer_reference = fields.Char(help="The customer's number of his claim.")
    description = fields.Text()
    product_id = fields.Many2one("product.product", compute="_compute_product_id", store=True, readonly=False)
    delivery = fields.Boolean(related="reason_id.delivery")
    plant_id = fields.Many2one("res.partner", domain=lambda self: self.env["collections.dispute"]._domain_plants())
    carrier_id = fields.Many2one("res.partner", domain=lambda self: self.env["collections.dispute"]._domain_carriers())
    product_ids = fields.Many2many(
        "product.product", string="Invoiced Products", compute="_compute_product_ids", compute_sudo=True
    )
    consequence = fields.Char(compute="_compute_consequence")

    @api.model
    def default_get(self, fields_list):
        """What was selected with all that can be disputed; of a customer as a whole all that is open, with nothing."""
        values = super().default_get(fields_list)
        items, whole = self._asked_items()
        if not items:
            return values
        account = self._account_of(items)
        disputable = self.env["collections.dispute.line"].sudo()._disputable(items)
        lines = [
            {"line_id": item.id, "disputable": disputable[item.id], "amount": disputable[item.id] if whole else 0}
            for item in items.sorted(lambda item: (item.date_maturity or item.date, item.id))
            if disputable.get(item.id, 0) > 0
        ]
        return {
            **values,
            "account_id": account.id,
            "contact_id": self._call().partner_id.id or values.get("contact_id"),
            "description": self._call().note or values.get("description"),
            "line_ids": [Command.create(line) for line in lines],
        }

    @api.model
    def _asked_items(self):
        """The journal items it is about, and whether they were chosen one by one."""
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids", [])
        items = self.env["account.move.line"]
        if model == "collections.account":
            domain = [("account_id", "in", ids[:1]), ("residual", ">", 0)]
            return items.browse(self.env["collections.item"].search(domain, limit=MANY).ids), False
        if model == "collections.item":
            chosen = self.env[model].browse(ids).filtered(lambda item: item.residual > 0)
            return items.browse(chosen.ids), True
        if model == "account.move.line":
            return items.browse(ids).exists(), True
        return items, False

    @api.model
    def _account_of(self, items):
        """The one customer these open items are of."""
        partners, companies = items.sudo().partner_id.commercial_partner_id, items.sudo().company_id.root_id
        if len(partners) != 1 or len(companies) != 1:
            raise UserError(self.env._("A dispute is of one customer: choose open items of one only."))
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        domain = [("partner_id", "=", partners.id), ("company_id", "=", companies.id)]
        account = accounts.search(domain)
        if not account:
            accounts._ensure_accounts(companies, customer_ids=partners.ids)
            account = accounts.search(domain)
        return account

    @api.depends("account_id")
    def _compute_customer(self):
        for wizard in self:
            wizard.customer = wizard.account_id.display_name

    @api.depends("reason_id")
    def _compute_department_id(self):
        for wizard in self:
            wizard.department_id = wizard.reason_id.department_id

    @api.depends("line_ids.amount", "line_ids.line_id")
    def _compute_product_ids(self):
        for wizard in self:
            chosen = wizard.line_ids.filtered("amount") or wizard.line_ids
            wizard.product_ids = chosen.line_id.move_id.invoice_line_ids.product_id

    @api.depends("product_ids")
    def _compute_product_id(self):
        for wizard in self:
            one = wizard.product_ids if len(wizard.product_ids) == 1 else False
            wizard.product_id = wizard.product_id if wizard.product_id in wizard.product_ids else one

    @api.depends("reason_id", "department_id")
    def _compute_consequence(self):
        for wizard in self:
            wizard.consequence = wizard._consequence() if wizard.reason_id else False

    def _consequence(self):
        reason = self.reason_id
        who = self.department_id.name or self.env._("nobody yet")
        decided = self.env._("To be decided by %(who)s within %(days)s days.", who=who, days=reason.due_days)
        if silent := self.department_id._nobody_hears(self.account_id.company_id):
            decided = f"{decided} {silent}"
        if not reason.pauses:
            return f"{decided} {self.env._('Chased as before meanwhile.')}"
        if not reason.maximum_days:
            return f"{decided} {self.env._('The amount is not chased meanwhile.')}"
        pause = self.env._("The amount is not chased meanwhile, for at most %s days.", reason.maximum_days)
        return f"{decided} {pause}"

    # --------------------------------------------------------------------------------------------------------- opening
    def action_open(self):
        """Record a dispute for each currency, and show them to who may see them."""
        self.ensure_one()
        self._check_may_open()
        chosen = self.line_ids.filtered("amount")
        if not chosen:
            raise UserError(self.env._("Say of at least one open item which amount the customer objects to."))
        disputes = self.env["collections.dispute"].sudo()
        opened = disputes.browse()
        for lines in chosen.grouped(lambda line: line.line_id.currency_id).values():
            amounts = {line.line_id.sudo(): line.amount for line in lines}
            opened |= disputes._open(self.account_id.sudo(), amounts, **self._opening_vals())
        return self._shown(opened.with_user(self.env.user))

    def action_open_and_next(self):
        """Record it, and open the next customer of the list."""
        return self._and_next(self.action_open())

    def _opening_vals(self):
        return {
            "reason_id": self.reason_id.id,
            "department_id": self.department_id.id,
            "contact_id": self.contact_id.id,
            "customer_reference": self.customer_reference,
            "description": self.description,
            "product_id": self.product_id.id,
            "plant_id": self.plant_id.id if self.delivery else False,
            "carrier_id": self.carrier_id.id if self.delivery else False,
            "raised_by_id": self.env.uid,
        }

    def _check_may_open(self):
        """Specialists of their customers; and who books payments, of documents he sees."""
        self.line_ids.line_id.check_access("read")
        if self.env["account.payment"]._may_dispute() and not self.env["collections.account"].has_access("read"):
            return
        if not self.env.user.has_group("collections_mgmt.collections_mgmt_group_specialist"):
            raise AccessError(self.env._("Disputes are recorded by who collects, or by who books payments."))
        self.account_id.check_access("read")

    def _shown(self, disputes):
        if not disputes.has_access("read"):
            text = self.env._("Recorded: %s", ", ".join(disputes.sudo().mapped("name")))
            params = {"message": text, "type": "success", "next": {"type": "ir.actions.act_window_close"}}
            return {"type": "ir.actions.client", "tag": "display_notification", "params": params}
        if self.env.context.get("active_model") == "account.move.line" or len(disputes) > 1:
            return disputes._get_records_action(name=self.env._("Disputes"))
        return {"type": "ir.actions.act_window_close"}


class CollectionsDisputeCreateLine(models.TransientModel):
    """An open item offered. Grain: one open item of the request; no amount: the customer does not object to it."""

    _name = "collections.dispute.create.line"
    _description = "Open Item to Dispute"

    wizard_id = fields.Many2one("collections.dispute.create", required=True, ondelete="cascade")
    line_id = fields.Many2one("account.move.line", required=True, ondelete="cascade")
    name = fields.Char(related="line_id.move_id.name", string="Number")
    due_date = fields.Date(related="line_id.date_maturity")
    currency_id = fields.Many2one(related="line_id.currency_id")
    residual = fields.Monetary(related="line_id.amount_residual_currency", string="Open")
    disputable = fields.Monetary(string="Can Be Disputed", readonly=True, help="What is open and not disputed yet.")
    amount = fields.Monetary(string="Disputed")
