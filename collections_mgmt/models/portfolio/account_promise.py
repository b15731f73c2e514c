from odoo import api, fields, models
from odoo.tools import SQL

from ...queries.promise_facts import promise_changing, promise_facts


def _amount(label, **kwargs):
    return fields.Monetary(string=label, readonly=True, **kwargs)


def _share(label, help_text):
    return fields.Float(string=label, readonly=True, aggregator="avg", digits=(16, 1), help=help_text)


class CollectionsAccount(models.Model):
    """Facts of promises (F10, FM10 to FM12): what conditions may ask for."""

    _inherit = "collections.account"

    promise_date = fields.Date(string="Next Promised Day", readonly=True)
    promise_due_today = _amount("Promised for Today", help="Promised for the key date and not yet paid.")
    promise_due_7 = _amount("Promised within 7 Days", help="Including the key date; not yet paid.")
    promise_broken = _amount(
        "Broken Promises", help="Promised, not paid in time and still not paid; of partly kept ones what is missing."
    )
    promises_broken_90 = fields.Integer(
        string="Promises Broken in 90 Days", readonly=True, help="Number of promises nothing was paid of in time."
    )
    promises_partial = fields.Integer(
        string="Partly Kept Promises", readonly=True, help="Number of those not replaced, withdrawn or cleared since."
    )
    promise_level = fields.Integer(
        readonly=True,
        aggregator="max",
        help="The highest level of the promises not closed: 1 for the first promise of an item, and one more for each "
        "that was not kept.",
    )
    promises_kept_share = _share(
        "Promises Kept %",
        "Kept, of all that were kept, partly kept or broken, for a day of the last 12 months. Those withdrawn before "
        "they were broken and those settled by credit notes do not count.",
    )
    promises_stood_share = _share(
        "Promises Kept %, Withdrawn Are Broken",
        "The same with promises that were withdrawn before their day counted as broken, but for those recorded by "
        "mistake.",
    )
    promises_paid_share = _share(
        "Promised Amount Paid %", "What was paid in time of what was promised for a day of the last 12 months."
    )
    promise_slippage = _share(
        "Promise Slippage (days)", "Days after the promised day on which promises paid late were paid in full."
    )

    @api.model
    def _fact_columns(self, key_date):
        numbers = ("promise_due_today", "promise_due_7", "promise_broken", "promises_broken_90", "promises_partial")
        zero = {name: SQL("COALESCE(promise.%s, 0)", SQL.identifier(name)) for name in (*numbers, "promise_level")}
        shares = ("promise_date", "promises_kept_share", "promises_stood_share", "promises_paid_share")
        shares += ("promise_slippage",)
        return {
            **super()._fact_columns(key_date),
            **zero,
            **{name: SQL("promise.%s", SQL.identifier(name)) for name in shares},
        }

    @api.model
    def _facts_of_worked(self, company, key_date, ids):
        return {
            **super()._facts_of_worked(company, key_date, ids),
            "promise": ("collections_promise", promise_facts(company.id, key_date, ids)),
        }

    @api.model
    def _changing(self, company, since, key_date):
        return {**super()._changing(company, since, key_date), "promise": promise_changing(since, key_date)}
