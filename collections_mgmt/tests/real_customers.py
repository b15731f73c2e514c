"""Customers in committed transactions, for mass actions that are carried out for real. They are removed at the end."""

from contextlib import contextmanager

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name


class RealCustomersCase(BaseCase):
    """``CUSTOMERS`` customers, to whom a mass action of the administrator may assign a profile of their own."""

    CUSTOMERS = 5

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.remove)
        with self.transaction() as env:
            partners = env["res.partner"].create([{"name": f"Real {n:03}"} for n in range(self.CUSTOMERS)])
            self.partner_ids = partners.ids
            self.profile_id = env["collections.profile"].create({"name": "Real"}).id
            common = {"company_id": env.company.id, **self.account_vals(env)}
            accounts = env["collections.account"].create([{"partner_id": partner.id, **common} for partner in partners])
            self.account_ids = accounts.ids

    def account_vals(self, env):
        """What else the accounts carry."""
        return {}

    @contextmanager
    def transaction(self):
        """A transaction of its own, committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, api.SUPERUSER_ID, {})

    def previewed(self, env):
        """The mass action, looked at and not started."""
        action = env["collections.mass.action"].create(
            {
                "kind": "profile",
                "profile_id": self.profile_id,
                "domain": str([("id", "in", self.account_ids)]),
                "user_id": env.ref("base.user_admin").id,
            }
        )
        action.action_preview()
        return action

    def remove(self):
        with self.transaction() as env:
            env["collections.mass.action"].search([("profile_id", "=", self.profile_id)]).unlink()
            env["collections.account"].browse(self.account_ids).unlink()
            env["collections.profile"].browse(self.profile_id).unlink()
            env["res.partner"].browse(self.partner_ids).unlink()
