from odoo import api, fields, models
from odoo.fields import Domain

from ...calc import aging
from ...queries.item_facts import BANDS


class CollectionsAccount(models.Model):
    """The account as people look at it: its open items and the ageing bar."""

    _inherit = "collections.account"

    item_ids = fields.One2many("collections.item", "account_id", string="Open Items", readonly=True)
    aging = fields.Json(string="Ageing", compute="_compute_aging", help="Open items by age, as of the key date.")

    @api.depends("not_due", "credits", *(f"aging_{n}" for n in range(1, BANDS + 1)))
    def _compute_aging(self):
        for account in self:
            amounts = [account.not_due, *(account[f"aging_{n}"] for n in range(1, BANDS + 1))]
            labels = self._aging_labels(account.company_id)
            account.aging = {
                "currency_id": account.currency_id.id,
                "total": sum(amounts),
                "credit": -account.credits,
                "buckets": [
                    {"key": key, "label": label, "amount": amount}
                    for key, label, amount in zip(self._bucket_keys(), labels, amounts, strict=True)
                ],
            }

    @api.model
    def _aging_labels(self, company):
        """Names of the ageing bands in the user's language, "not due" first."""
        labels = []
        for low, high in aging.ranges(company._collections_aging_limits()):
            if low is None:
                labels.append(self.env._("Not due"))
            elif high is None:
                labels.append(self.env._("over %s days", low - 1))
            else:
                labels.append(self.env._("%(low)s–%(high)s days", low=low, high=high))
        return labels

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Name the ageing bands by the limits of the user's company."""
        description = super().fields_get(allfields, attributes)
        for n, label in enumerate(self._aging_labels(self.env.company.sudo().root_id)):
            if "string" in description.get(f"aging_{n}", {}):
                description[f"aging_{n}"]["string"] = label
        return description

    def action_open_items(self):
        """Show the open items of these accounts."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_item_action")
        action.update(domain=[("account_id", "in", self.ids)], context={})
        return action

    def action_open_bucket(self):
        """Show the open items of one ageing band; the context names it (``bucket``: "not_due", "1" ...)."""
        self.ensure_one()
        action = self.action_open_items()
        bucket = self.env.context.get("bucket")
        action["domain"] = list(Domain(action["domain"]) & self._bucket_domain(bucket))
        if bucket in self._bucket_keys():
            labels = dict(zip(self._bucket_keys(), self._aging_labels(self.company_id), strict=True))
            action["display_name"] = self.env._("Open Items, %s", labels[bucket])
        return action

    @api.model
    def _bucket_keys(self):
        return ["not_due", *map(str, range(1, BANDS + 1))]

    def _bucket_domain(self, bucket):
        if bucket not in self._bucket_keys():
            return Domain.TRUE
        debits = Domain("residual", ">", 0)
        low, high = aging.ranges(self.company_id._collections_aging_limits())[0 if bucket == "not_due" else int(bucket)]
        if low is None:
            return debits & Domain("days_overdue", "<=", 0)
        since = Domain("days_overdue", ">=", low)
        return debits & since & (Domain("days_overdue", "<=", high) if high else Domain.TRUE)
