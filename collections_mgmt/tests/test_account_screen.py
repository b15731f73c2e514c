"""What the screen of a customer says: debts by currency, open items behind a bucket, finding him by an invoice."""

from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CollectionsCommon

# Odoo's own on the same screen: home, path, cog, pager, save, discard, chatter
KEYS_OF_ODOO = {"h", "b", "u", "p", "n", "s", "j", "c", "m"}


@tagged("post_install", "-at_install")
class TestAccountScreen(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.canadian = cls.setup_other_currency("CAD", rates=[("2018-01-01", 2.0)])

    def shown(self, account):
        return account.with_user(self.supervisor).currency_balances

    # ---------------------------------------------------------------------- currencies
    def test_debts_in_another_currency_are_shown_in_it(self):
        self.invoice(self.customer, 1000, self.days(-5))
        self.invoice(self.customer, 2500, self.days(-5), currency=self.canadian)
        self.invoice(self.customer, 500, self.days(-5), currency=self.canadian)
        self.refresh()
        account = self.account_of(self.customer)
        self.assertEqual(account.balance, 2500)
        self.assertEqual(self.shown(account), "1,000.00 USD · 3,000.00 CAD")

    def test_debts_in_company_currency_alone_are_not_told_twice(self):
        self.invoice(self.customer, 1000, self.days(-5))
        self.refresh()
        self.assertFalse(self.shown(self.account_of(self.customer)))
        self.assertFalse(self.shown(self.account_of(self.customer_2)), "nor where nothing is open")

    def test_what_was_paid_back_to_zero_is_not_shown(self):
        self.invoice(self.customer, 100, self.days(-5), currency=self.canadian)
        self.credit_note(self.customer, 100, currency=self.canadian)
        self.refresh()
        self.assertFalse(self.shown(self.account_of(self.customer)))

    # ---------------------------------------------------------------------- tabs
    TABS = ("hold_ids", "promise_ids", "plan_ids", "dispute_ids", "contact_ids", "process_ids", "process_task_ids")

    def opened(self, account, tabs):
        """What the client reads of ``tabs``, and the number of statements it takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        [values] = account.web_read({name: {"fields": {"display_name": {}}} for name in tabs})
        return values, self.env.cr.sql_log_count - before

    def test_however_many_tabs_hold_nothing_it_takes_one_question(self):
        self.invoice(self.customer, 1000, self.days(-5))
        self.refresh()
        account = self.account_of(self.customer).with_user(self.supervisor)
        self.opened(account, self.TABS)
        few, statements = self.opened(account, self.TABS[:2])
        many, statements_of_many = self.opened(account, self.TABS)
        self.assertFalse(any(many[name] for name in self.TABS))
        self.assertEqual(few["hold_ids"], [])
        self.assertEqual(statements_of_many, statements)

    def test_a_tab_shows_what_was_entered_a_moment_ago(self):
        self.invoice(self.customer, 1000, self.days(-5))
        self.refresh()
        account = self.account_of(self.customer)
        account.web_read({"contact_ids": {"fields": {"partner_id": {}}}})
        contact = self.env["collections.account.contact"].create(
            {"account_id": account.id, "partner_id": self.customer.id, "role": "legal"}
        )
        [values] = account.web_read({"contact_ids": {"fields": {"role": {}}}, "hold_ids": {}})
        self.assertEqual(values["contact_ids"], [{"id": contact.id, "role": "legal"}])
        self.assertEqual(values["hold_ids"], [])

    def test_what_somebody_may_not_read_is_refused_though_there_is_nothing(self):
        self.invoice(self.customer, 1000, self.days(-5))
        self.refresh()
        account = self.account_of(self.customer).with_user(self.supervisor)
        self.assertEqual(account.web_read({"plan_ids": {}})[0]["plan_ids"], [])
        self.env["ir.model.access"].search([("model_id.model", "=", "collections.plan")]).perm_read = False
        account.invalidate_recordset()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            account.web_read({"plan_ids": {}})

    def test_who_is_new_has_no_tabs_to_ask_for(self):
        new = self.env["collections.account"].new({})
        [values] = new.web_read({"hold_ids": {}})
        self.assertEqual(values["hold_ids"], [])

    # ---------------------------------------------------------------------- keyboard
    def test_each_shortcut_of_the_screen_is_its_own(self):
        arch = self.env["collections.account"].with_user(self.supervisor).get_view(view_type="form")["arch"]
        keys = [button.get("data-hotkey") for button in etree.fromstring(arch).iterfind("header/button[@data-hotkey]")]
        self.assertIn("g", keys)
        self.assertCountEqual(keys, set(keys), "two buttons on one key: only the first is pressed")
        self.assertFalse(KEYS_OF_ODOO & set(keys), "the pager and the path come first")

    def test_all_dialogs_of_a_customer_answer_to_the_same_keys(self):
        """Q is what the dialog is for, on the list with the next customer; V stays with this one."""
        dialogs = self.env.registry.descendants(["collections.customer.ask"], "_inherit") - {"collections.customer.ask"}
        self.assertIn("collections.contact.create", dialogs)
        for name in dialogs:
            arch = etree.fromstring(self.env[name].with_user(self.supervisor).get_view(view_type="form")["arch"])
            for button in arch.iterfind(".//footer/button[@type='object']"):
                with self.subTest(dialog=name, button=button.get("string")):
                    primary = "btn-primary" in button.get("class")
                    self.assertEqual(button.get("data-hotkey"), "q" if primary else "v")

    # ---------------------------------------------------------------------- phone
    def test_a_number_is_shown_as_it_is_dialled_and_found_as_it_was_entered(self):
        self.customer.phone = "+14155550164"
        self.invoice(self.customer, 1000, self.days(-5))
        self.refresh()
        account = self.account_of(self.customer).with_user(self.supervisor)
        self.assertEqual(account.phone, "+1 415-555-0164")
        self.assertEqual(account.search([("phone", "ilike", "4155550164")]), account)
        self.customer.phone = "extension 12"
        self.assertEqual(account.phone, "extension 12")

    # ---------------------------------------------------------------------- ageing bar
    def test_a_bucket_of_the_ageing_bar_opens_items_under_its_name(self):
        self.invoice(self.customer, 1000, self.days(-45))
        self.refresh()
        account = self.account_of(self.customer).with_user(self.supervisor)
        for bucket, label in (("2", "31–60 days"), ("not_due", "Not due"), ("5", "over 120 days")):
            action = account.with_context(bucket=bucket).action_open_bucket()
            self.assertEqual(action["display_name"], f"Open Items, {label}")
        self.assertNotIn("days", account.action_open_bucket()["display_name"], "no bucket, no name of one")

    # ---------------------------------------------------------------------- search
    def test_enter_in_the_search_box_finds_a_customer_by_his_invoice(self):
        invoice = self.invoice(self.customer, 1000, self.days(-5), payment_reference="PO-4711")
        self.invoice(self.customer_2, 1000, self.days(-5))
        self.refresh()
        accounts = self.env["collections.account"].with_user(self.supervisor)
        for text in (invoice.name, "po-4711", "acme"):
            with self.subTest(text=text):
                found = accounts.search(self.first_search(accounts, text))
                self.assertEqual(found.partner_id, self.customer)

    def first_search(self, accounts, text):
        """The domain of the first search field, which is what Enter asks for."""
        arch = etree.fromstring(accounts.get_view(view_type="search")["arch"])
        domain = arch.find(".//field").get("filter_domain")
        return literal_eval(domain.replace("self", repr(text)))
