from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..calc.share import fill


class CollectionsDisputeCreate(models.TransientModel):
    """A dispute of which one sum was said."""

    _inherit = "collections.dispute.create"

    @api.model
    def default_get(self, fields_list):
        """Who chooses items one by one begins with what he typed before."""
        values = super().default_get(fields_list)
        typed = self._typed()
        if not typed or not values.get("line_ids"):
            return values
        values["reason_id"] = typed["reason_id"]
        if not typed["amount"]:
            return values
        dialog = self.new(values)
        dialog._dispute_sum(typed["amount"])
        return {**values, "line_ids": self._changed_lines(values["line_ids"], dialog.line_ids, ("amount",))}

    @api.model
    def _record_answers(self, answers):
        """Record what was said.

        :param dict answers: values of the dialog but for its lines; ``amount`` counts when the items have one currency:
            otherwise all of them is disputed
        :raise UserError: when more is disputed than the items owe
        """
        wizard = self.create({name: value for name, value in answers.items() if name != "amount"})
        if left := wizard._dispute_sum(answers["amount"]):
            raise UserError(wizard._left_over_text(left))
        return wizard.action_open()

    def _one_currency(self):
        currencies = self.line_ids.currency_id
        return currencies if len(currencies) == 1 else currencies.browse()

    def _dispute_sum(self, amount):
        """Put ``amount`` on the items due first.

        :return: what is left over, None when they take all of it
        """
        currency = self._one_currency()
        if not currency:
            return None
        parts, left = fill(amount, self.line_ids.mapped("disputable"))
        for line, part in zip(self.line_ids, parts, strict=True):
            line.amount = currency.round(part)
        return left if currency.compare_amounts(left, 0) > 0 else None

    def _left_over_text(self, left):
        more = format_amount(self.env, left, self._one_currency())
        return self.env._("%s more than can be disputed of these items: choose more of them, or less of it.", more)


class CollectionsContactCreate(models.TransientModel):
    """A dispute raised in the contact, in the same dialog (E7)."""

    _inherit = "collections.contact.create"

    dispute_reason_id = fields.Many2one("collections.dispute.reason", string="Objects Because", ondelete="cascade")
    dispute_amount = fields.Monetary(
        string="Disputed",
        currency_field="dispute_currency_id",
        compute="_compute_dispute_amount",
        store=True,
        readonly=False,
        help="It is put on the oldest items first.",
    )
    dispute_currency_id = fields.Many2one("res.currency", compute="_compute_dispute_told")
    dispute_text = fields.Char(compute="_compute_dispute_told")
    dispute_warning = fields.Char(compute="_compute_dispute_told")

    @api.depends("account_id", "follow_up", "line_ids")
    def _compute_dispute_amount(self):
        """All that can be disputed of the items, when they are in one currency."""
        for wizard in self:
            proposal = wizard._proposed_dispute()
            wizard.dispute_amount = proposal._one_currency() and sum(proposal.line_ids.mapped("disputable"))

    @api.depends("account_id", "follow_up", "line_ids", "dispute_amount", "dispute_reason_id")
    def _compute_dispute_told(self):
        for wizard in self:
            proposal = wizard._proposed_dispute()
            proposal.reason_id = wizard.dispute_reason_id
            left = proposal._dispute_sum(wizard.dispute_amount)
            wizard.dispute_currency_id = proposal._one_currency()
            wizard.dispute_text = proposal.consequence
            wizard.dispute_warning = left and proposal._left_over_text(left)
            if proposal and not proposal.line_ids:
                wizard.dispute_warning = self.env._("All of these items is disputed already: choose others.")

    def _proposed_dispute(self):
        """The dialog of disputes as it would open for the chosen items; empty while no dispute is asked for."""
        asked = self.follow_up == "dispute" and self.line_ids
        return self._proposal("dispute") if asked else self.env["collections.dispute.create"]

    def _prepare_dispute_vals(self):
        if not self.dispute_reason_id:
            raise UserError(self.env._("Choose why the customer objects."))
        if not self.line_ids:
            raise UserError(self.env._("Choose the open items the customer objects to."))
        return self._typed_dispute_vals()

    def _typed_dispute_vals(self):
        """What was said of it, complete or not."""
        return {"reason_id": self.dispute_reason_id.id, "amount": self.dispute_amount}
