"""The import of a receivables list, and its log. Grain: one file loaded (or refused) into one company.

What a file must look like: ``calc/receivables_file.py``. Checking, loading, the queue and the template are in the other
``receivables_*`` files of this folder, each extending this model by its own purpose.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..calc.receivables_file import FIELDS, label

STATES = [
    ("draft", "New"),
    ("checked", "Checked"),
    ("queued", "Loading in the Background"),
    ("done", "Loaded"),
    ("refused", "Refused"),
]
EDITABLE = ("draft", "checked", "refused")
# what the file is about; fixed once it is loaded or on its way
INPUT = {"file", "company_id", "key_date", "date_format", "column_ids"}
# results: written by the loader only. Who could write state and user would load with another's rights.
RESULTS = {"state", "user_id", "error_text", "summary_text", "row_count"}
RESULTS |= {"customer_count", "invoice_count", "payment_count"}


class CollectionsImport(models.Model):
    """A receivables list on its way into the ledger. Loaded completely or not at all."""

    _name = "collections.import"
    _inherit = ["collections.state.door"]
    _description = "Receivables Import"
    _order = "id desc"
    _rec_name = "filename"
    _check_company_auto = True

    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(default=lambda self: self.env._("New import"), required=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users",
        string="Asked By",
        ondelete="set null",
        default=lambda self: self.env.user,
        help="Whose rights count.",
    )
    key_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The ledger is loaded as it stood at the end of this day: later invoices and payments are left out.",
    )
    date_format = fields.Selection(
        [("mdy", "Month/Day/Year"), ("dmy", "Day/Month/Year")],
        string="Dates with Slashes",
        help="Only needed for dates like 3/4/2019. 2019-04-03 and 3.4.2019 are always understood.",
    )
    column_ids = fields.One2many("collections.import.column", "import_id", string="Columns")
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False)
    error_text = fields.Text(string="Errors", readonly=True, copy=False)
    summary_text = fields.Text(string="Summary", readonly=True, copy=False)
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    customer_count = fields.Integer(string="New Customers", readonly=True, copy=False)
    invoice_count = fields.Integer(string="New Invoices", readonly=True, copy=False)
    payment_count = fields.Integer(string="New Payments", readonly=True, copy=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_loaded(self):
        """What was loaded stays on record; what is being loaded must not lose its record."""
        if self.filtered(lambda record: record.state in ("queued", "done")):
            raise UserError(self.env._("An import that is loaded or under way stays on record."))

    def _has_field_access(self, field, operation):
        """Results are written by the loader only, whoever asks over RPC."""
        allowed = super()._has_field_access(field, operation)
        return allowed and (operation == "read" or self.env.su or field.name not in RESULTS)

    def write(self, vals):
        """Another file means new columns, and nothing that was found in the old one holds any more."""
        if INPUT & vals.keys() and self.filtered(lambda record: record.state not in EDITABLE):
            raise UserError(self.env._("An import that is loaded or under way keeps its file."))
        result = super().write(vals)
        self.check_access("write")  # nobody moves an import to a company that is not his
        if "file" in vals:
            self.column_ids.unlink()
            self.sudo().write({"state": "draft", "error_text": False, "summary_text": False})
        return result

    # --- buttons ------------------------------------------------------------------------------------------------------

    def action_check(self):
        """Read the file and show what would be loaded, or what is wrong with it."""
        self.ensure_one()
        self._check_rights()
        self._check()

    def action_import(self):
        """Load a small file at once, hand a large one to the background."""
        self.ensure_one()
        self._check_rights()
        if not self._check():
            return
        if self._is_large():
            self._queue()
        else:
            self._load()

    def action_reset(self):
        """Open a refused import again, for another try with the same or a corrected file."""
        self._check_rights()
        self.sudo()._move_to("draft", ("checked", "refused"), error_text=False, summary_text=False)

    def action_generate_list(self):
        """Make the work list of the key date from what was loaded, and show the run."""
        self.ensure_one()
        runs = self.env["collections.run"]
        runs._check_may_generate(self.company_id)
        return runs._generate(self.company_id.root_id, self.key_date)._get_records_action()

    # --- results: the only writers of state -----------------------------------------------------------------------

    def _set_checked(self, summary, row_count):
        self.sudo()._move_to("checked", EDITABLE)
        self.sudo().write({"summary_text": summary, "error_text": False, "row_count": row_count})

    def _set_refused(self, errors):
        self.sudo()._move_to("refused", (*EDITABLE, "queued"))
        self.sudo().write({"error_text": errors})

    def _set_done(self, summary, **counts):
        self.sudo()._move_to("done", (*EDITABLE, "queued"), error_text=False, summary_text=summary, **counts)

    # --- rights -------------------------------------------------------------------------------------------------------

    def _check_rights(self):
        """Loading creates customers, invoices and payments with elevated rights: ask first whether the user may.

        :raise AccessError: the user is no collections manager, may not invoice, or does not belong to the company
        """
        if self.env.su:
            return
        user = self.env.user
        if not user.has_group("collections_mgmt.collections_mgmt_group_manager"):
            raise AccessError(self.env._("Only a collections manager may import receivables."))
        if not user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Importing receivables creates invoices: you need the right to do so."))
        if self.company_id - user.company_ids:
            raise AccessError(self.env._("You may not import receivables into that company."))


class CollectionsImportColumn(models.Model):
    """Which of our fields a column of the file holds. Grain: one column of one file."""

    _name = "collections.import.column"
    _description = "Receivables Import Column"
    _order = "sequence, id"

    import_id = fields.Many2one("collections.import", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer()
    name = fields.Char(string="Column in the File", required=True, readonly=True)
    sample = fields.Char(string="First Value", readonly=True)
    field = fields.Selection([(name, label(name)) for name in FIELDS], string="Holds")
