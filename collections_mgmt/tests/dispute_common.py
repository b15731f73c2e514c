"""A department without accounting rights, reasons and builders, for the tests of disputes."""

from odoo.tests import new_test_user

from .steering_common import SteeringCase


class DisputeCase(SteeringCase):
    """Delta owes 5,000, one invoice; pallets are decided by Logistics: Lara, headed by Hugo, without accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lara, cls.hugo, cls.quentin = (
            new_test_user(
                cls.env,
                login=f"test_{name.lower()}",
                name=name,
                groups="base.group_user,collections_mgmt.collections_mgmt_group_dispute_processor",
                company_id=cls.company.id,
            )
            for name in ("Lara", "Hugo", "Quentin")
        )
        cls.accountant = new_test_user(
            cls.env, login="test_booker", groups="base.group_user,account.group_account_invoice",
            company_id=cls.company.id,
        )  # fmt: skip
        departments = cls.env["collections.dispute.department"]
        cls.logistics = departments.create(
            {"name": "Logistics", "head_id": cls.hugo.id, "user_ids": cls.lara.ids, "email": "logistics@example.com"}
        )
        cls.quality = departments.create({"name": "Quality", "user_ids": cls.quentin.ids})
        cls.pallets = cls.dispute_reason("Pallets missing", cls.logistics, due_days=7, maximum_days=30)
        cls.taken_off = cls.dispute_reason("Deduction", cls.quality, deduction=True)
        cls.delta = cls.new_customer("Delta")
        cls.line = cls.items_of(cls.invoice(cls.delta, 5000, cls.days(-40)))
        cls.refresh()
        cls.account = cls.account_of(cls.delta)

    @classmethod
    def dispute_reason(cls, name, department, **vals):
        return cls.env["collections.dispute.reason"].create({"name": name, "department_id": department.id, **vals})

    def request(self, amounts, user=None, reason=None, **vals):
        """The dialog as it opens from selected open items, with the amounts of {journal item: amount} entered."""
        items = self.env["account.move.line"].union(*amounts)
        wizards = self.env["collections.dispute.create"].with_user(user or self.collector)
        wizard = wizards.with_context(active_model="collections.item", active_ids=items.ids).create(
            {"reason_id": (reason or self.pallets).id, **vals}
        )
        for line in wizard.line_ids:
            line.amount = amounts[line.line_id.sudo().with_env(items.env)]
        return wizard

    def dispute(self, amount, line=None, user=None, reason=None, **vals):
        """A dispute of ``amount`` of an open item of Delta, as the collector records it."""
        line = line or self.line
        disputes = self.env["collections.dispute"]
        before = disputes.search([])
        self.request({line: amount}, user, reason, **vals).action_open()
        return disputes.search([]) - before

    def settled(self, dispute, key_date=None):
        """The figures as the live job has them after what was booked."""
        self.env.flush_all()
        self.refresh(key_date=key_date, accounts=dispute.account_id)
        self.env.invalidate_all()
        return dispute

    def balance(self, dispute):
        """What became of it; zeros left out."""
        names = ("disputed", "paid", "credited", "cleared", "written_off")
        return {name: dispute[name] for name in names if dispute[name]}

    def item(self, line=None, days=0):
        """The open item and its parts."""
        line = line or self.line
        items = self.env["collections.item"].with_context(collections_key_date=self.days(days))
        items.invalidate_model()
        return items.search([("id", "=", line.id)])
