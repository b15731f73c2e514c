"""Who may do what: every permission from both sides, and attempts to get around it."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .worklist_common import WorklistCommon

CONFIGURATION = ("segment", "profile", "group", "group.member", "condition", "strategy", "strategy.rule")
RESULTS = ("run", "run.load", "worklist.item", "strategy.version", "item", "simulation.line", "simulation.load")
STAFF = (
    "collector",
    "collector_2",
    "stranger",
    "stand_in",
    "supervisor",
    "supervisor_2",
    "teammate_chief",
    "manager",
    "auditor",
)
OUTSIDERS = ("plain", "portal")


class AccessCase(WorklistCommon):
    """Acme and Bolt belong to the team, Crane to another one; Dome to another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.user_of("test_stranger", "specialist")
        cls.stand_in = cls.user_of("test_stand_in", "specialist")
        cls.supervisor_2 = cls.user_of("test_supervisor_2", "supervisor")
        cls.teammate_chief = cls.user_of("test_teammate_chief", "supervisor")  # chief elsewhere, a mere member here
        cls.plain = new_test_user(cls.env, "test_plain", "base.group_user", company_id=cls.company.id)
        cls.portal = new_test_user(cls.env, "test_portal", "base.group_portal", company_id=cls.company.id)
        cls.group.member_ids = [Command.create({"user_id": cls.teammate_chief.id, "capacity": 0})]
        cls.other_group = cls.team("Others", cls.stranger, cls.supervisor_2 | cls.teammate_chief, cls.strategy)
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 3000, 40), (cls.customer_3, 2000, 40))
        cls.refresh()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))
        cls.acme.specialist_id = cls.collector
        cls.bolt.specialist_id = cls.collector_2
        cls.crane.group_override_id = cls.other_group
        cls.today = cls.run_list()

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.invalidate_all()

    def role(self, name):
        return getattr(self, name)

    def seen(self, model, path, user, domain=()):
        """Names of the customers of the records of a model that a user finds."""
        self.env.invalidate_all()
        records = self.env[model].with_user(user).search(list(domain))
        return set(records.sudo().mapped(path))

    def rpc(self, user, model, method, *args, **kwargs):
        """A call as it comes over the wire."""
        self.env.invalidate_all()
        return call_kw(
            self.env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids), method, args, kwargs
        )

    def assertRefused(self, function, *args, **kwargs):
        with mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                function(*args, **kwargs)
                self.env.flush_all()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestReading(AccessCase):
    VISIBLE = {
        "collector": {"Acme", "Bolt"},
        "collector_2": {"Acme", "Bolt"},
        "stranger": {"Crane"},
        "stand_in": set(),
        "supervisor": {"Acme", "Bolt"},
        "supervisor_2": {"Crane"},
        "teammate_chief": {"Acme", "Bolt", "Crane"},
        "manager": {"Acme", "Bolt", "Crane"},
        "auditor": {"Acme", "Bolt", "Crane"},
    }

    def test_each_role_sees_its_customers_items_and_work(self):
        here = [("company_id", "=", self.company.id)]
        for role, names in self.VISIBLE.items():
            user = self.role(role)
            with self.subTest(role=role):
                self.assertEqual(self.seen("collections.account", "partner_id.name", user, here), names)
                self.assertEqual(self.seen("collections.item", "partner_id.name", user, here), names)
                self.assertEqual(
                    self.seen("collections.worklist.item", "account_id.partner_id.name", user, here), names
                )

    def test_a_record_a_role_does_not_find_it_cannot_read_by_its_id_either(self):
        accounts = {"Acme": self.acme, "Bolt": self.bolt, "Crane": self.crane}
        for role, names in self.VISIBLE.items():
            user = self.role(role)
            for name, account in accounts.items():
                items = self.env["collections.item"].search([("account_id", "=", account.id)])
                for record in (account, account.worklist_item_ids, items):
                    with self.subTest(role=role, name=name, model=record._name):
                        self.assertTrue(record)
                        mine = record.with_user(user)
                        if name in names:
                            self.assertTrue(self.rpc(user, record._name, "read", mine.ids, ["display_name"]))
                        else:
                            self.assertRefused(self.rpc, user, record._name, "read", mine.ids, ["display_name"])

    def test_everybody_in_the_application_reads_the_whole_form_of_his_customer(self):
        for role in ("collector", "supervisor", "manager", "auditor", "teammate_chief"):
            with self.subTest(role=role):
                account = self.acme.with_user(self.role(role))
                fields = list(account.get_view(view_type="form")["models"]["collections.account"])
                self.assertTrue(account.read(fields))
                items = self.today.with_user(self.role(role)).load_ids.read()
                self.assertTrue(items)

    def test_the_substitute_sees_the_customer_while_he_stands_in(self):
        self.env["collections.substitution"].create(
            {
                "absent_id": self.collector.id,
                "substitute_id": self.stand_in.id,
                "date_from": self.key_date,
                "date_to": self.key_date,
            }
        )
        self.run_list()
        for model, path in (
            ("collections.account", "partner_id.name"),
            ("collections.item", "partner_id.name"),
            ("collections.worklist.item", "account_id.partner_id.name"),
        ):
            self.assertEqual(self.seen(model, path, self.stand_in), {"Acme"}, model)
        self.run_list(self.days(1))
        self.assertEqual(self.seen("collections.account", "partner_id.name", self.stand_in), set(), "back from leave")

    def test_who_was_done_with_a_customer_sees_him_until_the_next_list_only(self):
        self.env["collections.substitution"].create(
            {
                "absent_id": self.collector.id,
                "substitute_id": self.stand_in.id,
                "date_from": self.key_date,
                "date_to": self.key_date,
            }
        )
        run = self.run_list()
        with freeze_time(self.key_date):
            self.items(run, specialist_id=self.stand_in.id).with_user(self.stand_in).action_complete()
        self.assertEqual(self.seen("collections.account", "partner_id.name", self.stand_in), {"Acme"})
        self.run_list(self.days(1))
        self.assertEqual(self.seen("collections.account", "partner_id.name", self.stand_in), set())

    def test_a_fixed_specialist_sees_his_customer_in_whatever_group(self):
        self.crane.specialist_id = self.stand_in
        self.assertEqual(self.seen("collections.account", "partner_id.name", self.stand_in), {"Crane"})
        self.assertEqual(self.seen("collections.item", "partner_id.name", self.stand_in), {"Crane"})

    def test_outsiders_read_nothing_at_all(self):
        models = [model for model in self.env if model.startswith("collections.") and not self.env[model]._abstract]
        self.assertGreater(len(models), 12)
        for role in OUTSIDERS:
            for model in models:
                with self.subTest(role=role, model=model):
                    self.assertFalse(self.env[model].with_user(self.role(role)).has_access("read"))
                    self.assertRefused(self.rpc, self.role(role), model, "search_read", [], ["id"])
                    self.assertRefused(self.rpc, self.role(role), model, "search_count", [])

    # ---------------------------------------------------------------------- companies
    def test_a_user_of_another_company_sees_nothing_here_even_as_a_member_of_the_team(self):
        other = self.setup_other_company(name="Other company")["company"]
        foreigner = self.user_of("test_foreigner", "specialist", other)
        foreign_chief = self.user_of("test_foreign_chief", "manager", other)
        self.group.member_ids = [Command.create({"user_id": foreigner.id})]
        self.group.supervisor_ids += foreign_chief
        self.debts((self.new_customer("Dome"), 900, 40), company=other)
        self.refresh(other)
        for user, names in ((foreigner, set()), (foreign_chief, {"Dome"})):
            for model, path in (
                ("collections.account", "partner_id.name"),
                ("collections.item", "partner_id.name"),
                ("collections.worklist.item", "account_id.partner_id.name"),
            ):
                self.assertLessEqual(self.seen(model, path, user), names, model)
            for model in ("collections.run", "collections.run.load"):
                self.assertFalse(
                    self.env[model].with_user(user).search([])
                    & self.env[model]
                    .search([])
                    .filtered(
                        lambda record: (record.run_id if "run_id" in record else record).company_id == self.company
                    )
                )
        self.assertEqual(self.seen("collections.account", "partner_id.name", foreign_chief), {"Dome"})
        self.assertNotIn("Dome", self.seen("collections.account", "partner_id.name", self.manager))

    def test_configuration_of_a_company_stays_there(self):
        """Segments, groups, strategies and what hangs on them, to read and to write."""
        other = self.setup_other_company(name="Other company")["company"]
        foreign = self.user_of("test_foreign_chief", "manager", other)
        ours = self.simple_strategy(name="Ours", company_id=self.company.id)
        team = self.team("Ours", self.collector, strategy=ours, company_id=self.company.id)
        self.group.write({"strategy_id": ours.id})
        self.refresh()
        version = self.env["collections.strategy.version"].search([("strategy_id", "=", ours.id)])
        self.assertTrue(version)
        for records in (ours, ours.rule_ids, team, team.member_ids, self.segment, self.profile, version):
            with self.subTest(model=records._name):
                self.env.invalidate_all()
                self.assertFalse(records.with_user(foreign).has_access("read"))
                self.assertFalse(self.env[records._name].with_user(foreign).search([("id", "in", records.ids)]))
                self.assertTrue(records.with_user(self.manager).has_access("read"))

    def test_settings_of_another_company_cannot_be_put_on_a_customer_nor_taken_from_him(self):
        other = self.setup_other_company(name="Settings company")["company"]
        foreign = self.team("Foreign team", self.collector, strategy=self.strategy, company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "another company"), self.env.cr.savepoint():
            self.acme.sudo().group_override_id = foreign
        with self.assertRaisesRegex(ValidationError, "another company"), self.env.cr.savepoint():
            self.group.sudo().company_id = other
        self.group.sudo().company_id = self.acme.company_id

    def test_who_works_in_a_branch_only_opens_its_screens_with_nothing_in_the_cache(self):
        branch = self.branch()
        self.debts((self.customer, 900, 40), company=branch)
        local = self.user_of("test_local_cold", "specialist", branch)
        self.group.member_ids = [Command.create({"user_id": local.id})]
        run = self.run_list()
        for read in (
            lambda env: env["collections.account"].fields_get(["aging_1"]),
            lambda env: env["collections.account"].browse(self.acme.id).read(["aging", "display_name", "currency_id"]),
            lambda env: env["collections.account"].browse(self.acme.id).with_context(bucket="1").action_open_bucket(),
            lambda env: env["collections.run"].browse(run.id).read(["display_name"]),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(read(self.env(user=local.id, context={"allowed_company_ids": branch.ids})))

    def test_who_works_in_a_branch_only_sees_its_items_and_the_account_of_the_root(self):
        branch = self.branch()
        self.debts((self.customer, 900, 40), company=branch)
        local = self.user_of("test_local", "specialist", branch)
        self.group.member_ids = [Command.create({"user_id": local.id})]
        self.run_list()
        self.assertEqual(self.seen("collections.account", "partner_id.name", local), {"Acme", "Bolt"})
        items = self.env["collections.item"].with_user(local).search([])
        self.assertEqual(items.sudo().mapped("residual"), [900])
        self.assertEqual(self.seen("collections.worklist.item", "account_id.partner_id.name", local), {"Acme", "Bolt"})
        self.env.invalidate_all()
        account = self.acme.with_user(local).with_context(allowed_company_ids=branch.ids)
        fields = list(account.get_view(view_type="form")["models"]["collections.account"])
        [row] = account.read(fields)
        self.assertEqual((row["to_collect"], len(row["aging"]["buckets"])), (5900, 6))
        self.assertTrue(account.fields_get(["aging_1"])["aging_1"]["string"])
        list_fields = list(account.get_view(view_type="list")["models"]["collections.account"])
        self.assertTrue(account.read(list_fields))
        self.assertTrue(account.action_open_bucket())


@tagged("post_install", "-at_install")
class TestWriting(AccessCase):
    def test_settings_of_an_account_are_for_its_supervisor_and_managers(self):
        for role, allowed in (
            ("collector", ()),
            ("stranger", ()),
            ("auditor", ()),
            ("supervisor", (self.acme, self.bolt)),
            ("supervisor_2", (self.crane,)),
            ("manager", (self.acme, self.bolt, self.crane)),
        ):
            for account in (self.acme, self.bolt, self.crane):
                with self.subTest(role=role, account=account.partner_id.name):
                    user = self.role(role)
                    vals = {"profile_override_id": self.profile.id}
                    if account in allowed:
                        self.assertTrue(self.rpc(user, "collections.account", "write", account.ids, vals))
                        self.assertEqual(account.profile_override_id, self.profile)
                        account.profile_override_id = False
                    else:
                        self.assertRefused(self.rpc, user, "collections.account", "write", account.ids, vals)
                        self.assertFalse(account.profile_override_id)

    def test_a_manager_hands_a_customer_over_to_another_team_and_a_supervisor_does_not(self):
        vals = {"group_override_id": self.other_group.id}
        self.assertRefused(self.rpc, self.supervisor, "collections.account", "write", self.bolt.ids, vals)
        self.rpc(self.manager, "collections.account", "write", self.bolt.ids, vals)
        self.assertEqual(self.bolt.group_id, self.other_group)

    def test_figures_are_written_by_nobody(self):
        derived = sorted(self.env["collections.account"]._derived_fields())
        self.assertGreater(len(derived), 40)
        for role in ("supervisor", "manager"):
            self.assertRefused(self.rpc, self.role(role), "collections.account", "write", self.acme.ids, {"overdue": 1})
            for name in derived:
                with self.subTest(role=role, name=name):
                    value = self.acme.read([name], load=None)[0][name]
                    self.assertRefused(
                        self.rpc, self.role(role), "collections.account", "write", self.acme.ids, {name: value}
                    )
                    self.assertRefused(
                        self.rpc, self.role(role), "collections.account", "web_save", self.acme.ids, {name: value}, {}
                    )

    def test_every_stored_figure_is_protected(self):
        """A new fact that forgets to say it is derived could be written by hand."""
        fields = self.env["collections.account"]._fields
        ours = {n for n, f in fields.items() if f.store and f.column_type and "collections_mgmt" in f._modules}
        settings = self.env["collections.account"]._setting_fields() | {"active", "id"}
        magic = {"create_uid", "create_date", "write_uid", "write_date"}
        self.assertFalse(ours - settings - magic - self.env["collections.account"]._protected_fields())

    def test_accounts_are_neither_made_nor_deleted_by_hand(self):
        for role in STAFF + OUTSIDERS:
            with self.subTest(role=role):
                user = self.role(role)
                self.assertFalse(self.env["collections.account"].with_user(user).has_access("create"))
                vals = {"partner_id": self.partner_a.id, "company_id": self.company.id}
                self.assertRefused(self.rpc, user, "collections.account", "create", [vals])
                self.assertRefused(self.rpc, user, "collections.account", "unlink", self.acme.ids)
                self.assertRefused(self.rpc, user, "collections.account", "copy", self.acme.ids)

    def test_lists_and_versions_are_written_by_nobody(self):
        item = self.acme.worklist_item_ids
        for role in STAFF + OUTSIDERS:
            user = self.role(role)
            for name in RESULTS:
                model = self.env[f"collections.{name}"].with_user(user)
                with self.subTest(role=role, model=name):
                    self.assertFalse(model.has_access("create"))
                    self.assertFalse(model.has_access("write"))
                    self.assertEqual(model.has_access("unlink"), (role, name) == ("manager", "run"))
            for vals in ({"state": "completed"}, {"specialist_id": user.id}, {"priority": "low"}):
                self.assertRefused(self.rpc, user, "collections.worklist.item", "write", item.ids, vals)
            self.assertRefused(self.rpc, user, "collections.run", "write", self.today.ids, {"state": "superseded"})
        self.assertEqual((item.state, item.specialist_id), ("open", self.collector))

    def test_commands_through_the_account_do_not_reach_its_items(self):
        item = self.acme.worklist_item_ids
        for role in ("supervisor", "manager"):
            for command in (
                Command.update(item.id, {"state": "completed"}),
                Command.delete(item.id),
                Command.create({"run_id": self.today.id, "key_date": self.key_date, "company_id": self.company.id}),
            ):
                self.assertRefused(
                    self.rpc,
                    self.role(role),
                    "collections.account",
                    "write",
                    self.acme.ids,
                    {"worklist_item_ids": [command]},
                )
        self.assertEqual(item.state, "open")

    def test_configuration_is_for_managers(self):
        for role in STAFF + OUTSIDERS:
            for name in CONFIGURATION:
                with self.subTest(role=role, model=name):
                    model = self.env[f"collections.{name}"].with_user(self.role(role))
                    rights = {
                        operation: model.has_access(operation) for operation in ("read", "write", "create", "unlink")
                    }
                    # supervisors write drafts: which, say the record rules
                    drafts = name in ("strategy", "strategy.rule") and model.env.user.has_group(
                        "collections_mgmt.collections_mgmt_group_supervisor"
                    )
                    writes = role == "manager" or drafts
                    reads = role not in OUTSIDERS
                    self.assertEqual(rights, {"read": reads, "write": writes, "create": writes, "unlink": writes})
        for role in ("collector", "supervisor", "auditor"):
            user = self.role(role)
            self.assertRefused(self.rpc, user, "collections.strategy", "write", self.strategy.ids, {"high": 99})
            self.assertRefused(
                self.rpc, user, "collections.strategy.rule", "write", self.strategy.rule_ids.ids, {"points": 1}
            )
            self.assertRefused(self.rpc, user, "collections.segment", "write", self.segment.ids, {"domain": "[]"})
            self.assertRefused(
                self.rpc, user, "collections.group", "write", self.group.ids, {"supervisor_ids": [(4, user.id)]}
            )
            self.assertRefused(
                self.rpc, user, "collections.group.member", "create", [{"group_id": self.group.id, "user_id": user.id}]
            )
        self.rpc(self.manager, "collections.strategy", "write", self.strategy.ids, {"high": 99})
        self.rpc(self.manager, "collections.segment", "write", self.segment.ids, {"domain": "[('overdue', '>', 0)]"})
        self.rpc(self.manager, "collections.group", "write", self.group.ids, {"name": "Renamed"})

    def test_a_specialist_does_not_make_himself_member_of_a_group_through_his_user(self):
        vals = {"collections_member_ids": [Command.create({"group_id": self.other_group.id})]}
        self.assertRefused(self.rpc, self.collector, "res.users", "write", self.collector.ids, vals)

    def test_the_auditor_writes_nothing_anywhere(self):
        for model in self.env:
            if model.startswith("collections.") and not self.env[model]._abstract:
                with self.subTest(model=model):
                    records = self.env[model].with_user(self.auditor)
                    self.assertEqual(
                        {operation: records.has_access(operation) for operation in ("write", "create", "unlink")},
                        {"write": False, "create": False, "unlink": False},
                    )
        for model in ("account.move", "account.payment", "res.partner"):
            self.assertFalse(self.env[model].with_user(self.auditor).has_access("write"), model)
        item = self.acme.worklist_item_ids
        for method in ("action_start", "action_complete", "action_reopen", "action_complete_and_next"):
            self.assertRefused(self.rpc, self.auditor, "collections.worklist.item", method, item.ids)
        for method in ("action_item_start", "action_item_complete_and_next", "action_item_reopen"):
            self.assertRefused(self.rpc, self.auditor, "collections.account", method, self.acme.ids)

    def test_the_auditor_posts_nothing_on_an_account(self):
        self.assertRefused(self.rpc, self.auditor, "collections.account", "message_post", self.acme.ids, body="Hello")

    def test_a_collector_posts_on_his_customer_and_on_no_other(self):
        self.rpc(self.collector, "collections.account", "message_post", self.acme.ids, body="Called him")
        self.assertRefused(
            self.rpc, self.collector, "collections.account", "message_post", self.crane.ids, body="Hello"
        )
        self.assertIn("Called him", str(self.acme.message_ids[0].body))
        found = (
            self.env["mail.message"]
            .with_user(self.stranger)
            .search([("model", "=", "collections.account"), ("res_id", "=", self.acme.id)])
        )
        self.assertFalse(found, "what was said about the customers of others")


@tagged("post_install", "-at_install")
class TestWorking(AccessCase):
    """Generating and working lists."""

    def setUp(self):
        super().setUp()
        frozen = freeze_time(self.key_date)
        frozen.start()
        self.addCleanup(frozen.stop)

    def test_lists_are_generated_by_supervisors_and_managers(self):
        for role in ("collector", "stand_in", "auditor", *OUTSIDERS):
            with self.subTest(role=role):
                before = self.env["collections.run"].search_count([])
                self.assertRefused(self.rpc, self.role(role), "collections.run", "action_generate_today")
                self.assertRefused(self.rpc, self.role(role), "collections.run.generate", "create", [{}])
                self.assertRefused(
                    self.rpc, self.role(role), "collections.run", "create", [{"key_date": self.key_date}]
                )
                self.assertEqual(self.env["collections.run"].search_count([]), before)
        for role in ("supervisor", "supervisor_2", "manager"):
            with self.subTest(role=role):
                action = self.rpc(self.role(role), "collections.run", "action_generate_today")
                run = self.env["collections.run"].browse(action["res_id"])
                self.assertRecordValues(run, [{"state": "current", "item_count": 3, "company_id": self.company.id}])
                [wizard_id] = self.rpc(
                    self.role(role), "collections.run.generate", "create", [{"key_date": self.days(3)}]
                )
                action = self.rpc(self.role(role), "collections.run.generate", "action_generate", [wizard_id])
                self.assertEqual(self.env["collections.run"].browse(action["res_id"]).state, "prepared")

    def test_nobody_generates_the_list_of_a_company_he_does_not_work_for(self):
        other = self.setup_other_company(name="Other company")["company"]
        before = self.env["collections.run"].sudo().search_count([("company_id", "=", other.id)])

        def generate():
            vals = {"key_date": self.key_date, "company_id": other.id}
            [wizard_id] = self.rpc(self.supervisor, "collections.run.generate", "create", [vals])
            self.rpc(self.supervisor, "collections.run.generate", "action_generate", [wizard_id])

        self.assertRefused(generate)
        self.assertEqual(self.env["collections.run"].sudo().search_count([("company_id", "=", other.id)]), before)

    def test_a_supervisor_of_a_branch_makes_the_list_of_the_root(self):
        branch = self.branch()
        chief = self.user_of("test_branch_chief", "supervisor", branch)
        action = self.rpc(chief, "collections.run", "action_generate_today")
        self.assertEqual(self.env["collections.run"].browse(action["res_id"]).company_id, self.company)

    def test_an_item_is_worked_by_its_specialist_and_by_his_supervisor(self):
        for role in ("collector", "supervisor", "manager"):
            item = self.acme.worklist_item_ids
            for method, state in (
                ("action_start", "in_progress"),
                ("action_complete", "completed"),
                ("action_reopen", "open"),
            ):
                with self.subTest(role=role, method=method):
                    self.rpc(self.role(role), "collections.worklist.item", method, item.ids)
                    self.assertEqual(item.state, state)

    def test_an_item_is_worked_by_nobody_else(self):
        item = self.acme.worklist_item_ids
        methods = ("action_start", "action_complete", "action_reopen", "action_complete_and_next")
        for role in ("collector_2", "stranger", "stand_in", "supervisor_2", "teammate_chief", "auditor", *OUTSIDERS):
            for method in methods:
                with self.subTest(role=role, method=method):
                    self.assertRefused(self.rpc, self.role(role), "collections.worklist.item", method, item.ids)
            for method in ("action_item_start", "action_item_complete_and_next"):
                with self.subTest(role=role, method=method):
                    self.assertRefused(self.rpc, self.role(role), "collections.account", method, self.acme.ids)
        self.assertEqual(item.state, "open")

    def test_an_item_slipped_in_among_own_ones_refuses_them_all(self):
        ids = (self.acme.worklist_item_ids | self.bolt.worklist_item_ids).ids
        self.assertRefused(self.rpc, self.collector, "collections.worklist.item", "action_complete", ids)
        self.assertEqual(self.acme.worklist_item_ids.state, "open")

    # ---------------------------------------------------------------------- absences
    def absence(self, absent, substitute=None, start=0):
        day = self.days(start)
        substitute = substitute or self.stand_in
        return {"absent_id": absent.id, "substitute_id": substitute.id, "date_from": day, "date_to": day}

    def test_a_specialist_enters_his_own_absence_and_nobody_elses(self):
        [own] = self.rpc(self.collector, "collections.substitution", "create", [self.absence(self.collector)])
        self.rpc(self.collector, "collections.substitution", "write", [own], {"reason": "Holiday"})
        self.assertRefused(
            self.rpc, self.collector, "collections.substitution", "create", [self.absence(self.collector_2)]
        )
        [other] = self.rpc(self.collector_2, "collections.substitution", "create", [self.absence(self.collector_2)])
        self.assertRefused(self.rpc, self.collector, "collections.substitution", "write", [other], {"reason": "Mine"})
        self.assertRefused(self.rpc, self.collector, "collections.substitution", "unlink", [own])
        self.assertTrue(self.rpc(self.collector, "collections.substitution", "read", [other], ["substitute_id"]))

    def test_an_own_absence_cannot_be_turned_into_that_of_a_colleague(self):
        [own] = self.rpc(self.collector, "collections.substitution", "create", [self.absence(self.collector)])
        self.assertRefused(
            self.rpc, self.collector, "collections.substitution", "write", [own], {"absent_id": self.collector_2.id}
        )
        self.assertRefused(
            self.rpc, self.supervisor, "collections.substitution", "write", [own], {"absent_id": self.stranger.id}
        )

    def test_a_supervisor_enters_absences_of_his_members(self):
        [entered] = self.rpc(self.supervisor, "collections.substitution", "create", [self.absence(self.collector)])
        self.rpc(self.supervisor, "collections.substitution", "write", [entered], {"reason": "Ill"})
        self.rpc(self.supervisor, "collections.substitution", "unlink", [entered])
        self.assertRefused(
            self.rpc, self.supervisor, "collections.substitution", "create", [self.absence(self.stranger)]
        )
        self.rpc(self.manager, "collections.substitution", "create", [self.absence(self.stranger)])

    def test_absences_of_auditors_and_outsiders(self):
        for role in ("auditor", *OUTSIDERS):
            self.assertRefused(
                self.rpc, self.role(role), "collections.substitution", "create", [self.absence(self.role(role))]
            )

    # ---------------------------------------------------------------------- menus
    def menus(self, user):
        """Names of the menus a user can reach from the top."""
        self.env.registry.clear_cache()
        try:
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        except AccessError:
            return set()
        names = self.env["ir.model.data"].search([("module", "=", "collections_mgmt"), ("model", "=", "ir.ui.menu")])
        menus = {data.name: self.env["ir.ui.menu"].browse(data.res_id) for data in names}
        return {name for name, menu in menus.items() if set(map(int, menu.parent_path.split("/")[:-1])) <= visible}

    def test_menus_of_each_role(self):
        daily = {
            "collections_menu_root",
            "collections_menu_team",
            "collections_team_load_menu",
            "collections_worklist_item_menu_team",
            "collections_worklist_analysis_menu",
            "collections_account_menu",
            "collections_item_menu",
            "collections_promise_menu",
            "collections_plan_menu",
            "collections_run_menu",
            "collections_substitution_menu",
            "collections_resubmission_menu",
            "collections_contact_menu",
            "collections_contact_menu_analysis",
        }
        mine = {"collections_worklist_item_menu_my"}
        actions = {"collections_mass_action_menu"}
        steering = {
            f"collections_mass_action_menu_{kind}" for kind in ("reassign", "replace", "group", "profile")
        } | actions
        configuration = {
            "collections_menu_configuration",
            "collections_strategy_menu",
            "collections_group_menu",
            "collections_segment_menu",
            "collections_profile_menu",
            "collections_condition_menu",
            "collections_simulation_menu",
            "collections_contact_outcome_menu",
            "collections_resubmission_reason_menu",
        }
        for role, expected in (
            ("collector", daily | mine),
            ("supervisor", daily | mine | steering | configuration),
            ("manager", daily | mine | steering | configuration),
            ("auditor", daily | actions | configuration),
            ("plain", set()),
            ("portal", set()),
        ):
            with self.subTest(role=role):
                shown = self.menus(self.role(role))
                self.assertEqual(shown & (daily | mine | steering | configuration), expected)
                self.assertNotIn("res_config_settings_menu", shown, "settings are for administrators")


@tagged("post_install", "-at_install")
class TestAttacks(AccessCase):
    """Ways around: public methods, groupings, paths, names, exports, context."""

    def public_methods(self):
        """(model, method) defined by this add-on and callable over RPC."""
        found = set()
        for name in self.env:
            if not name.startswith(("collections.", "base.partner.merge")):
                continue
            for cls in type(self.env[name]).__mro__:
                if not cls.__module__.startswith("odoo.addons.collections_mgmt"):
                    continue
                found |= {
                    (name, attribute)
                    for attribute, value in vars(cls).items()
                    if not attribute.startswith("_") and callable(value) and not getattr(value, "_api_private", False)
                }
        return found

    def test_every_public_method_is_known_here(self):
        """A new one must be added to the attack below."""
        actions = {(model, name) for model, name in self.public_methods() if not model.startswith("collections.import")}
        known = {(model, name) for model, names in self.TARGETS.items() for name in names}
        orm = {
            ("collections.account", "write"),
            ("collections.account", "fields_get"),
            ("collections.account", "init"),  # private where it is first defined
            ("collections.worklist.item", "init"),
            ("collections.worklist.item", "write"),
            ("collections.run", "write"),
            ("collections.substitution", "write"),
            ("collections.strategy", "write"),
            ("collections.strategy.rule", "write"),
            ("collections.strategy.rule", "copy_data"),
            ("collections.strategy", "copy_data"),
            ("collections.process.task.add", "default_get"),
            ("collections.process.stop", "default_get"),
            ("collections.account.contact", "create"),
            ("collections.account.contact", "write"),
            ("collections.account.steering", "create"),
            ("collections.hold", "create"),
            ("collections.assignment", "create"),
            ("collections.priority.override", "create"),
            ("collections.hold.create", "default_get"),
            ("collections.promise", "create"),
            ("collections.promise.line", "create"),
            ("collections.promise.create", "default_get"),
            ("collections.promise.create", "action_split"),  # of one's own dialog
            ("collections.item.reference", "create"),
            ("collections.resubmission", "create"),
            ("collections.resubmission.line", "create"),
            ("collections.resubmission.create", "default_get"),
            *(("collections.contact", name) for name in ("create", "write")),
            ("collections.contact.create", "default_get"),
            ("collections.account", "message_new"),  # for the gateway only
            ("collections.account", "web_read"),  # knows what is empty, and reads as Odoo does
            ("collections.contact.origin", "create"),
            ("collections.dispute", "create"),
            *(("collections.agreement", name) for name in ("action_delivery_arrived", "action_delivery_again")),
            ("collections.payment.link", "default_get"),
            *(("collections.payment.link.line", name) for name in ("create", "write")),  # of invoices one may read
            ("collections.dispute", "write"),
            ("collections.dispute.line", "create"),
            ("collections.dispute.task", "write"),
            ("collections.dispute.create", "default_get"),
            ("collections.dispute.split", "default_get"),
            *((f"collections.dispute.{name}", "create") for name in ("ask", "split", "reason.change", "escalate")),
            *((f"collections.dispute.{name}", "write") for name in ("ask", "split", "reason.change", "escalate")),
            ("collections.plan", "create"),
            ("collections.plan.item", "create"),
            ("collections.plan.create", "default_get"),
            *(("collections.mass.action", name) for name in ("create", "write", "default_get")),
            ("collections.worklist.item", "action_get_further"),  # about one's own list only
        }
        # as Odoo's; whom they reach is attacked in test_outreach_attacks
        threads = {(name, method) for name in self.env for method in ("message_post", "message_notify")}
        self.assertFalse(actions - known - orm - threads)

    TARGETS = {
        "collections.account": (
            "action_open_partner",
            "action_open_items",
            "action_open_bucket",
            "action_item_start",
            "action_item_reopen",
            "action_item_complete_and_next",
            "action_item_next",
            "action_why",
            "why",
            "action_hold",
            "action_end_hold",
            "action_assign",
            "action_override",
            "action_add_contact",
            "action_promise",
            "action_plan",
            "action_item_take_over",
            "action_put_on_my_list",
            "action_dispute",
            "action_resubmit",
            "action_log_contact",
            "action_open_contacts",
            "action_item_after_contact",
            "stick_note",
            "action_process_done",
            "action_process_ask_done",
            "action_process_skip",
            "action_process_add",
            "action_process_stop",
            "action_process_restart",
        ),
        "collections.agreement": ("action_ask_refusal",),
        "collections.agreement.refuse": ("action_refuse",),
        "collections.promise": (
            "action_approve",
            "action_refuse",
            "action_ask_refusal",
            "action_start",
            "action_withdraw",
            "action_promise_again",
            "action_open_account",
            "action_send_confirmation",
            "action_delivery_arrived",
            "action_delivery_again",
        ),
        "collections.promise.create": ("action_promise", "action_promise_and_next"),
        "collections.promise.withdraw": ("action_withdraw",),
        "collections.item": (
            "action_open_document",
            "action_hold",
            "action_end_hold",
            "action_promise",
            "action_plan",
            "action_dispute",
            "action_resubmit",
            "action_log_contact",
            "action_send",
            "action_payment_link",
        ),
        "collections.resubmission": ("action_done", "action_cancel", "action_open_account"),
        "collections.resubmission.create": ("action_resubmit", "action_resubmit_and_next"),
        "collections.contact": ("action_open_account",),
        "collections.contact.create": ("action_log", "action_log_and_next", "action_log_and_choose"),
        "collections.timeline": ("action_open",),
        "collections.dispute": (
            "action_open",
            "action_open_account",
            "action_open_credit_notes",
            "action_start",
            "action_valid",
            "action_invalid",
            "action_decide",
            "action_close",
            "action_void",
            "action_reopen",
            "action_credit_note",
            "action_match_credits",
            "action_split",
            "action_change_reason",
            "action_escalate",
        ),
        "collections.dispute.line": ("action_print",),
        "collections.dispute.create": ("action_open", "action_open_and_next"),
        "collections.dispute.decide": ("action_decide",),
        "collections.dispute.split": ("action_split",),
        "collections.dispute.reason.change": ("action_change",),
        "collections.dispute.escalate": ("action_escalate",),
        "collections.process": ("action_open_account", "action_restart"),
        "collections.process.step": ("action_view_accounts",),
        "collections.process.task": ("action_done", "action_ask_done", "action_ask_skip", "action_open"),
        "collections.process.task.close": ("action_close",),
        "collections.process.task.add": ("action_add",),
        "collections.process.stop": ("action_stop",),
        "collections.sales.receivable": ("action_open_partner",),
        "collections.plan": (
            "action_approve",
            "action_refuse",
            "action_ask_refusal",
            "action_accept",
            "action_change",
            "action_cancel",
            "action_print",
            "action_send",
            "action_delivery_arrived",
            "action_delivery_again",
            "action_open_account",
            "action_match_payments",
            "action_offer",
            "action_preview",
        ),
        "collections.delivery": ("action_open",),
        "collections.payment.link": ("action_send",),
        "collections.plan.create": ("action_plan", "action_plan_and_next"),
        "collections.plan.cancel": ("action_cancel",),
        "collections.plan.accept": ("action_accept",),
        "collections.account.steering": ("action_end",),
        "collections.hold": ("action_end",),
        "collections.assignment": ("action_end",),
        "collections.priority.override": ("action_end",),
        "collections.account.contact": ("action_edit", "action_remove"),
        "collections.hold.create": ("action_hold", "action_hold_and_next"),
        "collections.segment": ("action_view_accounts", "action_view_members", "action_classify"),
        "collections.condition": ("action_view_accounts",),
        "collections.strategy": (
            "action_view_accounts",
            "action_view_versions",
            "action_draft_copy",
            "action_put_in_force",
        ),
        "collections.strategy.version": ("action_view_runs",),
        "collections.simulation": ("action_again", "action_view_lines"),
        "collections.simulation.line": ("action_open_account",),
        "collections.simulation.start": ("action_simulate",),
        "collections.strategy.rule": ("action_view_accounts",),
        "collections.account.domain": ("action_view_accounts",),
        "collections.account.setting": ("action_view_accounts",),
        "collections.group": ("action_view_accounts",),
        "collections.profile": ("action_view_accounts",),
        "collections.run": ("action_generate_today", "action_view_items"),
        "collections.run.generate": ("action_generate",),
        "collections.worklist.item": (
            "action_start",
            "action_complete",
            "action_reopen",
            "action_open_account",
            "action_next",
            "action_complete_and_next",
            "action_take_over",
        ),
        "collections.mass.action": (
            "action_preview",
            "action_change",
            "action_start",
            "action_stop",
            "action_resume",
            "action_undo",
            "action_view_lines",
        ),
        "collections.mass.action.line": ("action_open_record",),
        "collections.team.load": ("action_view_items", "action_reassign"),
        "collections.refresh": ("action_try_again",),
        "collections.audit": ("action_run_now",),
        "collections.audit.difference": ("action_open_account",),
    }

    def decisions(self):
        """What people decided about Crane, of each kind."""
        values = {"account_id": self.crane.id, "date_to": self.days(3), "reason": "x"}  # from the key date on
        reason = self.env["collections.hold.reason"].create({"name": "Test"})
        return {
            "collections.hold": self.env["collections.hold"].create(
                {"account_id": self.crane.id, "reason_id": reason.id}
            ),
            "collections.assignment": self.env["collections.assignment"].create(
                {**values, "specialist_id": self.stranger.id}
            ),
            "collections.priority.override": self.env["collections.priority.override"].create(values),
            "collections.account.contact": self.env["collections.account.contact"].create(
                {"account_id": self.crane.id, "partner_id": self.customer_2.id}
            ),
            "collections.promise": self.promise_of(self.crane),
            "collections.plan": self.plan_of(self.crane),
            "collections.delivery": self.delivery_of(self.crane),
            "collections.resubmission": self.env["collections.resubmission"].create(
                {"account_id": self.crane.id, "date": self.days(3)}
            ),
            "collections.contact": self.env["collections.contact"].create(
                {
                    "account_id": self.crane.id,
                    "outcome_id": self.env.ref("collections_mgmt.collections_contact_outcome_reached").id,
                }
            ),
        }

    def promise_of(self, account):
        item = self.env["collections.item"].search([("account_id", "=", account.id), ("free", ">", 0)], limit=1)
        line = Command.create({"line_id": item.id, "amount": 1})
        return self.env["collections.promise"].create(
            {"account_id": account.id, "date": self.days(3), "line_ids": [line]}
        )

    def disputes(self):
        """A dispute of Crane, and its item."""
        reason = self.env["collections.dispute.reason"].create({"name": "Test"})
        line = self.env["collections.item"].search([("account_id", "=", self.crane.id)], limit=1).line_id
        dispute = self.env["collections.dispute"].sudo()._open(self.crane, {line: 10}, reason_id=reason.id)
        return {"collections.dispute": dispute, "collections.dispute.line": dispute.line_ids}

    def process_records(self):
        """Crane in the first step of a process."""
        self.strategy.step_ids = [Command.create({"name": "Call"})]
        self.strategy.process_on = True
        self.crane._advance_processes()
        return {
            "collections.process": self.crane.process_ids,
            "collections.process.task": self.crane.process_task_ids,
            "collections.process.step": self.strategy.step_ids,
        }

    def delivery_of(self, account):
        values = {"account_id": account.id, "res_model": account._name, "res_id": account.id}
        return self.env["collections.delivery"].sudo().create(values)

    def plan_of(self, account):
        item = self.env["collections.item"].search([("account_id", "=", account.id), ("free", ">", 0)], limit=1)
        return self.env["collections.plan"].create(
            {
                "account_id": account.id,
                "accepted": True,
                "item_ids": [Command.create({"line_id": item.id, "amount": 1})],
                "installment_ids": [Command.create({"date": self.days(3), "principal": 1})],
            }
        )

    def live_records(self):
        """What the refresh and the audit leave about Crane."""
        audit = self.env["collections.audit"].sudo().create({"company_id": self.company.id})
        return {
            "collections.audit": audit,
            "collections.refresh": self.env["collections.refresh"]
            .sudo()
            .create({"company_id": self.company.id, "partner_id": self.crane.partner_id.id}),
            "collections.audit.difference": self.env["collections.audit.difference"]
            .sudo()
            .create({"audit_id": audit.id, "account_id": self.crane.id, "name": "balance"}),
        }

    def test_outsiders_get_nothing_out_of_public_methods_and_change_nothing(self):
        mass_action = self.env["collections.mass.action"].create({"kind": "release"})
        mass_action.action_preview()
        targets = {
            "collections.account": self.crane,
            "collections.item": self.env["collections.item"].search([("account_id", "=", self.crane.id)]),
            "collections.segment": self.segment,
            "collections.group": self.group,
            "collections.profile": self.profile,
            "collections.condition": self.env["collections.condition"].search([], limit=1),
            "collections.strategy": self.strategy,
            "collections.strategy.rule": self.strategy.rule_ids[:1],
            "collections.run": self.today,
            "collections.worklist.item": self.crane.worklist_item_ids,
            "collections.strategy.version": self.env["collections.strategy.version"].search([], limit=1),
            **self.process_records(),  # before he is on hold
            **self.decisions(),
            **self.disputes(),
            **self.live_records(),
            "collections.timeline": self.env["collections.timeline"].search(
                [("account_id", "=", self.crane.id), ("kind", "=", "contact")], limit=1
            ),
            "collections.mass.action": mass_action,
            "collections.mass.action.line": mass_action.line_ids[:1],
            "collections.team.load": self.env["collections.team.load"].search([("group_id", "=", self.other_group.id)])[
                :1
            ],
        }
        tables = ("collections_account", "collections_worklist_item", "collections_run", "collections_strategy_version")
        tables += ("collections_hold", "collections_assignment", "collections_priority_override")
        tables += ("collections_mass_action", "collections_audit", "collections_promise")
        tables += ("collections_resubmission", "collections_contact", "collections_dispute", "collections_dispute_line")
        tables += ("collections_process", "collections_process_task", "collections_plan", "collections_delivery")
        before = {table: self.snapshot(table) for table in tables}
        for role in (*OUTSIDERS, "stand_in"):
            for model, names in self.TARGETS.items():
                if model not in targets or (
                    role == "stand_in"
                    and self.env[model].with_user(self.stand_in).has_access("read")
                    and targets[model].with_user(self.stand_in).has_access("read")
                ):
                    continue
                for name in names:
                    if name == "action_view_versions":  # says nothing but where to look
                        continue
                    with self.subTest(role=role, model=model, method=name):
                        ids = (
                            [] if getattr(getattr(self.env[model], name), "_api_model", False) else [targets[model].ids]
                        )
                        self.assertRefused(self.rpc, self.role(role), model, name, *ids)
        for table, rows in before.items():
            self.assertEqual(self.snapshot(table), rows)

    def test_sorting_customers_into_segments_is_for_managers(self):
        for role in ("plain", "portal", "collector", "supervisor", "auditor"):
            for ids in ([], self.segment.ids):
                with self.subTest(role=role, ids=ids):
                    self.assertRefused(self.rpc, self.role(role), "collections.segment", "action_classify", ids)
        self.rpc(self.manager, "collections.segment", "action_classify", self.segment.ids)

    def test_private_methods_are_not_callable_at_all(self):
        for model, name, args in (
            ("collections.run", "_generate", [self.company.id, "2026-06-30"]),
            ("collections.account", "_refresh", [self.company.id, "2026-06-30"]),
            ("collections.worklist.item", "_move_to", [[1], "completed", ["open"]]),
            ("collections.run", "_refuse_worked_meanwhile", [[1]]),
            ("collections.strategy.version", "_find_or_create", [1, {}]),
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.manager, model, name, *args)

    def test_groupings_and_counts_speak_of_visible_customers_only(self):
        here = [("company_id", "=", self.company.id)]
        for role, names, total in (
            ("stranger", {"Crane"}, 2000),
            ("collector", {"Acme", "Bolt"}, 8000),
            ("stand_in", set(), 0),
            ("auditor", {"Acme", "Bolt", "Crane"}, 10000),
        ):
            user = self.role(role)
            with self.subTest(role=role):
                rows = self.rpc(
                    user, "collections.account", "formatted_read_group", here, ["partner_id"], ["overdue:sum"]
                )
                self.assertEqual({row["partner_id"][1] for row in rows}, names)
                self.assertEqual(sum(row["overdue:sum"] for row in rows), total)
                self.assertEqual(self.rpc(user, "collections.account", "search_count", here), len(names))
                rows = self.rpc(
                    user, "collections.item", "formatted_read_group", here, ["partner_id"], ["residual:sum"]
                )
                self.assertEqual(sum(row["residual:sum"] for row in rows), total)
                rows = self.rpc(
                    user,
                    "collections.worklist.item",
                    "formatted_read_group",
                    here,
                    ["specialist_id"],
                    ["to_collect:sum"],
                )
                self.assertEqual(sum(row["to_collect:sum"] for row in rows), total)
                found = self.rpc(user, "collections.account", "name_search", "", here)
                self.assertEqual({name for _id, name in found}, names)

    def test_paths_over_relations_do_not_reveal_foreign_customers(self):
        for model, domain in (
            ("collections.worklist.item", [("account_id.partner_id.name", "=", "Acme")]),
            ("collections.worklist.item", [("account_id", "any", [("item_ids", "any", [("residual", ">", 4000)])])]),
            ("collections.item", [("account_id.worklist_item_ids.specialist_id", "=", self.collector.id)]),
            ("collections.account", [("item_ids", "any", [("residual", ">", 4000)])]),
            ("collections.account", [("worklist_item_ids.specialist_id", "=", self.collector.id)]),
            ("collections.run", [("load_ids.specialist_id", "=", -1)]),
        ):
            with self.subTest(model=model, domain=domain):
                self.assertFalse(self.rpc(self.stranger, model, "search_read", domain, ["id"]))

    def test_an_any_that_skips_the_rules_is_refused_from_outside(self):
        domain = [("item_ids", "any!", [("residual", ">", 0)])]
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.rpc(self.stranger, "collections.account", "search_read", domain, ["id"])

    def test_the_condition_of_a_rule_cannot_hold_code_or_skip_rules(self):
        for domain in (
            "[('item_ids', 'any!', [])]",
            "__import__('os').system('true')",
            "[x for x in ().__class__.__base__]",
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.segment.with_user(self.manager).domain = domain

    def test_exports_hold_visible_customers_only(self):
        self.stranger.group_ids += self.env.ref("base.group_allow_export")
        everything = (self.acme | self.crane).ids
        self.assertRefused(self.rpc, self.stranger, "collections.account", "export_data", everything, ["overdue"])
        exported = self.rpc(self.stranger, "collections.account", "export_data", self.crane.ids, ["overdue"])
        self.assertEqual(exported["datas"], [[2000]])

    def test_a_context_opens_no_door(self):
        """Neither the key date nor the companies of the context show more than the rules allow."""
        other = self.setup_other_company(name="Other company")["company"]
        accounts = self.env["collections.account"].with_user(self.collector)
        with self.assertRaises(AccessError):
            self.assertFalse(accounts.with_context(allowed_company_ids=[other.id]).env.companies)
        items = self.env["collections.item"].with_user(self.stranger).with_context(collections_key_date="2030-01-01")
        self.assertEqual(set(items.search([]).sudo().mapped("partner_id.name")), {"Crane"})
        runs = self.env["collections.run"].search_count([])
        injected = items.with_context(collections_key_date="2030-01-01'); DELETE FROM collections_run; --")
        self.assertEqual(set(injected.search([]).sudo().mapped("partner_id.name")), {"Crane"})
        self.assertEqual(self.env["collections.run"].search_count([]), runs)
        with self.assertRaises(ValueError):
            items.with_context(collections_key_date="tomorrow").search([])

    def test_opening_a_foreign_record_is_refused(self):
        item = self.acme.worklist_item_ids
        for model, method, ids in (
            ("collections.account", "action_open_partner", self.acme.ids),
            ("collections.account", "action_open_items", self.acme.ids),
            ("collections.account", "action_open_bucket", self.acme.ids),
            ("collections.account", "action_item_next", self.acme.ids),
            (
                "collections.item",
                "action_open_document",
                self.env["collections.item"].search([("account_id", "=", self.acme.id)]).ids,
            ),
            ("collections.worklist.item", "action_open_account", item.ids),
            ("collections.worklist.item", "action_next", item.ids),
        ):
            with self.subTest(method=method):
                self.assertRefused(self.rpc, self.stranger, model, method, ids)
                self.rpc(self.collector, model, method, ids)
