from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .promise_create import EVERY

NAMED = 3  # items told one by one


class CollectionsPromiseCreate(models.TransientModel):
    """A promise of which one sum, one day and the number of payments were said."""

    _inherit = "collections.promise.create"

    @api.model
    def default_get(self, fields_list):
        """Who chooses items one by one begins with what he typed before."""
        values = super().default_get(fields_list)
        typed = self._typed()
        if not typed or not values.get("line_ids"):
            return values
        values |= {name: typed[name] for name in ("date", "part_count", "every", "send_confirmation") if typed[name]}
        dialog = self.new(values)
        dialog._promise_sum(typed["lump_sum"])
        return {**values, "line_ids": self._changed_lines(values["line_ids"], dialog.line_ids, ("amount", "date"))}

    @api.model
    def _record_answers(self, answers):
        """Record what was said.

        :param dict answers: values of the dialog but for its lines; ``lump_sum`` counts when the items have one
            currency: otherwise all of them is promised; ``replace``: whether it was told that earlier ones are closed
        :raise UserError: when more is promised than the items owe, or a colleague recorded a promise meanwhile
        """
        wizard = self.create({name: answers[name] for name in answers.keys() - {"lump_sum", "replace"}})
        if wizard.replace and not answers["replace"]:
            raise UserError(
                self.env._(
                    "Somebody else recorded a promise of these items meanwhile: look at it first, and log this one "
                    "again if it is another."
                )
            )
        if left := wizard._promise_sum(answers["lump_sum"]):
            raise UserError(wizard._left_over_text(left))
        return wizard.action_promise()

    def _promise_sum(self, amount):
        """All for the day of the dialog, the oldest items first.

        :return: what is left over, None when the items take all of it
        """
        self._onchange_date()
        return self._put_on_oldest(amount) if self.currency_id else None

    def _placed_text(self):
        """Which items are promised, the oldest first."""
        lines = self.line_ids.filtered("amount").sorted(lambda line: (line.due_date, line.name or ""))
        if not lines:
            return self.env._("Nothing is promised: enter an amount, or choose open items.")
        names = [line._placed_text() for line in lines[:NAMED]]
        if len(lines) == 1:
            return self.env._("Of %s.", *names)
        if len(lines) > NAMED:
            names.append(self.env._("%s more", len(lines) - NAMED))
        return self.env._("Of %s, the oldest first.", ", ".join(names))


class CollectionsPromiseCreateLine(models.TransientModel):
    _inherit = "collections.promise.create.line"

    def _placed_text(self):
        """The number, and how much of what can be promised when it is not all."""
        available = self._available()
        if not self.currency_id.compare_amounts(self.amount, available):
            return self.name
        return self.env._(
            "%(item)s (%(amount)s of %(available)s)",
            item=self.name,
            amount=format_amount(self.env, self.amount, self.currency_id),
            available=format_amount(self.env, available, self.currency_id),
        )


class CollectionsContactCreate(models.TransientModel):
    """A promise said in the dialog of the contact (E7)."""

    _inherit = "collections.contact.create"

    promise_amount = fields.Monetary(
        string="Promised",
        currency_field="promise_currency_id",
        compute="_compute_promise",
        store=True,
        readonly=False,
        help="It is put on the oldest items first.",
    )
    promise_date = fields.Date(string="Promised For", compute="_compute_promise", store=True, readonly=False)
    promise_count = fields.Integer(string="Payments", default=1)
    promise_every = fields.Selection(EVERY, string="Payment Every", default="week")
    promise_send = fields.Boolean(
        string="Send Confirmation", help="An e-mail with amounts, day and payment reference to the customer."
    )
    promise_replace = fields.Boolean(
        compute="_compute_promise", store=True, readonly=False, help="It was told that earlier promises are closed."
    )
    promise_currency_id = fields.Many2one("res.currency", compute="_compute_promise_told")
    promise_can_send = fields.Boolean(compute="_compute_promise_told")
    promise_total = fields.Char(compute="_compute_promise_told")
    promise_text = fields.Char(compute="_compute_promise_told")
    promise_warning = fields.Char(compute="_compute_promise_told")

    @api.depends("account_id", "follow_up", "line_ids")
    def _compute_promise(self):
        """What the dialog of promises proposes."""
        for wizard in self:
            proposal, _refused = wizard._proposed_promise()
            wizard.promise_amount, wizard.promise_date = proposal.lump_sum, proposal.date
            wizard.promise_replace = proposal.replace

    @api.depends(
        "account_id",
        "follow_up",
        "line_ids",
        "promise_amount",
        "promise_date",
        "promise_count",
        "promise_every",
        "promise_replace",
    )
    def _compute_promise_told(self):
        for wizard in self:
            proposal, refused = wizard._proposed_promise()
            wizard.promise_currency_id = proposal.currency_id
            wizard.promise_can_send = proposal.can_send
            left = proposal and wizard._told_to(proposal)
            wizard.promise_total = proposal.total
            wizard.promise_text = proposal and " ".join(filter(None, wizard._promise_texts(proposal)))
            wizard.promise_warning = refused or left and proposal._left_over_text(left)

    def _proposed_promise(self):
        """The dialog of promises as it would open, empty while no promise is asked for; and why it does not open."""
        nothing = self.env["collections.promise.create"]
        if self.follow_up != "promise":
            return nothing, False
        try:
            return self._proposal("promise"), False
        except UserError as refused:
            return nothing, str(refused)

    def _told_to(self, proposal):
        """Fill in what was said so far.

        :return: what is left over, None when the items take all of it
        """
        proposal.update({"date": self.promise_date, "part_count": self.promise_count, "every": self.promise_every})
        return proposal._promise_sum(self.promise_amount)

    def _promise_texts(self, proposal):
        yield proposal._placed_text()
        if self.promise_replace:
            yield self.env._("What was promised of them before is closed.")
        yield proposal.credits_text
        yield proposal.limit_text

    def _prepare_promise_vals(self):
        if not self.promise_date:
            raise UserError(self.env._("Choose the day for which it is promised."))
        return self._typed_promise_vals()

    def _typed_promise_vals(self):
        """What was said of it, complete or not."""
        return {
            "lump_sum": self.promise_amount,
            "date": fields.Date.to_string(self.env["collections.promise"]._asked_day(self.promise_date)),
            "part_count": self.promise_count,
            "every": self.promise_every,
            "send_confirmation": self.promise_send,
            "replace": self.promise_replace,
        }
