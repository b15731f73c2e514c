"""Whose an open item is: companies and branches, contacts, merged and moved customers (traps 11, 12, 13, 17, 18)."""

from odoo import Command
from odoo.tests import tagged

from .test_open_items import OpenItemsCase


@tagged("post_install", "-at_install")
class TestOpenItemsOfCompanies(OpenItemsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch_company = cls.branch()
        cls.sister = cls.branch("Sister")

    def test_branches_share_the_account_of_their_root_company(self):
        self.invoice(self.customer, 100, self.days(-5))
        self.invoice(self.customer, 200, self.days(-4), company=self.branch_company)
        self.invoice(self.customer, 400, self.days(-3), company=self.sister)
        items = self.assert_residuals(100, 200, 400)
        self.assertEqual(items.company_id, self.company | self.branch_company | self.sister)
        self.assertEqual(items.root_company_id, self.company)
        self.assertEqual(len(items.account_id), 1)
        self.assert_facts(balance=700, overdue=700, sales_12m=700)
        self.assertFalse(self.env["collections.account"].search([("company_id", "=", self.branch_company.id)]))

    def test_a_branch_of_a_branch_belongs_to_the_root(self):
        leaf = self.branch("Leaf", self.branch_company)
        self.invoice(self.customer, 100, self.days(-5), company=leaf)
        self.assert_facts(balance=100)

    def test_the_setting_of_the_root_holds_for_its_branches(self):
        self.branch_company.sudo().collections_include_no_followup = True
        self.entry(self.customer, 100, self.days(-5), company=self.branch_company)
        self.assert_facts(balance=0)
        self.company.collections_include_no_followup = True
        self.assert_facts(balance=100)

    def test_a_user_of_a_branch_sees_the_account_and_the_items_of_his_branch_only(self):
        for number, company in enumerate((self.company, self.branch_company, self.sister), 1):
            self.invoice(self.customer, 100 * number, self.days(-number), company=company)
        clerk = self.user_of("clerk", "specialist", self.branch_company)
        self.group.member_ids = [Command.create({"user_id": clerk.id})]
        self.refresh()
        self.env.flush_all()
        self.env.invalidate_all()
        account = self.env["collections.account"].with_user(clerk).search([])
        self.assertEqual(account.ids, self.account_of(self.customer).ids)
        items = self.env["collections.item"].with_user(clerk).search([("account_id", "=", account.id)])
        self.assertEqual(items.mapped("residual"), [200])

    def test_each_root_company_has_its_own_account_of_a_customer(self):
        other = self.setup_other_company(name="Other")["company"]
        self.invoice(self.customer, 100, self.days(-5))
        self.invoice(self.customer, 300, self.days(-5), company=other)
        self.refresh()
        self.refresh(other)
        here, there = self.account_of(self.customer), self.account_of(self.customer, other)
        self.assertNotEqual(here, there)
        self.assertEqual((here.balance, there.balance), (100, 300))

    def test_limit_and_trust_are_those_of_the_company(self):
        other = self.setup_other_company(name="Other")["company"]
        for company in (self.company, other):
            self.invoice(self.customer, 1500, self.days(-5), company=company)
        self.refresh()
        self.customer.with_company(self.company).write({"credit_limit": 1000, "trust": "bad"})
        self.customer.with_company(other).credit_limit = 2000
        self.assert_facts(credit_limit=1000, credit_used=150, credit_over=500, trust="bad")
        self.assert_facts(company=other, credit_limit=2000, credit_used=75, credit_over=0, trust="normal")

    def test_without_a_limit_nothing_is_used_of_it(self):
        self.invoice(self.customer, 1500, self.days(-5))
        self.assert_facts(credit_limit=0, credit_used=0, credit_over=0, trust="normal")
        self.env.cr.execute(
            "SELECT credit_used FROM collections_account WHERE id = %s", [self.account_of(self.customer).id]
        )
        self.assertIsNone(self.env.cr.fetchone()[0], "unknown, not zero")


@tagged("post_install", "-at_install")
class TestOpenItemsOfContacts(OpenItemsCase):
    def test_invoices_to_a_contact_are_those_of_its_company(self):
        contact = self.new_customer("Anna", parent_id=self.customer.id, is_company=False)
        self.invoice(contact, 100, self.days(-5))
        self.invoice(self.customer, 200, self.days(-4))
        items = self.assert_residuals(100, 200)
        self.assertEqual(items.partner_id, self.customer)
        self.assert_facts(balance=300)
        self.assertEqual(self.account_of(contact).partner_id, self.customer)

    def test_entries_to_a_contact_are_those_of_its_company(self):
        self.company.collections_include_no_followup = True
        contact = self.new_customer("Anna", parent_id=self.customer.id, is_company=False)
        entry = self.entry(contact, 100, self.days(-5))
        self.assertEqual(self.items_of(entry).partner_id, contact, "an entry keeps the contact")
        self.assertEqual(self.assert_residuals(100).partner_id, self.customer)
        self.assert_facts(balance=100)

    def test_a_person_alone_is_a_customer(self):
        anna = self.new_customer("Anna", is_company=False)
        self.invoice(anna, 100, self.days(-5))
        self.assert_facts(anna, balance=100)

    def test_an_archived_customer_still_owes(self):
        self.invoice(self.customer, 100, self.days(-5))
        self.customer.active = False
        self.assert_facts(balance=100, verdict="listed")

    def test_re_parenting_moves_the_items_to_the_new_parent(self):
        self.invoice(self.customer, 100, self.days(-5))
        self.invoice(self.customer_2, 200, self.days(-4))
        left = self.facts(self.customer_2)
        self.assertEqual(left.balance, 200)
        self.customer_2.write({"is_company": False, "parent_id": self.customer.id})
        self.assert_facts(balance=300)
        self.assertEqual((left.balance, left.item_count, left.verdict), (0, 0, "paid"))
        self.assertEqual(self.account_of(self.customer_2), self.account_of(self.customer))

    def test_leaving_the_parent_takes_new_items_along_and_leaves_nothing_uncounted(self):
        contact = self.new_customer("Anna", parent_id=self.customer.id, is_company=False)
        self.invoice(contact, 100, self.days(-5))
        self.assert_facts(balance=100)
        contact.parent_id = False
        self.invoice(contact, 50, self.days(-5))
        self.refresh()
        total = self.account_of(self.customer).balance + self.account_of(contact).balance
        self.assertEqual(total, 150)


@tagged("post_install", "-at_install")
class TestMergedCustomers(OpenItemsCase):
    """Trap 17: Odoo merges contacts in SQL and drops rows that violate a unique key."""

    def setUp(self):
        super().setUp()
        self.invoice(self.customer, 2000, self.days(-40))
        self.invoice(self.customer_2, 3000, self.days(-10))
        self.pay(self.invoice(self.customer_2, 500, self.days(-30)), date=self.days(-20))
        self.run_today = self.run_list()
        self.kept, self.gone = self.account_of(self.customer), self.account_of(self.customer_2)

    def merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.env.ref("base.user_root")).create({})
        wizard._merge((self.customer | self.customer_2).ids, self.customer)
        self.env.invalidate_all()

    def test_the_accounts_become_one_with_the_figures_of_both(self):
        self.merge()
        self.assertFalse(self.gone.exists())
        self.assertEqual(self.account_of(self.customer), self.kept)
        self.refresh()
        self.assertEqual((self.kept.balance, self.kept.overdue, self.kept.item_count), (5000, 5000, 2))
        self.assertEqual((self.kept.paid_12m, self.kept.sales_12m), (500, 5500))

    def test_the_figures_are_right_at_once(self):
        self.merge()
        self.assertEqual((self.kept.balance, self.kept.overdue, self.kept.paid_12m), (5000, 5000, 500))
        self.assertEqual(self.refresh(), 0)

    def test_settings_and_chatter_survive(self):
        self.gone.specialist_id = self.collector
        self.gone.message_post(body="He promised to call back")
        self.kept.message_post(body="Ask for Anna")
        self.merge()
        self.assertEqual(self.kept.specialist_id, self.collector)
        said = " ".join(self.kept.message_ids.mapped("body"))
        for text in ("He promised to call back", "Ask for Anna", "Bolt"):
            self.assertIn(text, said)

    def test_the_settings_of_the_kept_account_win(self):
        self.gone.specialist_id = self.collector
        self.kept.specialist_id = self.collector_2
        self.merge()
        self.assertEqual(self.kept.specialist_id, self.collector_2)

    def test_activities_survive(self):
        self.gone.activity_schedule("mail.mail_activity_data_call", self.days(1), user_id=self.collector.id)
        self.merge()
        self.assertEqual(len(self.kept.activity_ids), 1)

    def test_files_in_the_chatter_survive(self):
        self.gone.message_post(body="Signed", attachments=[("agreement.txt", b"we pay")])
        self.merge()
        files = self.env["ir.attachment"].search([("res_model", "=", self.kept._name), ("res_id", "=", self.kept.id)])
        self.assertEqual(files.mapped("name"), ["agreement.txt"])

    def test_work_done_for_either_customer_is_not_asked_for_again(self):
        item = self.env["collections.worklist.item"].sudo().search([("account_id", "=", self.gone.id)])
        item.action_complete()
        self.merge()
        self.assertEqual(item.account_id, self.kept)
        self.assertEqual(self.kept.worklist_item_ids.mapped("state"), ["completed"])

    def test_the_customer_stands_once_on_the_list(self):
        self.merge()
        items = self.run_today.env["collections.worklist.item"].search([("run_id", "=", self.run_today.id)])
        self.assertEqual(items.account_id, self.kept)
        self.assertEqual(len(items), 1)

    def test_the_list_item_of_the_vanished_customer_moves_along(self):
        self.invoice(self.customer_3, 4000, self.days(-40))
        run = self.run_list(self.days(1))
        self.pay(self.invoice(self.customer_2, 10, self.days(-5)))
        item = self.worklist_item(run, self.customer_3)
        partners = self.customer_3 | self.new_customer("Crane & Sons")
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.env.ref("base.user_root")).create({})
        wizard._merge(partners.ids, partners[1])
        self.env.invalidate_all()
        self.assertEqual(item.account_id, self.account_of(partners[1]))
        self.assertEqual(item.account_id.partner_id, partners[1])

    def test_a_customer_without_account_takes_over_the_other_ones(self):
        heir = self.new_customer("Heir")
        self.gone.specialist_id = self.collector
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.env.ref("base.user_root")).create({})
        wizard._merge((heir | self.customer_2).ids, heir)
        self.env.invalidate_all()
        self.assertEqual(self.gone.exists().partner_id, heir)
        self.assertEqual((self.gone.specialist_id, self.gone.balance), (self.collector, 3000))
