"""What accounts refer to without a foreign key is deleted, archived or merged: nothing dangles, nothing is lost."""

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.foundation.unchecked_reference import UncheckedReference
from .plan_common import PlanCase


@tagged("post_install", "-at_install")
class TestReferenceAttacks(PlanCase):
    def setUp(self):
        super().setUp()
        self.dangling_before = self.dangling()  # of tests in transactions of their own, which tidy up by SQL

    def dangling(self):
        """(model, field, id) of each reference to what is not there any more."""
        self.env.flush_all()
        found = set()
        for model in self.env.values():
            for name, field in model._fields.items():
                if isinstance(field, UncheckedReference) and model._auto and field.store:
                    rows = self.env.execute_query(
                        SQL(
                            "SELECT id FROM %s row"
                            " WHERE %s IS NOT NULL AND NOT EXISTS (SELECT FROM %s t WHERE t.id = %s)",
                            SQL.identifier(model._table),
                            SQL.identifier("row", name),
                            SQL.identifier(self.env[field.comodel_name]._table),
                            SQL.identifier("row", name),
                        )
                    )
                    found |= {(model._name, name, row_id) for (row_id,) in rows}
        return found

    def assert_nothing_dangles(self):
        self.assertFalse(self.dangling() - self.dangling_before)

    def test_a_merge_takes_along_what_was_agreed(self):
        self.customer.email = "a@acme.example"
        self.company.collections_sending = True
        plan = self.plan((10, 400), items=[(self.other_line, 400)])
        promise = (
            self.env["collections.promise"]
            .with_user(self.collector)
            .create(
                {
                    "account_id": self.acme.id,
                    "date": self.days(5),
                    "line_ids": [(0, 0, {"line_id": self.line.id, "amount": 300})],
                }
            )
        )
        promise.action_send_confirmation()
        hold = self.hold()
        self.run_list()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.customer_2).ids, self.customer_2)
        self.env.invalidate_all()
        for record in (plan, promise, hold, self.env["collections.delivery"].sudo()._of(promise)):
            self.assertEqual(record.sudo().account_id, self.bolt)
        self.refresh()
        self.assertEqual((self.bolt.promised, self.bolt.planned), (300, 400))
        self.assert_nothing_dangles()

    def test_a_hold_goes(self):
        self.hold()
        self.refresh()
        self.run_list()
        self.acme.sudo().hold_id.unlink()
        self.assert_nothing_dangles()
        self.refresh()
        self.run_list()
