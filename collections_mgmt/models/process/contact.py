from odoo import api, models


class CollectionsContact(models.Model):
    _inherit = "collections.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        if not self.env.su:
            contacts._take_call_steps()
        return contacts

    def _take_call_steps(self):
        """Whom the process wanted called, and who was reached by phone: the step is done, as far as the caller may."""
        called = self.filtered(lambda contact: contact.effective and contact.channel == "phone")
        if not called:
            return
        tasks = self.env["collections.process.task"].search(
            [
                ("account_id", "in", called.account_id.ids),
                ("state", "=", "open"),
                ("kind", "=", "call"),
                ("ad_hoc", "=", False),
                ("paused", "=", False),
            ]
        )
        last = {account: max(contacts.mapped("day")) for account, contacts in called.grouped("account_id").items()}
        mine = tasks.filtered(lambda task: task._may_close() and task.started_on <= last[task.account_id])
        mine._finish("done", ", ".join(called.outcome_id.mapped("name")))
