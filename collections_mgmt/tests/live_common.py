"""Builders of the tests of live lists: what is noticed, and the job that works it off."""

from odoo import SUPERUSER_ID
from odoo.tests import freeze_time

from .worklist_common import WorklistCommon


class LiveCommon(WorklistCommon):
    """Three customers with debts; nothing is waiting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoices = {
            customer: cls.invoice(customer, amount, cls.days(-late))
            for customer, amount, late in ((cls.customer, 5000, 40), (cls.customer_2, 300, 10), (cls.customer_3, 80, 5))
        }
        cls.queue = cls.env["collections.refresh"].with_user(SUPERUSER_ID)
        cls.env.cr.flush()
        cls.queue.search([]).unlink()
        cls.refresh()

    @classmethod
    def noticed(cls, company=None):
        """Customers in the queue of a company, and nobody else's."""
        cls.env.cr.flush()
        cls.env["collections.refresh"].invalidate_model()
        return cls.queue.search([("company_id", "=", (company or cls.company).id)]).partner_id.with_env(cls.env)

    @classmethod
    def settle(cls, moment=None):
        """Work off the queue of the company as the job does, on the key date."""
        cls.env.cr.flush()
        with freeze_time(moment or cls.key_date):
            queue = cls.queue._in_time_zone(cls.company)
            while queue._refresh_batch(cls.company):
                pass
        cls.env.invalidate_all()

    def cron(self, name="collections_refresh_cron", moment=None):
        """The job itself, at a moment (UTC)."""
        self.env.cr.flush()
        with freeze_time(moment or self.key_date), self.enter_registry_test_mode():
            self.env.ref(f"collections_mgmt.{name}").method_direct_trigger()
        self.env.invalidate_all()
