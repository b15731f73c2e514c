import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, exception_to_unicode

_logger = logging.getLogger(__name__)

STATES = [
    ("waiting", "Waiting"),
    ("sending", "Being Sent"),
    ("sent", "Sent"),
    ("failed", "Not Sent"),
    ("unclear", "Unclear"),
]
UNDER_WAY = ("waiting", "sending", "unclear")
INTERRUPTED_AFTER = timedelta(minutes=5)  # longer than any mail server takes


class CollectionsDelivery(models.Model):
    """A mail about a record on its way to the customer, sent exactly once. Grain: one sending of one record.

    Asked for in the transaction of the user, so that a rollback sends nothing. A job claims it, **commits**, hands the
    mail over and records the result. When it breaks off in between nobody knows whether the mail left: then the
    delivery is unclear, nothing is sent again by itself, and a person decides.
    """

    _name = "collections.delivery"
    _description = "Mail to a Customer"
    _inherit = ["collections.state.door"]
    _order = "id desc"
    _rec_name = "what"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id")
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    what = fields.Char(readonly=True)
    recipient_id = fields.Many2one("res.partner", string="To", readonly=True, ondelete="set null")
    asked_by_id = fields.Many2one("res.users", string="Asked by", readonly=True, ondelete="set null")
    state = fields.Selection(STATES, string="Status", required=True, readonly=True, default="waiting", index=True)
    reason = fields.Text(string="Why Not Sent", readonly=True)
    claimed_at = fields.Datetime(readonly=True, help="Since when it is being sent.")
    sent_at = fields.Datetime(string="Sent", readonly=True)

    _once = models.UniqueIndex(
        "(res_model, res_id) WHERE state IN ('waiting', 'sending', 'unclear')", "It is being sent already."
    )

    # ----------------------------------------------------------------------------------------------------------- asking
    @api.model
    def _ask(self, records):
        """Have ``records`` (agreements) sent as soon as this transaction is committed. Rights were checked before.

        :raise UserError: when one is on its way already
        """
        deliveries = self.sudo()
        under_way = deliveries._of(records).filtered(lambda delivery: delivery.state in UNDER_WAY)
        if under_way:
            raise UserError(under_way[0]._under_way_text())
        deliveries.flush_model(["state"])  # what was decided a moment ago no longer stands in the way
        asked = deliveries.create(
            [
                {
                    "account_id": record.account_id.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "what": record.display_name,
                    "recipient_id": record.recipient_id.id,
                    "asked_by_id": self.env.uid,
                }
                for record in records
            ]
        )
        self.env.ref("collections_mgmt.collections_delivery_cron").sudo()._trigger()
        return asked

    @api.model
    def _of(self, records):
        return self.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])

    def _under_way_text(self):
        if self.state == "unclear":
            return self.env._("“%s” was being sent when the server stopped: say first whether it arrived.", self.what)
        return self.env._("“%s” is being sent already.", self.what)

    # ---------------------------------------------------------------------------------------------------------- sending
    @api.model
    def _cron_send(self):
        """Send what waits, one by one. Started by every transaction that asks for it."""
        cron = self.env["ir.cron"]
        self._find_interrupted()
        cron._commit_progress(remaining=self.search_count([("state", "=", "waiting")]))
        while delivery := self._claim():
            cron._commit_progress()  # from here on it is not sent a second time, whatever happens
            delivery._deliver()
            if not cron._commit_progress(1):
                return

    @api.model
    def _find_interrupted(self):
        """What was claimed by somebody who is gone: whether it left, nobody knows."""
        before = fields.Datetime.now() - INTERRUPTED_AFTER
        gone = self.search([("state", "=", "sending"), ("claimed_at", "<", before)])
        gone._move_to("unclear", ("sending",), reason=self.env._("The server stopped while it was being sent."))

    @api.model
    def _claim(self):
        """Take the oldest that waits and that nobody else takes at this moment."""
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                "SELECT id FROM collections_delivery WHERE state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
            )
        )
        delivery = self.browse([each_id for [each_id] in found])
        delivery.invalidate_recordset()
        return delivery._move_to("sending", ("waiting",), claimed_at=fields.Datetime.now())

    def _deliver(self):
        """Hand the mail over, and record what became of it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        try:
            with self.env.cr.savepoint():
                mail = record._delivery_mail() if record else None
        except UserError as error:
            return self._fail(str(error))
        except Exception as error:
            _logger.exception("“%s” cannot be written", self.what)
            return self._fail(exception_to_unicode(error))
        if not mail:
            return self._fail(self.env._("What was to be sent is not there any more."))
        mail.send()
        if mail.state == "sent":
            self._move_to("sent", ("sending",), sent_at=fields.Datetime.now())
            return record._delivered(mail)
        reason = mail.failure_reason
        mail.unlink()  # what did not leave stands in no chatter, and Odoo's own queue does not try it a second time
        return self._fail(reason or self.env._("The mail server did not take it."))

    def _fail(self, reason):
        self._move_to("failed", ("sending",), reason=reason)

    # ---------------------------------------------------------------------------------------------------------- unclear
    def _decide(self, arrived):
        """A person says whether what was interrupted has arrived."""
        state = "sent" if arrived else "failed"
        self.sudo()._move_to(state, ("unclear",), sent_at=arrived and self.claimed_at)

    def action_open(self):
        """Open what was sent."""
        self.ensure_one()
        self.check_access("read")
        return self.env[self.res_model].browse(self.res_id)._get_records_action()
