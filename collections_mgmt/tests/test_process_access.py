"""Who sees and closes tasks, from both sides; what people might send over RPC; what sales sees (E18)."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .process_common import ProcessCase


class ProcessAccessCase(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,collections_mgmt.collections_mgmt_group_sales"
        cls.seller = new_test_user(cls.env, "test_seller", groups, company_id=cls.company.id)
        cls.seller_2 = new_test_user(cls.env, "test_seller_2", groups, company_id=cls.company.id)
        cls.plain = new_test_user(cls.env, "test_plain", "base.group_user", company_id=cls.company.id)
        cls.customer.user_id = cls.seller
        cls.customer_2.user_id = cls.seller_2

    def given_to_sales(self):
        """A step that salespeople answer."""
        self.call.write({"executor": "salesperson", "kind": "sales", "instruction": "Ask him what is wrong"})
        self.advance()
        return self.task()


@tagged("post_install", "-at_install")
class TestProcessAccess(ProcessAccessCase):
    def test_tasks_and_processes_are_seen_by_who_sees_the_customer(self):
        self.advance()
        for user, sees in (
            (self.collector, True),
            (self.supervisor, True),
            (self.manager, True),
            (self.auditor, True),
            (self.stranger, False),
            (self.supervisor_2, False),
        ):
            for model in ("collections.process", "collections.process.task"):
                with self.subTest(user=user.login, model=model):
                    found = self.env[model].with_user(user).search([("account_id", "=", self.acme.id)])
                    self.assertEqual(bool(found), sees)
        for user in (self.plain, self.seller):
            self.assertRefused(AccessError, "", self.env["collections.process"].with_user(user).search, [])

    def test_of_another_company_nothing_is_seen(self):
        self.advance()
        elsewhere = self.user_of("test_elsewhere", "manager", self.env["res.company"].create({"name": "Elsewhere"}))
        for model in ("collections.process", "collections.process.task", "collections.process.step"):
            records = self.env[model].with_user(elsewhere)
            if model == "collections.process.step":
                self.strategy.company_id = self.company
            self.assertFalse(set(records.search([]).ids) & set(self.related(model).ids))

    def related(self, model):
        found = {"collections.process": self.process(), "collections.process.task": self.tasks()}
        return found.get(model, self.strategy.step_ids)

    def test_a_task_is_seen_by_the_members_of_the_group_it_is_for(self):
        self.call.write({"executor": "group", "group_id": self.other_group.id})
        self.advance()
        task = self.task().with_user(self.stranger)
        self.assertEqual((task.name, task.partner_id, task.to_collect), ("Call", self.customer, 5000))
        self.assertEqual(task.action_open()["res_model"], "collections.process.task")
        self.assertEqual(self.task().with_user(self.collector).action_open()["res_model"], "collections.account")

    def test_nobody_writes_makes_or_deletes_them(self):
        self.advance()
        for user in (self.collector, self.supervisor, self.manager, self.auditor):
            for record in (self.task(), self.process()):
                record = record.with_user(user)
                with self.subTest(user=user.login, model=record._name):
                    self.assertRefused(AccessError, "", record.write, {"state": "ended"})
                    self.assertRefused(AccessError, "", record.unlink)
                    self.assertRefused(AccessError, "", record.copy)
                    self.assertRefused(AccessError, "", record.create, {"account_id": self.acme.id})

    def test_no_way_round_by_the_account_or_the_strategy(self):
        self.advance()
        acme = self.acme.with_user(self.supervisor)
        for vals in (
            {"process_ids": [Command.update(self.process().id, {"state": "ended"})]},
            {"process_task_ids": [Command.delete(self.task().id)]},
            {"process_task_ids": [Command.create({"name": "Mine"})]},
        ):
            with self.subTest(vals=vals):
                self.assertRefused((AccessError, UserError), "", acme.write, vals)
        self.assertRefused(AccessError, "", self.strategy.with_user(self.supervisor).write, {"process_on": False})
        self.assertRefused(AccessError, "", self.call.with_user(self.supervisor).write, {"wait_days": 1})
        self.assertRefused(
            AccessError, "", self.strategy.with_user(self.collector).write, {"step_ids": [Command.clear()]}
        )
        self.call.with_user(self.manager).write({"wait_days": 1})

    def test_who_may_close_what(self):
        self.advance()
        for user, may in (
            (self.collector, True),
            (self.collector_2, True),
            (self.supervisor, True),
            (self.manager, True),
            (self.auditor, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.task().with_user(user)._may_close(), may)
        self.assertRefused(AccessError, "", self.task().with_user(self.stranger).action_done)
        self.assertRefused(AccessError, "", self.task().with_user(self.plain).action_done)
        self.assertRefused(AccessError, "", self.task().with_user(self.auditor).action_done)

    def test_a_review_is_closed_by_supervisors_only(self):
        self.call.write({"kind": "review", "executor": "supervisor"})
        self.advance()
        task = self.task()
        self.assertRefused(AccessError, "for somebody else", task.with_user(self.collector).action_done)
        self.assertRefused(AccessError, "for somebody else", task.with_user(self.collector).action_ask_skip)
        self.assertRefused(AccessError, "for somebody else", self.acme.with_user(self.collector).action_process_done)
        task.with_user(self.supervisor).action_done()

    def test_the_dialog_opens_no_other_door(self):
        self.call.write({"kind": "review", "executor": "supervisor"})
        self.advance()
        wizard = self.env["collections.process.task.close"].with_user(self.collector)
        forged = wizard.create({"task_id": self.task().id, "outcome": "done"})
        self.assertRefused(AccessError, "for somebody else", forged.action_close)
        self.assertEqual(self.task().state, "open")

    def test_only_who_collects_from_him_adds_tasks_and_for_colleagues_only(self):
        vals = {"name": "X", "kind": "call", "executor": "specialist", "due_on": self.key_date}
        for user in (self.stranger, self.plain, self.auditor, self.seller):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, "", self.acme.with_user(user)._add_task, vals)
        portal = new_test_user(self.env, "test_portal", "base.group_portal")
        acme = self.acme.with_user(self.collector)
        self.assertRefused(UserError, "colleagues", acme._add_task, vals, portal)
        self.assertRefused(UserError, "does not collect", acme._add_task, vals, self.plain)
        task = acme._add_task({**vals, "executor": "salesperson"}, self.plain)
        self.assertEqual(self.told(self.plain).res_model, "res.partner")
        self.assertEqual(task.user_id, self.plain)

    def test_the_wizard_adds_no_task_to_customers_of_others(self):
        vals = {"name": "X", "kind": "call", "executor": "specialist", "due_on": self.key_date}
        wizard = self.env["collections.process.task.add"].with_user(self.stranger)
        self.assertRefused(AccessError, "", wizard.create, {**vals, "account_ids": [Command.link(self.acme.id)]})

    def test_processes_are_stopped_and_started_by_supervisors(self):
        self.advance()
        process = self.process()
        self.assertRefused(AccessError, "", process.with_user(self.collector)._stop, "No more")
        self.assertRefused(AccessError, "", process.with_user(self.collector).action_restart)
        self.assertRefused(AccessError, "", self.acme.with_user(self.collector).action_process_stop)
        self.assertRefused(UserError, "Say why", process.with_user(self.supervisor)._stop, " ")
        wizard = self.env["collections.process.stop"].with_user(self.supervisor_2)
        forged = {"process_ids": [Command.link(process.id)], "note": "Mine now"}
        self.assertRefused(AccessError, "", wizard.create, forged)
        self.assertRefused(AccessError, "", process.with_user(self.supervisor_2)._stop, "Mine now")
        process.with_user(self.supervisor)._stop("Lawyers talk")
        self.assertEqual(process.state, "stopped")

    def test_the_jobs_cannot_be_called_from_outside(self):
        for model in ("collections.process", "collections.process.task", "collections.account"):
            public = [
                name
                for name in dir(type(self.env[model]))
                if not name.startswith("_") and ("advance" in name or "tell" in name or "put_away" in name)
            ]
            self.assertFalse(public)

    def test_merged_customers_are_in_one_process(self):
        self.advance()
        first, second = self.process(), self.process(self.bolt)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer | self.customer_2).ids, self.customer, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual((first.state, second.state, second.end_reason), ("running", "ended", "merged"))
        self.assertEqual(second.account_id, self.acme)
        self.assertEqual(self.story(), [("Call", "open"), ("Call", "cancelled")])


@tagged("post_install", "-at_install")
class TestSales(ProcessAccessCase):
    """A salesperson sees what his customers owe, and no more."""

    def rows(self, user):
        return self.env["collections.sales.receivable"].with_user(user).search([])

    def test_he_sees_his_own_customers(self):
        self.assertEqual(self.rows(self.seller).partner_id, self.customer)
        self.assertRecordValues(
            self.rows(self.seller),
            [{"overdue": 5000, "balance": 5000, "oldest_days": 40, "standing": "collected"}],
        )
        self.assertEqual(self.rows(self.seller_2).partner_id, self.customer_2)

    def test_and_those_with_open_invoices_of_his(self):
        invoice = self.invoice(self.customer_3, 300, self.days(-20))
        self.assertNotIn(self.customer_3, self.rows(self.seller).partner_id)
        invoice.invoice_user_id = self.seller
        self.assertIn(self.customer_3, self.rows(self.seller).partner_id)
        self.pay(invoice)
        self.assertNotIn(self.customer_3, self.rows(self.seller).partner_id)

    def test_nobody_sees_those_of_others_not_by_id_either(self):
        row = self.rows(self.seller)
        self.assertRefused(AccessError, "", row.with_user(self.seller_2).read, ["overdue"])
        for user in (self.plain, self.collector, self.auditor):
            self.assertRefused(AccessError, "", self.rows, user)

    def test_he_sees_what_is_disputed_promised_and_in_a_plan_but_none_of_what_was_said(self):
        line = self.items_of(self.invoice(self.customer, 1000, self.days(-5)))
        self.refresh()
        self.promise_of(line, 400, self.days(3), note="They say he is broke")
        self.env.invalidate_all()
        row = self.rows(self.seller)
        self.assertRecordValues(
            row,
            [{"promised": 400, "promise_date": self.days(3), "disputed": 0, "planned": 0, "instalment_date": False}],
        )
        self.assertNotIn("broke", str(row.read()))
        self.assertRefused(AccessError, "", row.with_user(self.seller_2).read, ["promised", "disputed", "planned"])
        self.assertRefused((AccessError, UserError), "", row.write, {"promised": 0})
        for name in ("promise", "promise.line", "dispute", "dispute.line", "plan", "plan.installment"):
            self.assertRefused(AccessError, "", self.env[f"collections.{name}"].with_user(self.seller).search, [])

    def promise_of(self, line, amount, day, **vals):
        lines = [Command.create({"line_id": line.id, "amount": amount})]
        values = {"account_id": self.acme.id, "date": day, "line_ids": lines, **vals}
        return self.env["collections.promise"].with_user(self.collector).create(values)

    def test_he_writes_nothing_and_sees_no_account(self):
        row = self.rows(self.seller)
        self.assertRefused((AccessError, UserError), "", row.write, {"overdue": 0})
        self.assertRefused((AccessError, UserError), "", row.unlink)
        for model in ("collections.account", "collections.item", "collections.process", "collections.hold"):
            self.assertRefused(AccessError, "", self.env[model].with_user(self.seller).search, [])

    def test_he_sees_the_step_and_who_collects_but_no_notes(self):
        self.advance()
        self.hold(user=self.supervisor, note="He lies about the parcels")
        row = self.rows(self.seller)
        self.assertIn("Step 1 of 4: Call", row.process_line)
        self.assertTrue(row.specialist_id)
        self.assertEqual(row.standing, "paused")
        self.assertNotIn("parcels", str(row.read()))
        self.process().with_user(self.supervisor)._stop("He is broke, they say")
        self.env.invalidate_all()
        self.assertEqual(row.process_line, "Stopped")
        self.assertIn("broke", self.acme.process_line)

    def test_he_answers_a_task_in_his_activities(self):
        task = self.given_to_sales()
        activity = self.told(self.seller)
        self.assertRecordValues(activity, [{"res_model": "res.partner", "res_id": self.customer.id}])
        self.assertIn("Ask him what is wrong", activity.note)
        activity.with_user(self.seller).action_feedback(feedback="They wait for the manual")
        self.assertRecordValues(
            task, [{"state": "done", "closed_by_id": self.seller.id, "note": "They wait for the manual"}]
        )
        self.assertIn("They wait for the manual", self.notes(self.acme))

    def test_or_on_the_screen_of_his_customers(self):
        task = self.given_to_sales()
        row = self.rows(self.seller)
        self.assertEqual(row.task_ids, task)
        wizard = self.env["collections.process.task.close"].with_user(self.seller)
        wizard.create({"task_id": task.id, "outcome": "done", "note": "Will pay"}).action_close()
        self.assertEqual((task.state, task.note), ("done", "Will pay"))
        self.assertFalse(self.told(self.seller))

    def test_he_sees_and_closes_no_task_of_others(self):
        task = self.given_to_sales()
        self.assertRefused(AccessError, "", task.with_user(self.seller_2).action_done)
        self.assertFalse(self.env["collections.process.task"].with_user(self.seller_2).search([("id", "=", task.id)]))
        self.assertRefused(AccessError, "", task.with_user(self.seller).write, {"state": "done"})

    def test_nobody_else_marks_or_cancels_his_activity(self):
        task = self.given_to_sales()
        activity = self.told(self.seller)
        for user in (self.seller_2, self.plain, self.stranger):
            with self.subTest(user=user.login):
                mine = activity.with_user(user)
                self.assertRefused(AccessError, "", mine.action_feedback, feedback="Not mine")
                self.assertRefused(AccessError, "", mine.unlink)
                self.assertRefused(AccessError, "", mine.write, {"user_id": user.id})
        self.assertEqual((task.state, task.user_id, activity.active), ("open", self.seller, True))

    def test_who_collects_answers_for_him(self):
        task = self.given_to_sales()
        self.supervisor.group_ids |= self.env.ref("base.group_partner_manager")
        self.told(self.seller).with_user(self.supervisor).action_feedback(feedback="He rang me")
        self.assertRecordValues(task, [{"state": "done", "closed_by_id": self.supervisor.id, "note": "He rang me"}])

    def test_an_activity_he_cancels_skips_the_task(self):
        task = self.given_to_sales()
        self.told(self.seller).with_user(self.seller).unlink()
        self.assertRecordValues(
            task, [{"state": "skipped", "closed_by_id": self.seller.id, "note": "Activity cancelled"}]
        )
        self.assertIn("Skipped · Call · Activity cancelled", self.notes(self.acme))

    def test_an_activity_he_gives_to_a_colleague_gives_him_the_task(self):
        task = self.given_to_sales()
        activity = self.told(self.seller).with_user(self.seller)
        portal = new_test_user(self.env, "test_portal_2", "base.group_portal")
        self.seller.group_ids |= self.env.ref("base.group_partner_manager")  # Odoo asks for it, since he will follow
        self.assertRefused(UserError, "colleagues", activity.write, {"user_id": portal.id})
        activity.write({"user_id": self.seller_2.id})
        self.assertEqual(task.user_id, self.seller_2)
        task.with_user(self.seller_2).action_done()
        self.assertFalse(activity.active)

    def test_a_user_who_leaves_answers_nothing(self):
        task = self.given_to_sales()
        self.seller.action_archive()
        self.assertEqual(task.state, "open")
        self.assertFalse(task.activity_id)

    def test_without_a_salesperson_the_supervisor_is_told(self):
        self.customer.user_id = False
        task = self.given_to_sales()
        self.assertEqual(task.user_id, self.supervisor)
