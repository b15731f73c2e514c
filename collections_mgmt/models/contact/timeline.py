from odoo import api, fields, models
from odoo.tools import SQL

from ...queries import timeline
from ..foundation.known_ids import BARE, ids_asked_for

KINDS = [
    ("contact", "Contact"),
    ("resubmission", "Resubmission"),
    ("hold", "Hold"),
    ("invoice", "Invoice"),
    ("credit_note", "Credit Note"),
    ("payment", "Payment"),
]
KNOWN = "collections_timeline_ids"
SOURCES = 32  # room for as many: the id of an event is that of its record times this, plus the place of its source


class CollectionsTimeline(models.Model):
    """All that happened with a customer, newest first (E2). Grain: one event: a contact, a document, a payment ...

    A context adds a source to ``_timeline_sources`` and, if it is a new kind of event, to ``kind``.
    """

    _name = "collections.timeline"
    _description = "Timeline of a Customer"
    _auto = False
    _order = "at desc, id desc"

    account_id = fields.Many2one("collections.account", string="Customer", readonly=True)
    currency_id = fields.Many2one(related="account_id.currency_id")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    at = fields.Datetime(string="When", readonly=True)
    day = fields.Date(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    name = fields.Char(string="What", readonly=True)
    detail = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)

    @property
    def _table_query(self):
        return self._events(self.env.context.get(KNOWN))

    @api.model
    def _events(self, ids=None):
        """SQL of all events, or of ``ids``. PostgreSQL makes all columns of a union, asked for or not."""
        columns = ("account_id", "at") if self.env.context.get(BARE) else timeline.COLUMNS
        sources = list(enumerate(self._timeline_sources()))
        if ids is not None:
            places = {event % SOURCES for event in ids}
            sources = [source for source in sources if source[0] in places] or sources[:1]
        return SQL(" UNION ALL ").join(
            SQL(
                "SELECT source.res_id * %s + %s AS id, %s AS res_model, source.at::date AS day, %s"
                " FROM (%s) AS source WHERE %s",
                SOURCES,
                place,
                model,
                SQL(", ").join(SQL("source.%s", SQL.identifier(name)) for name in columns),
                rows,
                SQL("TRUE") if ids is None else SQL("source.res_id = ANY(%s)", _records(ids, place)),
            )
            for place, (model, rows) in sources
        )

    @api.model
    def _timeline_sources(self):
        """List of (model, SQL with the columns of ``queries.timeline.COLUMNS``); contexts append theirs."""
        lang = self.env.lang or "en_US"
        return [
            ("collections.contact", timeline.contacts(lang)),
            ("collections.resubmission", timeline.resubmissions(lang, self._date_format())),
            ("collections.hold", timeline.holds(lang)),
            ("account.move", timeline.invoices()),
            ("account.move", timeline.payments()),
        ]

    @api.model
    def _date_format(self):
        """How the reader writes days."""
        return self.env["res.lang"]._get_data(code=self.env.lang or "en_US").date_format or "%Y-%m-%d"

    @api.model
    def _labels(self, model, name):
        """Value -> what it is called, of a selection."""
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    def _payments(self):
        """Those that are payments, by their ids alone."""
        payments = timeline.payments()
        places = [place for place, (_model, rows) in enumerate(self._timeline_sources()) if rows == payments]
        return self.browse([event for event in self.ids if event % SOURCES in places])

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Known events are read from their records: otherwise PostgreSQL would make every event there is."""
        self._flush_sources()
        known = ids_asked_for(domain)
        events = self if known is None else self.with_context(**{KNOWN: known})
        return super(CollectionsTimeline, events)._search(domain, *args, **kwargs)

    @api.model
    def _flush_sources(self):
        """What was said or booked a moment ago stands there."""
        for model in {model for model, _rows in self._timeline_sources()} | {"account.move.line"}:
            self.env[model].flush_model()

    def action_open(self):
        """Open what happened."""
        self.ensure_one()
        self.check_access("read")
        return self.env[self.res_model].browse(self.res_id)._get_records_action()


def _records(ids, place):
    """Ids of the records behind the events ``ids`` that are of the source in ``place``."""
    return [event // SOURCES for event in ids if event % SOURCES == place]


class CollectionsAccount(models.Model):
    _inherit = "collections.account"

    timeline_ids = fields.One2many("collections.timeline", "account_id", readonly=True)
    payment_ids = fields.Many2many("collections.timeline", string="Payments", compute="_compute_payment_ids")

    @api.depends("timeline_ids")
    def _compute_payment_ids(self):
        """From the ids of all that happened: another search would make every event again."""
        for account in self:
            account.sudo().payment_ids = account.timeline_ids._payments().sudo()  # found as who asks: no need to check
