"""Each script of migrations/ leaves the data as the new version wants them."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.tests import tagged

from .shipped_mails import PLAN_19_0_1_2_0, PROMISE_19_0_1_2_0
from .test_run import RunCase

MIGRATIONS = Path(__file__).parent.parent / "migrations"


@tagged("post_install", "-at_install")
class TestMigration(RunCase):
    def migrate(self, name):
        script = self.script(name)
        script.migrate(self.env.cr, "19.0.1.0.0")

    def script(self, name):
        spec = spec_from_file_location("migration", MIGRATIONS / name)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        return script

    def test_19_0_1_1_0_derives_the_columns_it_brings(self):
        self.run_list()
        before = self.derived_accounts()
        self.assertTrue(any(row["behaviour"] for row in before))
        self.assertTrue(any(row["home_group_id"] for row in before))
        self.env.cr.execute("UPDATE collections_account SET behaviour = NULL, home_group_id = NULL, boosted = NULL")
        self.migrate("19.0.1.1.0/post-derive_accounts.py")
        self.env.invalidate_all()
        self.assertEqual(self.derived_accounts(), before)

    def derived_accounts(self):
        """The accounts of our company as they are derived: companies of others may be of another key date."""
        return [
            {name: value for name, value in row.items() if name not in ("write_date", "write_uid")}
            for row in self.snapshot("collections_account")
            if row["company_id"] == self.company.id
        ]

    # ---------------------------------------------------------------------------------- 19.0.1.9.0, state of items
    def test_19_0_1_9_0_puts_who_is_open_on_an_earlier_list_on_the_one_in_use(self):
        self.debts(*[(partner, 100, 5) for partner in self.partners(4)])
        first = self.run_list()
        back, listed, superseded, left = self.items(first)[-4:]
        second = self.run_list(self.days(1))
        self.items(second, account_id=back.account_id.id).unlink()
        self.items(second, account_id=left.account_id.id).unlink()
        self.env.flush_all()
        # as it was stored before: what gave way says so, and who was put back is open
        for state, items in (("superseded", superseded | left), ("open", back | listed)):
            self.env.cr.execute(
                "UPDATE collections_worklist_item SET state = %s WHERE id = ANY(%s)", [state, items.ids]
            )
        for _again in range(2):
            self.migrate("19.0.1.9.0/post-item_state.py")
            self.env.invalidate_all()
            self.assertRecordValues(back, [{"state": "open", "run_id": second.id, "key_date": self.days(1)}])
            for item in (listed, superseded, left):
                self.assertRecordValues(item, [{"state": "superseded", "run_id": first.id}])

    # ---------------------------------------------------------------------------------- 19.0.1.7.0, call scripts
    def test_19_0_1_7_0_renews_call_scripts_that_nobody_changed_or_translated(self):
        renewed = dict(self.script("19.0.1.7.0/post-call_scripts.py").RENEWED)
        rules = self.env.ref("collections_mgmt.collections_strategy_overdue").rule_ids
        rules = rules.filtered(lambda rule: rule.script in renewed.values())
        self.assertEqual(len(rules), len(renewed), "they are as they are shipped now")
        for rule in rules:
            rule.script = next(before for before, after in renewed.items() if after == rule.script)
        old, changed, translated = rules[0].script, rules[1], rules[2]
        changed.script += " Please."
        self.env["res.lang"]._activate_lang("fr_FR")
        translated.with_context(lang="fr_FR").script = "Bonjour"
        kept = [(rule.script, rule.with_context(lang="fr_FR").script) for rule in (changed, translated)]
        self.env.flush_all()
        self.migrate("19.0.1.7.0/post-call_scripts.py")
        self.env.invalidate_all()
        self.assertEqual(rules[0].script, renewed[old])
        self.assertEqual(
            [(rule.script, rule.with_context(lang="fr_FR").script) for rule in (changed, translated)], kept
        )

    # ---------------------------------------------------------------------------------- 19.0.1.7.0, indexes of items
    def test_19_0_1_7_0_items_have_one_index_by_account(self):
        self.env.cr.execute(
            "CREATE INDEX collections_worklist_item__account_id_index ON collections_worklist_item (account_id)"
        )
        for _again in range(2):
            self.migrate("19.0.1.7.0/post-item_index.py")
            self.env.cr.execute(
                "SELECT indexname FROM pg_indexes"
                " WHERE tablename = 'collections_worklist_item' AND indexdef LIKE '%(account_id%'"
            )
            self.assertEqual(self.env.cr.fetchall(), [("collections_worklist_item_account_once",)])

    # ---------------------------------------------------------------------------------- 19.0.1.6.0, the day of all
    def test_19_0_1_6_0_notes_the_day_of_most_and_derives_who_is_of_an_earlier_one(self):
        self.debts(*[(partner, 100, 5) for partner in self.partners(4)])
        self.run_list()
        accounts = self.env["collections.account"].search([("company_id", "=", self.company.id)])
        late, early, of_most = accounts[0], accounts[1], accounts[2]
        self.env["collections.ledger.day"].sudo().search([]).unlink()
        self.env["collections.refresh"].search([]).unlink()
        self.written_for(late, self.days(2))
        self.written_for(early, self.days(-2))
        before = (self.days(0), self.days(2), self.days(-2))
        self.assertEqual(tuple(account.key_date for account in (of_most, late, early)), before)
        self.migrate("19.0.1.6.0/post-ledger_day.py")
        self.env.invalidate_all()
        self.assertEqual(self.env["collections.ledger.day"]._reached(self.company), self.days(0))
        self.assertEqual((of_most.key_date, late.key_date), before[:2])
        waiting = self.env["collections.refresh"].search([("company_id", "=", self.company.id)])
        self.assertEqual(waiting.partner_id, early.partner_id)
        self.migrate("19.0.1.6.0/post-ledger_day.py")  # an update that was broken off begins again
        self.assertEqual(self.env["collections.ledger.day"]._reached(self.company), self.days(0))

    def written_for(self, account, day):
        self.env.flush_all()
        self.env.cr.execute("UPDATE collections_account SET key_date = %s WHERE id = %s", [day, account.id])
        self.env.invalidate_all()

    # ---------------------------------------------------------------------------------- 19.0.1.3.0, reasons of disputes
    def test_19_0_1_3_0_gives_reasons_of_disputes_to_who_has_none(self):
        models = ("collections.dispute.reason", "collections.dispute.root.cause", "collections.dispute.department")
        before = [self.env[model].with_context(active_test=False).search([]).mapped("name") for model in models]
        self.assertTrue(all(before))
        for model in models:
            self.env[model].with_context(active_test=False).search([]).unlink()
        self.migrate("19.0.1.3.0/post-dispute_reasons.py")
        after = [self.env[model].with_context(active_test=False).search([]).mapped("name") for model in models]
        self.assertEqual(list(map(sorted, after)), list(map(sorted, before)))

    def test_19_0_1_3_0_brings_back_no_reason_somebody_deleted(self):
        reasons = self.env["collections.dispute.reason"]
        kept = reasons.search([])[0]
        (reasons.search([]) - kept).unlink()
        self.migrate("19.0.1.3.0/post-dispute_reasons.py")
        self.assertEqual(reasons.search([]), kept)

    def test_19_0_1_3_0_says_how_urgent_ready_reasons_are_and_which_are_about_a_delivery(self):
        reasons = self.env["collections.dispute.reason"].with_context(active_test=False)
        own = reasons.create({"name": "Ours", "priority": "3", "delivery": True})
        before = [(reason.priority, reason.delivery) for reason in reasons.search([])]
        self.assertIn(("1", True), before)
        self.assertIn(("2", False), before)
        (reasons.search([]) - own).write({"priority": "1", "delivery": False})
        self.env.flush_all()
        self.migrate("19.0.1.3.0/post-dispute_reasons_case.py")
        self.env.invalidate_all()
        self.assertEqual([(reason.priority, reason.delivery) for reason in reasons.search([])], before)

    def test_19_0_1_3_0_gives_the_ready_levels_of_escalation_to_who_has_none(self):
        levels = self.env["collections.dispute.escalation"]
        before = levels.search([]).mapped(lambda level: (level.days, level.since, level.executor))
        self.assertEqual(before, [(1, "due", "head"), (1, "pause", "supervisor")])
        levels.search([]).unlink()
        self.migrate("19.0.1.3.0/post-dispute_escalation.py")
        self.assertEqual(levels.search([]).mapped(lambda level: (level.days, level.since, level.executor)), before)
        levels.search([])[0].days = 9
        self.migrate("19.0.1.3.0/post-dispute_escalation.py")
        self.assertEqual(levels.search([]).mapped("days"), [9, 1])

    # ------------------------------------------------------------------------------------------- 19.0.1.3.0, processes
    def ready_strategy(self, name, steps_removed=True, older=True):
        """A ready strategy as an older database has it: without steps, from before there were any."""
        strategy = self.env.ref(f"collections_mgmt.collections_strategy_{name}")
        strategy.process_on = False  # on in demo data
        if steps_removed:
            strategy.with_context(active_test=False).step_ids.unlink()
        self.env.flush_all()
        day = "2020-01-01" if older else "2099-01-01"
        self.env.cr.execute("UPDATE collections_strategy SET create_date = %s WHERE id = %s", [day, strategy.id])
        return strategy

    def migrate_processes(self):
        self.migrate("19.0.1.3.0/post-process_steps.py")
        self.env.invalidate_all()

    def test_19_0_1_3_0_brings_the_ready_processes_switched_off(self):
        overdue = self.ready_strategy("overdue")
        self.migrate_processes()
        self.assertEqual(len(overdue.step_ids), 4)
        self.assertFalse(overdue.process_on)
        self.assertEqual(self.env.ref("collections_mgmt.collections_process_step_overdue_letter").strategy_id, overdue)
        known = self.env["ir.model.data"].search([("name", "=", "collections_process_step_overdue_letter")])
        self.assertTrue(known.noupdate, "it is the manager's from now on")

    def test_19_0_1_3_0_a_second_time_changes_nothing(self):
        overdue = self.ready_strategy("overdue")
        self.migrate_processes()
        overdue.step_ids[0].name = "Ring him up"
        self.migrate_processes()
        self.assertEqual(len(overdue.step_ids), 4)
        self.assertEqual(overdue.step_ids[0].name, "Ring him up")

    def test_19_0_1_3_0_brings_back_nothing_a_manager_deleted(self):
        preventive = self.ready_strategy("preventive", older=False)
        strategic = self.ready_strategy("strategic", steps_removed=False)
        strategic.step_ids[1:].unlink()
        strategic.step_ids.active = False
        self.migrate_processes()
        self.assertFalse(preventive.step_ids)
        self.assertEqual(len(strategic.with_context(active_test=False).step_ids), 1)

    def test_19_0_1_3_0_leaves_the_rest_of_the_data_as_people_have_it(self):
        self.ready_strategy("overdue")
        cron = self.env.ref("collections_mgmt.collections_process_cron_advance")
        cron.name = "Forward!"
        self.env.ref("collections_mgmt.collections_strategy_preventive").unlink()
        self.migrate_processes()
        self.assertEqual(cron.name, "Forward!")
        self.assertFalse(self.env.ref("collections_mgmt.collections_strategy_preventive", raise_if_not_found=False))

    # --------------------------------------------------------------------------------------------- 19.0.1.3.0, scripts
    def test_19_0_1_3_0_gives_ready_rules_their_scripts_where_nobody_wrote_one(self):
        ready = ["overdue", "preventive", "strategic"]
        overdue, preventive, strategic = (
            self.env.ref(f"collections_mgmt.collections_strategy_{name}") for name in ready
        )
        shipped = {rule.name: rule.script for rule in overdue.rule_ids}
        self.assertIn("{amount}", shipped["Promise broken"])
        for strategy in (overdue, preventive, strategic):
            strategy.rule_ids.script = False
        renamed = overdue.rule_ids.filtered(lambda rule: rule.name == "Promise broken")
        renamed.name = "Broke his word"
        strategic.rule_ids[0].script = "Our own words"
        self.env.flush_all()
        self.migrate("19.0.1.3.0/post-call_scripts.py")
        self.env.invalidate_all()
        self.assertEqual(
            {rule.name: rule.script for rule in overdue.rule_ids - renamed},
            {name: script for name, script in shipped.items() if name != "Promise broken"},
        )
        self.assertFalse(renamed.script)
        self.assertEqual(strategic.rule_ids.filtered("script"), strategic.rule_ids[0])
        self.assertTrue(any(preventive.rule_ids.mapped("script")))

    # ---------------------------------------------------------------------------------------------- 19.0.1.3.0, mails
    def old_mail(self, name, body, **translated):
        """A mail template with the text of an older version; what the new one says instead."""
        template = self.env.ref(f"collections_mgmt.collections_{name}_mail_template")
        new = template.body_html
        template.body_html = body
        for lang, text in translated.items():
            self.env["res.lang"]._activate_lang(lang)
            template.with_context(lang=lang).body_html = text
        template.subject = "As the manager wrote it"
        self.env.flush_all()
        return template, new

    def migrate_mails(self):
        self.migrate("19.0.1.3.0/post-mail_templates.py")
        self.env.invalidate_all()

    def test_19_0_1_3_0_renews_the_shipped_texts_and_nothing_else_of_the_mails(self):
        promise, new_promise = self.old_mail("promise", PROMISE_19_0_1_2_0)
        plan, new_plan = self.old_mail("plan", PLAN_19_0_1_2_0)
        self.assertNotIn("rf_reference", promise.body_html + plan.body_html)
        self.migrate_mails()
        self.assertIn("rf_reference", promise.body_html)
        self.assertEqual((promise.body_html, plan.body_html), (new_promise, new_plan))
        self.assertEqual((promise | plan).mapped("subject"), ["As the manager wrote it"] * 2)
        known = self.env["ir.model.data"].search([("name", "=", "collections_promise_mail_template")])
        self.assertTrue(known.noupdate, "it stays the manager's")

    def test_19_0_1_3_0_leaves_a_text_somebody_changed_or_translated(self):
        changed = PROMISE_19_0_1_2_0.replace("thank you for", "many thanks for")
        promise, _new = self.old_mail("promise", changed)
        plan, _new = self.old_mail("plan", PLAN_19_0_1_2_0, fr_FR=PLAN_19_0_1_2_0.replace("Dear", "Cher"))
        before = promise.body_html, plan.body_html, plan.with_context(lang="fr_FR").body_html
        self.migrate_mails()
        self.assertIn("Cher", plan.with_context(lang="fr_FR").body_html)
        self.assertEqual(before, (promise.body_html, plan.body_html, plan.with_context(lang="fr_FR").body_html))

    def test_19_0_1_3_0_does_without_a_mail_somebody_deleted(self):
        self.env.ref("collections_mgmt.collections_plan_mail_template").unlink()
        promise, new = self.old_mail("promise", PROMISE_19_0_1_2_0)
        self.migrate_mails()
        self.assertEqual(promise.body_html, new)
