from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class CollectionsDisputeSplit(models.TransientModel):
    """Asks what of a dispute becomes one of its own, and what is with the rest. Grain: one dispute that is split."""

    _name = "collections.dispute.split"
    _inherit = "collections.dispute.ask"
    _description = "Split a Dispute"

    currency_id = fields.Many2one(related="dispute_id.currency_id", related_sudo=False)
    line_ids = fields.One2many("collections.dispute.split.line", "wizard_id", string="Items")
    reason_id = fields.Many2one("collections.dispute.reason", required=True)
    department_id = fields.Many2one(
        "collections.dispute.department",
        string="Decided by",
        compute="_compute_department_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    description = fields.Text()
    staying = fields.Monetary(string="Stays Here", compute="_compute_staying")
    staying_is = fields.Selection(
        [("undecided", "Still to be decided"), ("valid", "Valid: to be credited")],
        string="What Stays Is",
        required=True,
        default="undecided",
    )

    @api.model
    def default_get(self, fields_list):
        """What is to be decided of each item; once something was settled, the rest is proposed."""
        values = super().default_get(fields_list)
        dispute = self.env["collections.dispute"].browse(values.get("dispute_id"))
        dispute.check_access("read")
        lines = dispute.sudo().line_ids.filtered(lambda line: line.line_id and line.claimed > 0)
        vals = [
            {"line_id": line.id, "amount": line.claimed if line.claimed < line.amount else 0}
            for line in lines.with_env(self.env)
        ]
        return {**values, "line_ids": [Command.create(val) for val in vals]}

    @api.depends("reason_id")
    def _compute_department_id(self):
        for wizard in self:
            wizard.department_id = wizard.reason_id.department_id

    @api.depends("line_ids.amount")
    def _compute_staying(self):
        for wizard in self:
            wizard.staying = sum(wizard.line_ids.mapped("claimed")) - sum(wizard.line_ids.mapped("amount"))

    def action_split(self):
        """Split it, and decide about what stays if that is known."""
        self.ensure_one()
        dispute = self.dispute_id
        new = dispute._split(
            {line.line_id: line.amount for line in self.line_ids if line.amount},
            reason_id=self.reason_id.id,
            department_id=self.department_id.id,
            description=self.description,
        )
        if self.staying_is == "valid":
            if dispute.state not in ("new", "in_process"):
                raise UserError(self.env._("What stays is settled already: nothing of it is left to be credited."))
            dispute._decide("valid")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(number)s: to be decided by %(who)s.",
                    number=new.name,
                    who=new.department_id.name or self.env._("nobody yet"),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class CollectionsDisputeSplitLine(models.TransientModel):
    """Grain: one item of the dispute; no amount: it stays."""

    _name = "collections.dispute.split.line"
    _description = "Item of a Dispute That Is Split"

    wizard_id = fields.Many2one("collections.dispute.split", required=True, ondelete="cascade")
    line_id = fields.Many2one("collections.dispute.line", required=True, ondelete="cascade")
    name = fields.Char(related="line_id.item_name", related_sudo=False, string="Number")
    currency_id = fields.Many2one(related="line_id.item_currency_id", related_sudo=False)
    claimed = fields.Monetary(related="line_id.claimed", related_sudo=False, string="To Be Decided")
    amount = fields.Monetary(string="Split Off")
