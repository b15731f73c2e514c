"""What the line of time of a customer tells of promises, plans and disputes."""

from odoo.tests import tagged

from .dispute_common import DisputeCase
from .plan_common import PlanCase
from .promise_common import PromiseCase


class TimelineCommon:
    def assertTold(self, account, kind, **values):
        """The one event of this kind, as the collector reads it."""
        self.env.invalidate_all()  # the next request
        events = account.with_user(self.collector).timeline_ids.filtered(lambda event: event.kind == kind)
        self.assertRecordValues(events, [values])


@tagged("post_install", "-at_install")
class TestPromisesTold(TimelineCommon, PromiseCase):
    def test_what_became_of_a_promise_is_told_with_its_amount_and_note(self):
        self.promise((self.line, 400), day=3, note="By cheque")
        self.assertTold(self.acme, "promise", amount=400, detail="Open: By cheque")
        self.refresh(key_date=self.days(6))
        self.assertTold(self.acme, "promise", amount=400, detail="Broken: By cheque")

    def test_its_day_is_written_as_in_the_language_of_who_reads(self):
        self.promise((self.line, 400), day=3)
        self.assertTold(self.acme, "promise", name="07/03/2026")
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.invalidate_all()  # the next request
        events = self.env["collections.timeline"].with_user(self.collector).with_context(lang="de_DE")
        event = events.search([("account_id", "=", self.acme.id), ("kind", "=", "promise")])
        self.assertEqual(event.name, "03.07.2026")

    def test_an_amount_in_another_currency_is_not_told_as_if_it_were_ours(self):
        invoice = self.invoice(self.customer, 900, self.days(-20), currency=self._enable_currency("EUR"))
        self.refresh()
        self.promise((self.items_of(invoice), 300))
        self.assertTold(self.acme, "promise", amount=0, detail="Open")


@tagged("post_install", "-at_install")
class TestPlansTold(TimelineCommon, PlanCase):
    def test_what_became_of_a_plan_is_told_with_its_total(self):
        plan = self.plan((10, 500), (40, 500), note="Until the season begins")
        self.assertTold(plan.account_id, "plan", amount=1000, detail="In Force: Until the season begins")
        plan.sudo()._cancel("other")
        self.assertTold(plan.account_id, "plan", amount=1000, detail="Cancelled: Until the season begins")


@tagged("post_install", "-at_install")
class TestDisputesTold(TimelineCommon, DisputeCase):
    def test_what_became_of_a_dispute_is_told_with_its_amount(self):
        dispute = self.dispute(800, description="Two pallets")
        self.assertTold(self.account, "dispute", amount=800, detail="New: Two pallets")
        dispute.sudo()._decide("invalid")
        self.assertTold(self.account, "dispute", amount=800, detail="Invalid: Two pallets")
