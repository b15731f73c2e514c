"""The nightly audit: what is stored is what the ledger gives, and if not, the manager learns of it (issue 3)."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .live_common import LiveCommon


@tagged("post_install", "-at_install")
class TestAudit(LiveCommon):
    def audit(self):
        self.env.cr.flush()
        with freeze_time(self.key_date):
            audit = self.env["collections.audit"].sudo()._audit(self.company)
        self.env.cr.flush()
        return audit

    def spoil(self, customer, column, value):
        """Change a stored figure behind everybody's back."""
        self.env.flush_all()
        query = "UPDATE collections_account SET %s = %s WHERE id = %s"
        self.env.cr.execute(SQL(query, SQL.identifier(column), value, self.account_of(customer).id))
        self.env.invalidate_all()

    def found(self, audit):
        return {(row.account_id.partner_id, row.name): (row.stored, row.truth) for row in audit.difference_ids}

    def test_there_is_no_difference_when_nothing_was_spoilt(self):
        audit = self.audit()
        self.assertRecordValues(
            audit, [{"state": "clean", "account_count": 3, "different_count": 0, "with_settings": True}]
        )
        self.assertFalse(audit.difference_ids | audit.difference_ids.search([]))
        self.assertFalse(audit.activity_ids)

    def test_a_spoilt_figure_is_found_told_and_put_right(self):
        self.spoil(self.customer, "overdue", 1)
        audit = self.audit()
        self.assertRecordValues(audit, [{"state": "differences", "different_count": 1}])
        self.assertEqual(self.found(audit), {(self.customer, "overdue"): ("1", "5000.00")})
        self.assertEqual(audit.difference_ids.label, "Overdue")
        self.assertIn(self.manager, audit.activity_ids.user_id)
        self.assertNotIn(self.supervisor, audit.activity_ids.user_id)
        self.settle()
        self.assertEqual(self.account_of(self.customer).overdue, 5000)
        self.assertEqual(self.audit().state, "clean")

    def test_each_layer_is_compared(self):
        for column, value in (
            ("trust", "bad"),
            ("segment_id", None),
            ("to_collect", 3),
            ("points", 7),
            ("verdict", "exit"),
            ("rule_mask", "0000"),
        ):
            with self.subTest(column=column):
                self.spoil(self.customer_2, column, value)
                self.assertEqual(set(self.found(self.audit())), {(self.customer_2, column)})
                self.settle()

    def test_a_booking_that_nobody_noticed_is_found(self):
        queue = type(self.env["collections.refresh"])
        with patch.object(queue, "_notice_ids"), patch.object(queue, "_notice_now"):
            self.pay(self.invoices[self.customer])
            self.env.cr.flush()
        names = {name for _customer, name in self.found(self.audit())}
        self.assertLessEqual({"overdue", "balance", "paid_12m", "to_collect", "verdict"}, names)

    def test_a_new_customer_whom_nobody_noticed_gets_an_account(self):
        queue = type(self.env["collections.refresh"])
        newcomer = self.new_customer("Newcomer")
        with patch.object(queue, "_notice_ids"), patch.object(queue, "_notice_now"):
            self.invoice(newcomer, 70, self.days(-3))
            self.env.cr.flush()
        audit = self.audit()
        self.assertIn("1 customers", audit.log)
        self.settle()
        self.assertEqual(self.account_of(newcomer).overdue, 70)

    def test_what_waits_in_the_queue_is_no_difference(self):
        self.pay(self.invoices[self.customer])
        self.assertRecordValues(self.audit(), [{"state": "clean", "account_count": 2}])

    def test_figures_are_compared_as_of_their_own_day(self):
        accounts = self.env["collections.account"]
        accounts._refresh(self.company, self.days(1), self.account_of(self.customer).ids)
        self.assertEqual(self.audit().state, "clean")
        self.spoil(self.customer, "oldest_due_date", self.days(-50))
        difference = self.audit().difference_ids.filtered(lambda each: each.name == "oldest_days")
        self.assertEqual((difference.key_date, difference.stored, difference.truth), (self.days(1), "51", "41"))

    def test_settings_changed_after_the_list_count_from_the_next_one(self):
        run = self.run_list()
        run.generated_at = "2026-01-01"
        self.profile.minimum_amount = 1000
        audit = self.audit()
        self.assertRecordValues(audit, [{"state": "clean", "with_settings": False}])

    def statements(self):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.audit()
        return self.env.cr.sql_log_count - before

    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        self.statements()  # the first one fills caches
        few = self.statements()
        self.debts(*((partner, 100, 5) for partner in self.partners(20)))
        self.settle()
        self.assertEqual(self.statements(), few)

    @mute_logger("odoo.addons.collections_mgmt.models.worklist.audit")
    def test_every_company_is_audited_at_night_and_one_that_fails_stops_no_other(self):
        self.spoil(self.customer, "overdue", 1)
        companies = self.env["collections.run"]._companies()
        model = type(self.env["collections.audit"])
        original = model._compare

        def compare(audit, key_date):
            if audit.company_id == self.company:
                raise ValueError("the ledger is on fire")
            return original(audit, key_date)

        last = self.env["collections.audit"].sudo().search([], limit=1).id or 0
        with patch.object(model, "_compare", compare):
            self.cron("collections_audit_cron")
        audits = self.env["collections.audit"].sudo().search([("id", ">", last)])
        self.assertEqual(audits.company_id, companies)
        failed = audits.filtered(lambda audit: audit.company_id == self.company)
        self.assertRecordValues(failed, [{"state": "failed", "log": "the ledger is on fire"}])
        self.assertIn(self.manager, failed.activity_ids.user_id)

    def test_a_manager_runs_one_now_and_sees_what_came_of_it(self):
        self.spoil(self.customer, "overdue", 1)
        audits = self.env["collections.audit"].with_user(self.manager)
        with freeze_time(self.key_date):
            action = audits.action_run_now()
        audit = audits.browse(action["res_id"])
        self.assertEqual((action["res_model"], action["views"]), ("collections.audit", [(False, "form")]))
        self.assertRecordValues(audit, [{"company_id": self.company.id, "state": "differences", "different_count": 1}])
        self.assertEqual(audit.difference_ids.mapped("label"), ["Overdue"])
        self.settle()
        self.assertEqual(self.account_of(self.customer).overdue, 5000)

    def test_nobody_else_runs_one(self):
        for user in (self.supervisor, self.collector, self.auditor):
            with self.assertRaises(AccessError):
                self.env["collections.audit"].with_user(user).action_run_now()
        self.assertFalse(self.env["collections.audit"].sudo().search([("company_id", "=", self.company.id)]))

    def test_it_comes_before_the_list(self):
        audit = self.env.ref("collections_mgmt.collections_audit_cron")
        self.assertTrue(audit.active)
        self.assertLess(audit.nextcall.hour, self.env.ref("collections_mgmt.collections_run_cron").nextcall.hour)

    def test_managers_and_auditors_see_it_and_the_others_do_not(self):
        self.spoil(self.customer, "overdue", 1)
        audit = self.audit()
        for user in (self.manager, self.auditor):
            self.assertTrue(audit.with_user(user).has_access("read"))
            self.assertEqual(audit.with_user(user).difference_ids.mapped("label"), ["Overdue"])
        for user in (self.collector, self.supervisor):
            self.assertFalse(audit.with_user(user).has_access("read"))
            self.assertFalse(audit.difference_ids.with_user(user).has_access("read"))
        for user in (self.manager, self.auditor):
            self.assertFalse(audit.with_user(user).has_access("write"))
        other = self.setup_other_company(name="Other company")["company"]
        far = self.user_of("test_far", "manager", other)
        self.assertFalse(audit.with_user(far).has_access("read"))
        self.assertFalse(audit.difference_ids.with_user(far).has_access("read"))

    def test_the_manager_is_done_with_his_activity(self):
        self.spoil(self.customer, "overdue", 1)
        audit = self.audit()
        mine = audit.activity_ids.filtered(lambda activity: activity.user_id == self.manager)
        mine.with_user(self.manager).action_feedback(feedback="Found: an import by SQL")
        self.assertFalse(audit.activity_ids.filtered(lambda activity: activity.user_id == self.manager))
