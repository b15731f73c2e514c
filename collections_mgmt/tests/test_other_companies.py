"""Whatever there is of a customer stays in his company: every model, from outside, by every way that reads."""

from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .process_common import ProcessCase

ROLES = ("specialist", "supervisor", "manager", "auditor", "dispute_processor")
OUTSIDERS = {"plain": "base.group_user", "booker": "base.group_user,account.group_account_invoice",
             "portal": "base.group_portal"}  # fmt: skip
# how a record says of which company it is, the first of these that it has
WAYS = ("company_id", "account_id.company_id", "dispute_id.company_id", "run_id.company_id")
# there are records of these here, or the tests would say nothing
FILLED = {
    "account", "assignment", "audit", "contact", "dispute", "dispute.analysis", "dispute.flow", "dispute.line",
    "dispute.task", "hold", "item", "ledger.day", "plan", "plan.installment", "plan.item", "priority.override",
    "process", "process.task", "promise", "promise.line", "refresh", "resubmission", "run", "run.load",
    "sales.receivable", "team.load", "timeline", "worklist.analysis", "worklist.item",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestOtherCompanies(ProcessCase):
    """Acme, Bolt and Crane are talked to, argue and promise; people of each role look at them from another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.promised = cls.items_of(cls.invoice(cls.customer, 1000, cls.days(-20)))
        cls.planned = cls.items_of(cls.invoice(cls.customer, 600, cls.days(-10)))
        cls.disputed = cls.items_of(cls.invoice(cls.customer_2, 600, cls.days(-10)))
        cls.refresh()
        cls.elsewhere = cls.setup_other_company(name="Elsewhere")["company"]

    def setUp(self):
        super().setUp()
        self.advance()
        self.hold(account=self.crane)
        self.record("promise", date=self.days(9),
                    line_ids=[Command.create({"line_id": self.promised.id, "amount": 400})])  # fmt: skip
        self.record("plan", accepted=True, item_ids=[Command.create({"line_id": self.planned.id, "amount": 600})],
                    installment_ids=[Command.create({"date": self.days(5), "principal": 600})])  # fmt: skip
        reached = self.env.ref("collections_mgmt.collections_contact_outcome_reached")
        self.record("contact", at=datetime(2026, 6, 30), outcome_id=reached.id)
        self.record("resubmission", date=self.days(3))
        self.record("assignment", specialist_id=self.collector.id, reason="Knows them", date_to=self.days(3))
        self.record("priority.override", kind="boost", reason="Important", date_to=self.days(3))
        reason = self.env["collections.dispute.reason"].search([], limit=1)
        self.env["collections.dispute"].sudo()._open(self.bolt, {self.disputed: 100}, reason_id=reason.id)
        self.refresh()
        self.run_list()
        self.env["collections.audit"]._audit(self.company)
        self.env["collections.refresh"]._notice(self.acme)
        self.env["collections.refresh"]._append_so_far()
        self.env.invalidate_all()

    def record(self, model, **vals):
        return self.env[f"collections.{model}"].create({"account_id": self.acme.id, **vals})

    def people(self):
        """Users who may work for the other company alone."""
        people = {role: self.user_of(f"test_elsewhere_{role}", role, self.elsewhere) for role in ROLES}
        for name, groups in OUTSIDERS.items():
            people[name] = new_test_user(
                self.env, f"test_elsewhere_{name}", groups, company_id=self.elsewhere.id,
                company_ids=[Command.set(self.elsewhere.ids)],
            )  # fmt: skip
        return people

    def ours(self):
        """Dict of the models that know companies: what there is of this one."""
        models = (self.env[name].sudo() for name in self.env if name.startswith("collections."))
        found = {}
        for model in models:
            way = next((way for way in WAYS if way.split(".")[0] in model._fields), None)
            if way and not model._abstract and not model._transient:
                found[model._name] = model.with_context(active_test=False).search([(way, "=", self.company.id)])
        return found

    def test_nothing_of_our_customers_is_found_or_read_from_another_company(self):
        ours, people = self.ours(), self.people()
        self.assertLessEqual({f"collections.{name}" for name in FILLED}, {name for name in ours if ours[name]})
        for name, user in people.items():
            for model, records in ours.items():
                with self.subTest(who=name, model=model):
                    self.env.invalidate_all()
                    theirs = self.env[model].with_user(user).with_context(active_test=False)
                    if theirs.has_access("read"):
                        self.assertFalse(theirs.search([]).sudo() & records)
                    if records:
                        self.assertUnreadable(theirs.browse(records.ids))

    def assertUnreadable(self, records):
        """Each of them: one that is refused would hide that another is not."""
        for record in records:
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                with self.assertRaises(AccessError, msg=record):
                    call_kw(record.browse(), "read", [record.ids, ["display_name"]], {})
