from odoo import api, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """A company is not deleted with the history of its customers; what is its own would become everybody's."""

    _inherit = "res.company"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_collected(self):
        for company in self.sudo():
            uses = [use for model in self._collected_models() if (use := company._collected(model))]
            if uses:
                raise UserError(
                    self.env._(
                        "“%(company)s” is collected for and cannot be deleted: %(uses)s. Archive it: then no list is "
                        "made for it any more, and what was agreed with its customers stays.",
                        company=company.name,
                        uses=", ".join(uses),
                    )
                )

    @api.model
    def _collected_models(self):
        """Names of what keeps a company, each with a field ``company_id``. Contexts add theirs."""
        return ["collections.account", "collections.segment", "collections.profile", "collections.group"]

    def _collected(self, model_name):
        """How many records of a model belong to the company, in words; empty: none."""
        count = self.env[model_name].with_context(active_test=False).search_count([("company_id", "=", self.id)])
        kind = self.env["ir.model"]._get(model_name).name
        return self.env._("%(kind)s: %(count)s", kind=kind, count=count) if count else ""
