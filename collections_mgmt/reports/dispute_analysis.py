from odoo import fields, models
from odoo.tools import SQL

from ..models.commitment.dispute import OUTCOMES, STATES
from ..models.commitment.dispute_case import PRIORITIES
from ..models.commitment.dispute_escalation_level import WHY
from ..queries.dispute_claim import OPEN

_DISPUTE = {
    "collections.dispute": [
        "account_id", "carrier_id", "closed_on", "company_id", "date_due", "decided_on", "department_id",
        "escalated_on", "escalation", "escalation_level", "name", "opened_on", "outcome", "partner_id", "plant_id",
        "priority", "processor_id", "product_id", "reason_id", "root_cause_id", "state",
    ],
    "collections.dispute.line": [
        "amount", "cleared", "credited", "dispute_id", "disputed", "paid", "rate", "written_off",
    ],
    "collections.dispute.root.cause": ["fixed_on"],
}  # fmt: skip


def _amount(label, **kwargs):
    return fields.Monetary(string=label, readonly=True, **kwargs)


class CollectionsDisputeFacts(models.AbstractModel):
    """What disputes are grouped by, in all reports about them. Grain: that of the concrete report."""

    _name = "collections.dispute.facts"
    _description = "Facts of Disputes"
    _auto = False

    dispute_id = fields.Many2one("collections.dispute", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason_id = fields.Many2one("collections.dispute.reason", readonly=True)
    root_cause_id = fields.Many2one("collections.dispute.root.cause", readonly=True)
    department_id = fields.Many2one("collections.dispute.department", string="Decided by", readonly=True)
    processor_id = fields.Many2one("res.users", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    plant_id = fields.Many2one("res.partner", readonly=True)
    carrier_id = fields.Many2one("res.partner", readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    state = fields.Selection(STATES, readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    dispute_count = fields.Integer(string="Disputes", readonly=True)
    amount = _amount("Originally Disputed")

    def _columns(self):
        """SQL of what all reports have, over ``dispute``."""
        return SQL(
            "dispute.id AS dispute_id, dispute.partner_id, dispute.company_id, dispute.reason_id,"
            " dispute.root_cause_id, dispute.department_id, dispute.processor_id, dispute.product_id,"
            " dispute.plant_id, dispute.carrier_id, dispute.priority, dispute.state, dispute.outcome"
        )

    def _totals(self):
        """SQL: amounts of each dispute in company currency, rounded."""
        names = ("amount", "disputed", "paid", "credited", "cleared", "written_off")
        return SQL(
            """
            SELECT part.dispute_id, %s
              FROM collections_dispute_line part
              JOIN collections_dispute dispute ON dispute.id = part.dispute_id
              JOIN res_company company ON company.id = dispute.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
             GROUP BY part.dispute_id
            """,
            SQL(", ").join(
                SQL(
                    "SUM(ROUND(part.%(name)s * part.rate::numeric / currency.rounding::numeric)"
                    " * currency.rounding::numeric) AS %(name)s",
                    name=SQL.identifier(name),
                )
                for name in names
            ),
        )


class CollectionsDisputeAnalysis(models.Model):
    """Which problems recur, and what they cost (I11, D8). Grain: one dispute, open or closed; voided ones left out.

    Amounts in company currency at the rate of the booking.
    """

    _name = "collections.dispute.analysis"
    _description = "Analysis of Disputes"
    _inherit = ["collections.dispute.facts"]
    _auto = False
    _order = "amount desc, id"
    _rec_name = "dispute_id"
    _depends = _DISPUTE

    opened_on = fields.Date(string="Opened", readonly=True)
    decided_on = fields.Date(string="Decided", readonly=True)
    closed_on = fields.Date(string="Closed", readonly=True)
    open_count = fields.Integer(string="Open", readonly=True)
    late_count = fields.Integer(string="Escalated", readonly=True)
    escalation = fields.Selection([*WHY, ("hand", "By hand")], string="Why Escalated", readonly=True)
    escalation_level = fields.Integer(string="Level of Escalation", readonly=True, aggregator="max")
    repeat_count = fields.Integer(
        string="Repeats", readonly=True, help="Opened after its root cause was said to be remedied."
    )
    days = fields.Float(
        string="Days Open",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From opening to closing; of those not closed until today.",
    )
    open_amount = _amount("Open Amount", help="Still open of disputes that are not closed.")
    paid = _amount("Paid")
    credited = _amount("Credited")
    cleared = _amount("Cleared Otherwise")
    written_off = _amount("Written Off")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT dispute.id, %(columns)s, dispute.opened_on, dispute.decided_on, dispute.closed_on,
                   1 AS dispute_count,
                   CASE WHEN dispute.state IN %(open)s THEN 1 ELSE 0 END AS open_count,
                   CASE WHEN dispute.escalated_on IS NOT NULL THEN 1 ELSE 0 END AS late_count,
                   dispute.escalation, dispute.escalation_level,
                   CASE WHEN dispute.opened_on > cause.fixed_on THEN 1 ELSE 0 END AS repeat_count,
                   COALESCE(dispute.closed_on, %(today)s::date) - dispute.opened_on AS days,
                   CASE WHEN dispute.state IN %(open)s THEN total.disputed ELSE 0 END AS open_amount,
                   total.amount, total.paid, total.credited, total.cleared, total.written_off
              FROM collections_dispute dispute
              JOIN (%(totals)s) AS total ON total.dispute_id = dispute.id
              LEFT JOIN collections_dispute_root_cause cause ON cause.id = dispute.root_cause_id
             WHERE dispute.state <> 'voided'
            """,
            columns=self._columns(),
            open=OPEN,
            today=fields.Date.context_today(self),
            totals=self._totals(),
        )


class CollectionsDisputeFlow(models.Model):
    """New against solved (D8). Grain: one dispute on the day it was opened, and again on the day it was closed."""

    _name = "collections.dispute.flow"
    _description = "New and Solved Disputes"
    _inherit = ["collections.dispute.facts"]
    _auto = False
    _order = "day desc, id"
    _rec_name = "dispute_id"
    _depends = _DISPUTE

    day = fields.Date(readonly=True)
    event = fields.Selection([("opened", "New"), ("closed", "Solved")], readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT dispute.id * 2 + event.number AS id, %(columns)s, event.day, event.name AS event,
                   1 AS dispute_count, total.amount
              FROM collections_dispute dispute
              JOIN (%(totals)s) AS total ON total.dispute_id = dispute.id
              JOIN LATERAL (VALUES (0, 'opened', dispute.opened_on), (1, 'closed', dispute.closed_on))
                   AS event(number, name, day) ON event.day IS NOT NULL
             WHERE dispute.state <> 'voided'
            """,
            columns=self._columns(),
            totals=self._totals(),
        )
