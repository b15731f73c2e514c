from datetime import timedelta
from math import isfinite

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, formatLang

from .dispute_department import COLLECTING

STATES = [
    ("new", "New"),
    ("in_process", "In Process"),
    ("decided", "Decided"),
    ("closed", "Closed"),
    ("voided", "Voided"),
]
OUTCOMES = [
    ("valid", "Valid"),
    ("partly", "Partly Valid"),
    ("invalid", "Invalid"),
    ("withdrawn", "Withdrawn"),
    ("written_off", "Written Off"),
]
# what who sees a dispute may write; the rest changes by actions, from the reason or from the ledger
EDITABLE = {"description", "customer_reference", "customer_amount", "contact_id", "root_cause_id", "product_id"}
EDITABLE |= {"processor_id", "plant_id", "carrier_id"}
COORDINATED = {"priority", "coordinator_id"}  # by who collects
SUPERVISED = {"date_due", "pause_until"}


def _amount(label, **kwargs):
    return fields.Monetary(string=label, readonly=True, default=0, **kwargs)


class CollectionsDispute(models.Model):
    """A customer objects to open items or parts of them (I1). Grain: one case of one customer in one currency.

    Who can take the decision is outside of credit: the department of the reason, within its time limit. Meanwhile the
    disputed part is not chased, the rest is. Opened by ``_open`` only; its amounts are read from the ledger.
    """

    _name = "collections.dispute"
    _description = "Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin", "collections.state.door"]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id.name", "line_ids.item_name"]
    _mail_post_access = "write"

    name = fields.Char(string="Number", required=True, readonly=True, default="/")
    account_id = fields.Many2one("collections.account", required=True, readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True, string="Customer")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    state = fields.Selection(STATES, required=True, readonly=True, default="new", tracking=True, group_expand=True)
    line_ids = fields.One2many("collections.dispute.line", "dispute_id", string="Disputed Items", readonly=True)
    task_ids = fields.One2many("collections.dispute.task", "dispute_id", string="Checklist")

    reason_id = fields.Many2one(
        "collections.dispute.reason", required=True, readonly=True, tracking=True, ondelete="restrict"
    )
    path = fields.Html(related="reason_id.path", string="How to Resolve")
    deduction = fields.Boolean(related="reason_id.deduction", store=True)
    root_cause_id = fields.Many2one(
        "collections.dispute.root.cause",
        tracking=True,
        ondelete="restrict",
        help="Why it came to that, as found out.",
    )
    product_id = fields.Many2one(
        "product.product", ondelete="set null", help="What it is about, where it is one thing."
    )
    description = fields.Text(help="What the customer says.")
    customer_reference = fields.Char(help="The customer's number of his claim.")
    contact_id = fields.Many2one("res.partner", string="Raised by", ondelete="set null")
    raised_by_id = fields.Many2one(
        "res.users", string="Recorded by", required=True, readonly=True, default=lambda self: self.env.user,
        ondelete="restrict",
    )  # fmt: skip
    department_id = fields.Many2one(
        "collections.dispute.department", string="Decided by", readonly=True, tracking=True, ondelete="restrict"
    )
    processor_id = fields.Many2one("res.users", index=True, tracking=True, ondelete="set null")

    opened_on = fields.Date(string="Opened", required=True, readonly=True)
    date_due = fields.Date(string="To Be Decided by", required=True, tracking=True)
    pauses = fields.Boolean(string="Not Chased", readonly=True, default=True)
    pause_until = fields.Date(
        string="Not Chased until",
        tracking=True,
        help="The last day on which the undecided amount is not chased. Empty: as long as it is open.",
    )

    outcome = fields.Selection(OUTCOMES, readonly=True, tracking=True)
    decided_on = fields.Date(string="Decided", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    rejected_on = fields.Date(
        string="Rejected on", readonly=True, help="From this day on the customer owes it after all."
    )
    closed_on = fields.Date(string="Closed", readonly=True)
    settled = fields.Boolean(readonly=True, help="Closed by what was booked; reopened when that is undone.")
    credit_note_ids = fields.Many2many(
        "account.move", "collections_dispute_credit_note_rel", "dispute_id", "move_id", string="Credit Notes",
        readonly=True,
    )  # fmt: skip

    amount = _amount("Originally Disputed", tracking=True)
    customer_amount = fields.Monetary(
        string="Customer Disputes",
        tracking=True,
        help="What the customer says he does not owe. It need not be what is open: of 1,000 he will pay 850, so 150.",
    )
    disputed = _amount("Not Settled Yet", help="What nobody paid, credited or cleared, also when it was rejected.")
    paid = _amount("Paid")
    credited = _amount("Credited")
    cleared = _amount("Cleared Otherwise")
    written_off = _amount("Written Off")
    accepted = fields.Monetary(compute="_compute_accepted", help="To be credited or written off, as decided.")
    credit_note_count = fields.Integer(compute="_compute_credit_note_count", compute_sudo=True)
    days = fields.Integer(string="Days Open", compute="_compute_days")
    is_late = fields.Boolean(compute="_compute_days", search="_search_is_late")

    _pause_in_order = models.Constraint(
        "CHECK(pause_until >= opened_on)", "The last day not chased is before the day it was opened."
    )
    _customer_amount_not_negative = models.Constraint(
        "CHECK(customer_amount >= 0)", "What the customer disputes cannot be negative."
    )
    _open_disputes = models.Index("(company_id) WHERE state IN ('new', 'in_process', 'decided')")
    _name_unique = models.UniqueIndex("(name)", "There is a dispute of this number already.")

    @api.depends("line_ids.accepted")
    def _compute_accepted(self):
        for dispute in self:
            dispute.accepted = sum(dispute.sudo().line_ids.mapped("accepted"))

    @api.depends("credit_note_ids")
    def _compute_credit_note_count(self):
        for dispute in self:
            dispute.credit_note_count = len(dispute.credit_note_ids)

    @api.depends("opened_on", "closed_on", "date_due", "state")
    def _compute_days(self):
        today = fields.Date.context_today(self)
        for dispute in self:
            dispute.days = ((dispute.closed_on or today) - dispute.opened_on).days if dispute.opened_on else 0
            dispute.is_late = bool(
                dispute.state in ("new", "in_process") and dispute.date_due and dispute.date_due < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", ("new", "in_process")), ("date_due", "<", "today")]

    # ---------------------------------------------------------------------------------------------- who may write what
    def _has_field_access(self, field, operation):
        """Amounts come from the ledger, states through their actions, time limits from the reason or a supervisor."""
        allowed = super()._has_field_access(field, operation)
        if not allowed or operation == "read" or self.env.su or field.name not in self._own_fields():
            return allowed
        user = self.env.user
        return (
            field.name in EDITABLE
            or (field.name in COORDINATED and user.has_group(COLLECTING))
            or (field.name in SUPERVISED and user.has_group("collections_mgmt.collections_mgmt_group_supervisor"))
        )

    @api.model
    def _own_fields(self):
        """Names of the fields that are not those of messages and activities."""
        mail = self.env["mail.thread"]._fields.keys() | self.env["mail.activity.mixin"]._fields.keys()
        return self._fields.keys() - mail - {"task_ids"}

    def write(self, vals):
        if "customer_amount" in vals:
            self._check_customer_amount(vals["customer_amount"])
        result = super().write(vals)
        if "processor_id" in vals:
            self.sudo()._remind_processors()
        if SUPERVISED & vals.keys():
            disputes = self.sudo()
            disputes._take_back_escalation()
            disputes._remind_processors()
            disputes.account_id._refresh_now()
        return result

    def _check_customer_amount(self, amount):
        """:raise UserError: for what is no amount, or more than the invoices are"""
        if not isinstance(amount or 0, int | float) or not isfinite(amount or 0):
            raise UserError(self.env._("“%s” is no amount.", amount))
        for dispute in self.sudo():
            invoiced = sum(dispute.line_ids.move_id.mapped("amount_total"))
            # what was said before stays right when the documents are gone
            if dispute.currency_id.compare_amounts(amount or 0, max(invoiced, dispute.customer_amount)) > 0:
                raise UserError(
                    self.env._(
                        "The invoices in dispute are %s: nobody disputes more of them.",
                        format_amount(self.env, invoiced, dispute.currency_id),
                    )
                )

    @api.constrains("contact_id")
    def _check_contact(self):
        for dispute in self.filtered("contact_id"):
            dispute.account_id._check_spoken_with(dispute.contact_id)

    # --------------------------------------------------------------------------------------------------------- opening
    @api.model
    def _open(self, account, amounts, **vals):
        """Record what a customer objects to: the one way in. Called with all rights, after the caller's were checked.

        :param amounts: dict journal item -> amount in its currency; all of one currency
        :param vals: reason_id and what else is known
        :raise UserError: when more is disputed than is open and not disputed already
        """
        account._lock_agreements()
        account._refresh_now()
        items = self.env["account.move.line"].union(*amounts)
        self._check_amounts(items, {item.id: amount for item, amount in amounts.items()})
        return self._record(account, amounts, **vals)

    @api.model
    def _record(self, account, amounts, **vals):
        """Write it down and tell the department; that the amounts may be disputed is known."""
        items = self.env["account.move.line"].union(*amounts)
        said = sum(amounts.values())
        dispute = self.create({**self._opening_vals(account, items, vals), "customer_amount": said, **vals})
        self.env["collections.dispute.line"].create(
            [{"dispute_id": dispute.id, "line_id": item.id, "amount": amounts[item]} for item in items]
        )
        account._refresh_now()
        account._message_log(body=dispute._sentence())
        dispute._tell_department()
        return dispute

    @api.model
    def _opening_vals(self, account, items, vals):
        """What follows from the reason: who decides until when, how long it is not chased, which steps."""
        reason = self.env["collections.dispute.reason"].browse(vals["reason_id"])
        department = self.env["collections.dispute.department"].browse(vals.get("department_id")) or (
            reason.department_id
        )
        day = account._last_key_date()
        return {
            "name": self.env["ir.sequence"].next_by_code(self._name) or "/",
            "account_id": account.id,
            "currency_id": items.currency_id.id,
            "department_id": department.id,
            "processor_id": department._next_processor(account.sudo().company_id).id if department else False,
            "opened_on": day,
            "date_due": day + timedelta(days=reason.due_days),
            "pause_until": day + timedelta(days=reason.maximum_days - 1) if reason.maximum_days else False,
            "pauses": reason.pauses,
            "task_ids": [Command.create({"name": step.name, "sequence": step.sequence}) for step in reason.step_ids],
        }

    @api.model
    def _check_amounts(self, items, amounts):
        if not items:
            raise UserError(self.env._("Choose at least one open item, with the amount the customer objects to."))
        if len(items.currency_id) != 1:
            raise UserError(self.env._("A dispute is of one currency: record one for each."))
        disputable = self.env["collections.dispute.line"]._disputable(items)
        for item in items:
            self._check_amount(item, amounts[item.id], disputable.get(item.id, 0))

    @api.model
    def _check_amount(self, item, amount, disputable):
        currency = item.currency_id
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("%s: say which amount the customer objects to.", item.move_id.name))
        if currency.compare_amounts(amount, currency.round(amount)) or currency.compare_amounts(amount, disputable) > 0:
            raise UserError(
                self.env._(
                    "%(item)s: at most %(disputable)s can be disputed, that is what is open and not disputed yet.",
                    item=item.move_id.name,
                    disputable=formatLang(self.env, disputable, currency_obj=currency),
                )
            )

    # -------------------------------------------------------------------------------------------------------- in words
    def _sentence(self):
        """What is disputed, in one line without a full stop."""
        self.ensure_one()
        return self.env._(
            "%(number)s: %(amount)s disputed, to be decided by %(who)s until %(day)s: %(reason)s",
            number=self.name,
            amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
            who=self.department_id.name or self.env._("nobody yet"),
            day=format_date(self.env, self.date_due),
            reason=self.reason_id.name,
        )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for dispute in self:
            dispute.display_name = f"{dispute.name} {dispute.partner_id.name or ''}".strip()

    # --------------------------------------------------------------------------------------------------------- actions
    def action_open(self):
        """Open the dispute."""
        self.ensure_one()
        self.check_access("read")
        return self._get_records_action()

    def action_open_account(self):
        """Open the account of the customer."""
        self.ensure_one()
        self.account_id.check_access("read")
        return self.account_id._get_records_action()
