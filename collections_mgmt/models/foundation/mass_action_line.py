from odoo import api, fields, models

OUTCOMES = [
    ("failed", "Failed"),
    ("impossible", "Not Possible"),
    ("kept", "Changed Since"),
    ("pending", "Will Change"),
    ("done", "Changed"),
    ("undone", "Taken Back"),
    ("unchanged", "Unchanged"),
]


class CollectionsMassActionLine(models.Model):
    """What a mass action does with one record. Grain: one action x one record.

    ``before`` and ``after`` hold the values it is about: enough to carry the change out and to take it back.
    """

    _name = "collections.mass.action.line"
    _description = "Line of a Mass Action"
    _order = "id"

    action_id = fields.Many2one("collections.mass.action", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="action_id.company_id")
    res_id = fields.Integer(string="Record", readonly=True, required=True)
    name = fields.Char(string="Customer", readonly=True)
    before = fields.Json(string="Values Before", readonly=True)
    after = fields.Json(string="Values After", readonly=True)
    before_text = fields.Char(string="Before", compute="_compute_texts")
    after_text = fields.Char(string="After", compute="_compute_texts")
    state = fields.Selection(OUTCOMES, string="Outcome", required=True, readonly=True)
    reason = fields.Char(readonly=True)

    _progress = models.Index("(action_id, state, id)")
    _record_once = models.UniqueIndex("(action_id, res_id)", "A record stands once in a mass action.")

    @api.depends("before", "after")
    def _compute_texts(self):
        names = self._value_names()
        for line in self:
            line.before_text = self._describe(line.before or {}, names)
            line.after_text = self._describe(line.after or {}, names)

    def _value_names(self):
        """What people call the values of all these lines, read at once. Contexts know."""
        return {}

    @api.model
    def _describe(self, values, names):
        """The values of a line in words."""
        return ", ".join(f"{name}: {value}" for name, value in values.items())

    def _records(self):
        """The records of these lines, as their action's person sees them; those that are gone are left out."""
        return self.env[self.action_id._record_model].browse(self.mapped("res_id")).exists()

    def action_open_record(self):
        """Open the record of the line."""
        self.ensure_one()
        self.check_access("read")
        return self._records()._get_records_action(views=[(False, "form")])
