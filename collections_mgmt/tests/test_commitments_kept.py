"""What was agreed is brought forward from night to night: whom a day touches is read, the others are a day older."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..queries.dispute_balance import dispute_to_read
from ..queries.promise_settlement import promise_to_judge
from .commitment_steps import CommitmentSteps
from .test_account_kept import KeptCase

KINDS = ("promise", "promise", "beside", "dispute", "dispute", "reject", "plan", "resubmit", "pay", "pay", "credit")
KINDS += ("withdraw", "worked_off", "hold", "hold_item", "end_hold", "night", "night", "night", "night")
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(1, 1100)),  # what, which invoice, how much
    min_size=10,
    max_size=16,
)
JUDGED = {
    "collections_promise": ("state", "fulfilment", "paid", "credited", "late", "disputed"),
    "collections_promise_line": ("paid", "credited", "late", "disputed"),
    "collections_dispute": ("state", "disputed", "paid", "credited", "cleared", "written_off"),
    "collections_dispute_line": ("claimed", "disputed", "paid", "credited", "cleared", "written_off"),
}


@tagged("post_install", "-at_install")
class TestCommitmentsKept(KeptCase, CommitmentSteps):
    def setUp(self):
        super().setUp()
        self.night(0)

    def assert_nights_are_right(self, *days):
        for day in days:
            self.night(day)
            self.assertEqual(self.stored(), self.read_anew(day), f"day {day}")
            self.assertEqual(self.judged(), self.judged_anew(day), f"day {day}")

    def judged(self):
        """What is said of all that was agreed."""
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM %s ORDER BY id",
                    SQL(", ").join(map(SQL.identifier, names)),
                    SQL.identifier(table),
                )
            )
            for table, names in JUDGED.items()
        }

    def judged_anew(self, day):
        """The same, when it is judged whether anything happened or not."""
        accounts = self.env["collections.account"].sudo().search([("company_id", "=", self.company.id)])
        accounts._settle(self.company, self.days(day), accounts.ids)
        self.env.flush_all()
        return self.judged()

    def set_days(self, dispute, **days):
        """Days nobody could choose in the dialog; nothing is noticed of it."""
        self.env.flush_all()
        for name, day in days.items():
            self.env.cr.execute(
                SQL("UPDATE collections_dispute SET %s = %s WHERE id = %s", SQL.identifier(name), day, dispute.id)
            )
        self.env.invalidate_all()

    def spoil(self):
        """A figure that only reading the ledger again would put right."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE collections_account SET largest_overdue = 1 WHERE id = %s", [self.acme.id])
        self.env.invalidate_all()

    def assert_is_read(self, *days):
        """Of the nights up to the last of ``days`` these alone read the account again."""
        for day in range(1, max(days) + 1):
            self.spoil()
            self.night(day)
            with self.subTest(day=day):
                self.assertEqual(self.acme.largest_overdue != 1, day in days)

    # ------------------------------------------------------------------------------------------------------------ days
    def test_a_dispute_is_late_and_its_pause_ends(self):
        dispute = self.dispute(300, self.line)
        self.set_days(dispute, date_due=self.days(2), pause_until=self.days(4))
        self.night(0)
        self.assertEqual(self.acme.disputed, 300)
        self.assert_nights_are_right(1, 2, 3, 4, 5, 9)
        self.assertRecordValues(self.acme, [{"disputed": 0, "dispute_days": 9, "dispute_late_days": 7}])

    def test_what_was_rejected_stays_so_for_another_day(self):
        self.dispute(300, self.line)._decide("invalid")
        self.assert_nights_are_right(1, 2, 5)
        self.assertRecordValues(self.acme, [{"dispute_rejected": 300, "dispute_rejected_days": 5}])

    def test_who_does_not_pay_a_rejected_deduction_is_at_risk_after_a_week(self):
        dispute = self.dispute(300, self.line)
        dispute.sudo().deduction = True
        dispute._decide("invalid")
        self.assert_nights_are_right(1, 6)
        self.assertNotEqual(self.acme.behaviour, "at_risk")
        self.assert_nights_are_right(7, 8)
        self.assertEqual(self.acme.behaviour, "at_risk")

    def test_a_resubmission_comes_up_and_is_due_ever_longer(self):
        self.resubmit(days=3, no_contact=True)
        self.assert_nights_are_right(1, 2, 3, 4, 8)
        self.assertRecordValues(self.acme, [{"resubmission_due": True, "resubmission_days": 5}])

    def test_what_another_customer_paid_is_looked_at_no_more(self):
        bolt = self.partners(1, prefix="Bolt")
        self.resubmit(days=0, line_ids=[Command.create({"line_id": self.line.id})])
        self.one.button_draft()
        self.one.partner_id = bolt
        self.one.action_post()
        self.refresh()
        self.night(0)
        self.assertTrue(self.acme.resubmission_due)
        self.pay(self.one)
        self.env["collections.refresh"]._append_so_far()
        self.env["collections.refresh"].sudo().search([("partner_id", "=", self.customer.id)]).unlink()
        self.assert_nights_are_right(1, 2)
        self.assertFalse(self.acme.resubmission_due)

    def test_an_instalment_comes_nearer_and_is_missed(self):
        self.plan((9, 300), (20, 300))
        self.assert_nights_are_right(1, 2, 3, 8, 9, 10, 11, 12, 13, 20, 21)
        self.assertTrue(self.acme.plan_defaulted)

    def test_a_broken_promise_is_forgotten_after_its_time(self):
        self.promise((self.line, 400), day=1)
        self.assert_nights_are_right(1, 2, 30, 60, 91, 92, 120, 150, 180, 210, 240, 270, 300, 330, 360, 366, 367)
        self.assertFalse(self.acme.promises_broken_90)

    def test_what_nothing_touches_is_not_read(self):
        self.promise((self.line, 400), day=10)
        dispute = self.dispute(300, self.other_line)
        self.set_days(dispute, date_due=self.days(14), pause_until=self.days(20))
        self.night(0)
        self.assertEqual(self.acme.promise_ids.last_day, self.days(12))
        # within seven days, on its day, after it, with its tolerance over; the dispute is late, its pause is over
        self.assert_is_read(3, 10, 11, 13, 15, 21)
        self.assertRecordValues(self.acme, [{"dispute_days": 21, "dispute_late_days": 7}])

    def test_one_transaction_judges_and_the_figures_follow(self):
        promise = self.promise((self.line, 400), day=10)
        self.pay(self.one, 400, date=self.days(0))
        self.env.flush_all()
        self.env.cr.flush()
        self.env["collections.refresh"].sudo().search([]).unlink()  # whoever booked it noticed another customer
        self.night(1)
        self.assertPromise(promise, "kept", paid=400)
        self.assertFalse(self.acme.promised)

    # -------------------------------------------------------------------------------------------------- other customers
    def test_a_promise_is_kept_by_whom_the_invoice_is_now(self):
        bolt = self.partners(1, prefix="Bolt")
        promise = self.promise((self.line, 400), day=10)
        self.one.button_draft()
        self.one.partner_id = bolt
        self.one.action_post()
        self.refresh()
        self.night(0)
        self.assertEqual(self.account_of(bolt).promised, 400)
        self.pay(self.one, 100, date=self.days(0))
        self.env.flush_all()
        self.env.cr.flush()
        self.env["collections.refresh"].sudo().search([]).unlink()
        self.refresh(accounts=self.account_of(bolt))  # of him alone it was noticed
        self.assert_nights_are_right(1, 2)
        self.assertPromise(promise, "open", paid=100)
        self.assertEqual(self.account_of(bolt).promised, 300)
        self.refresh(accounts=self.account_of(bolt))
        self.pay(self.one, 900, date=self.days(2))
        self.assert_nights_are_right(3, 4)
        self.assertPromise(promise, "kept", paid=400)

    # ---------------------------------------------------------------------------------------------------------- judging
    def test_only_what_somebody_touched_is_judged(self):
        first, second = self.promise((self.line, 400), day=10), self.promise((self.other_line, 300), day=20)
        self.night(0)
        self.assertEqual(self.to_judge(1)[0], set())
        self.assertEqual(self.to_judge(12)[0], set())
        self.assertEqual(self.to_judge(13)[0], {first.id})
        self.pay(self.other_line.move_id, 10)
        self.assertEqual(self.to_judge(1)[0], {second.id})

    def test_only_disputes_somebody_touched_are_read(self):
        self.dispute(100, self.line)
        other = self.dispute(100, self.other_line)
        self.night(0)
        self.assertEqual(self.to_judge(1)[1], set())
        self.pay(self.other_line.move_id, 10)
        self.assertEqual(self.to_judge(1)[1], {other.id})

    def test_what_was_paid_before_it_was_promised_or_disputed_touches_nothing(self):
        self.pay(self.one, 10)
        self.pay(self.other_line.move_id, 10)
        promise, dispute = self.promise((self.line, 400), day=10), self.dispute(100, self.other_line)
        self.night(0)
        self.assertEqual(self.to_judge(1), [set(), set()])
        self.pay(self.one, 10)
        self.pay(self.other_line.move_id, 10)
        self.assertEqual(self.to_judge(1), [{promise.id}, {dispute.id}])
        self.assert_nights_are_right(1, 2)

    def to_judge(self, day):
        """Ids of promises and of disputes that a night looks at."""
        self.env.flush_all()
        queries = promise_to_judge(self.company.id, self.days(day)), dispute_to_read(self.company.id)
        return [{found for (found,) in self.env.execute_query(query)} for query in queries]

    @settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def test_whatever_happens_each_night_is_right(self, drawn):
        savepoint = self.env.cr.savepoint(flush=True)
        self.day = 0
        try:
            for kind, which, amount in drawn:
                getattr(self, f"do_{kind}")((self.one, self.other)[which], amount)
            self.do_night(self.one, 1)
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all()

    def do_plan(self, invoice, amount):
        self.attempt(
            self.plan,
            (self.day + 1 + amount % 9, amount),
            items=[(self.items_of(invoice), amount)],
            user=self.manager,
        )

    def do_resubmit(self, _invoice, amount):
        self.attempt(self.resubmit, days=self.day + amount % 9, user=self.manager)

    def do_hold(self, _invoice, amount):
        self.attempt(self.hold, start=self.day + amount % 3, days=1 + amount % 4, user=self.manager)

    def do_hold_item(self, invoice, amount):
        line_id = self.items_of(invoice).id
        self.attempt(self.hold, start=self.day, days=1 + amount % 4, line_id=line_id, user=self.manager)

    def do_end_hold(self, _invoice, _amount):
        self.acme.hold_ids[:1].action_end()

    def do_reject(self, _invoice, _amount):
        undecided = self.acme.dispute_ids.filtered(lambda dispute: dispute.state in ("new", "in_process"))[:1]
        undecided._decide("invalid")

    def do_worked_off(self, _invoice, _amount):
        self.refresh(key_date=self.days(self.day))
        self.env["collections.refresh"].sudo().search([]).unlink()

    def do_night(self, _invoice, amount):
        self.day += 1 + amount % 3
        self.assert_nights_are_right(self.day)
