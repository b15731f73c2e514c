"""Rules over the open items of a customer (B12): right for one and for all, noticed, and read in one pass."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from ..queries.domain_mask import domain_mask
from .live_common import LiveCommon

OLD_AND_LARGE = "[('item_ids', 'any', [('residual', '>=', 1000), ('days_overdue', '>', 30)])]"
NONE_LARGE = "[('item_ids', 'not any', [('residual', '>=', 1000)])]"
OF_SALESPERSON = "[('item_ids.salesperson_id.name', 'ilike', 'collector')]"


@tagged("post_install", "-at_install")
class TestItemRules(LiveCommon):
    """Acme owes 5000 for 40 days, Bolt 300 for 10, Crane 80 for 5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))

    def rules(self, *domains):
        commands = [Command.create({"name": domain, "domain": domain, "points": 10}) for domain in domains]
        self.strategy.rule_ids = [Command.clear(), *commands]
        self.refresh()
        self.env.cr.flush()
        self.queue.search([]).unlink()

    def masks(self):
        self.env.invalidate_all()
        return [account.rule_mask for account in (self.acme, self.bolt, self.crane)]

    def test_a_rule_holds_when_some_item_satisfies_all_it_asks_or_none_does(self):
        self.invoice(self.customer_2, 2000, self.days(-3))
        self.rules(OLD_AND_LARGE, NONE_LARGE, "[('item_ids.days_overdue', '=', 5), ('partner_id.name', '=', 'Crane')]")
        self.assertEqual(self.masks(), ["100", "000", "011"], "Bolt has a large and an old one, but none that is both")

    def test_one_customer_derived_anew_gets_what_all_would(self):
        self.rules(OLD_AND_LARGE, NONE_LARGE, "['!', ('item_ids', 'any', [('free', '>', 100)])]")
        together = self.masks()
        self.env.cr.execute("UPDATE collections_account SET rule_mask = NULL")
        for account in (self.acme, self.bolt, self.crane):
            self.refresh(accounts=account)
        self.assertEqual(self.masks(), together)
        self.assertEqual(together, ["100", "010", "011"])

    def test_a_payment_ends_it_within_the_refresh(self):
        self.rules(OLD_AND_LARGE, "[('overdue', '>', 0)]")
        self.assertEqual(self.masks()[0], "11")
        self.pay(self.invoices[self.customer], 4500)
        self.settle()
        self.assertEqual(self.masks()[0], "01")

    def test_what_rules_ask_of_the_document_is_noticed_too(self):
        self.rules(OF_SALESPERSON, "[('item_ids', 'any', [('reference', '=', 'Order 1')])]", "[('overdue', '>', 0)]")
        invoice = self.invoices[self.customer]
        invoice.invoice_user_id = self.collector
        self.settle()
        self.assertEqual(self.masks()[0], "101")
        invoice.payment_reference = "Order 1"
        self.settle()
        self.assertEqual(self.masks()[0], "111")

    def test_each_day_is_asked_as_of_itself(self):
        self.rules(OLD_AND_LARGE)
        for day, holds in ((-20, "0"), (0, "1")):
            source = self.acme._as_of(self.company, self.days(day))
            query = SQL("SELECT rule_mask FROM %s AS account WHERE id = %s", source, self.acme.id)
            self.assertEqual(self.env.execute_query(query), [(holds,)])

    def test_the_ledger_is_read_once_for_all_rules_and_for_a_few_customers_only_theirs(self):
        domains = [[("item_ids", "any", [("residual", ">=", limit)])] for limit in (10, 100, 1000)]
        for ids, few in ((None, False), (self.acme.ids, True)):
            related = self.acme._judged_relations(self.company, self.key_date, ids)
            query, mask = domain_mask(self.acme.browse(), domains, None, related)
            text = query.select(mask).code
            self.assertEqual(text.count("LEFT JOIN account_move move"), 1, "the items with their documents")
            readings = text.count("FROM account_move_line line")  # and once for each kind of what may cover them
            self.assertEqual(text.count("line.partner_id = ANY") >= readings, few)

    def test_the_number_of_statements_does_not_depend_on_the_number_of_rules_over_items(self):
        def statements():
            for _known_after in range(2):
                self.refresh(accounts=self.acme)
            before = self.env.cr.sql_log_count
            self.refresh(accounts=self.acme)
            return self.env.cr.sql_log_count - before

        self.rules(OLD_AND_LARGE)
        one = statements()
        self.rules(OLD_AND_LARGE, NONE_LARGE, OF_SALESPERSON)
        self.assertEqual(statements(), one)

    def test_a_way_back_to_what_is_judged_later_is_refused(self):
        for domain in (
            "[('item_ids', 'any', [('account_id.valuation', '>', 50)])]",
            "[('item_ids.account_id.priority', '=', 'high')]",
            "[('item_ids', 'any', [('account_id', 'any', [('verdict', '=', 'listed')])])]",
        ):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, "known only after it"):
                self.env["collections.strategy.rule"].create(
                    {"strategy_id": self.strategy.id, "name": "Way back", "domain": domain}
                )

    def test_the_ready_conditions_over_items_and_contacts_find_whom_they_name(self):
        self.invoice(self.customer_3, 12000, self.days(-95))
        parent = self.new_customer("Holding")
        self.customer_2.parent_id = parent
        self.debts((self.new_customer("Dome"), 500, 9))
        self.refresh()
        for name, expected in (
            ("old_large_invoice", ["Crane"]),
            ("old_free_item", ["Crane"]),
            ("no_invoice", ["Dome"]),
            ("subsidiary", ["Bolt"]),
        ):
            condition = self.env.ref(f"collections_mgmt.collections_condition_{name}")
            domain = [*condition._account_domain(), ("company_id", "=", self.company.id)]
            found = self.env["collections.account"].with_context(collections_key_date=self.key_date).search(domain)
            self.assertEqual(found.partner_id.mapped("name"), expected, condition.name)
