"""Builders shared by the tests: people of each role, a ledger, a team with a strategy. Fixed dates, no demo data."""

from datetime import date, timedelta

from odoo import Command, fields
from odoo.tests import freeze_time, new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

ROLES = {
    "collector": "specialist",
    "collector_2": "specialist",
    "supervisor": "supervisor",
    "manager": "manager",
    "auditor": "auditor",
}


class CollectionsCommon(AccountTestInvoicingCommon):
    """A company of its own (USD), three customers without a past, a team of two with a simple strategy.

    ``cls.env.user`` is the accountant who books, and manager of collections; what a role may do is tested with
    ``cls.collector`` (login ``test_collector``) and the others. Builders flush nothing: what was booked a moment ago
    must be seen all the same.
    """

    key_date = date(2026, 6, 30)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("collections_mgmt.collections_mgmt_group_manager")
        cls.company = cls.company_data["company"]
        cls.currency = cls.company.currency_id
        cls.receivable = cls.company_data["default_account_receivable"]
        cls.bank = cls.company_data["default_journal_bank"]
        for name, role in ROLES.items():
            setattr(cls, name, cls.user_of(f"test_{name}", role))
        cls.customer = cls.new_customer("Acme")
        cls.customer_2 = cls.new_customer("Bolt")
        cls.customer_3 = cls.new_customer("Crane")
        cls.strategy = cls.simple_strategy()
        cls.group = cls.team("Team", cls.collector | cls.collector_2, cls.supervisor, cls.strategy)
        cls.profile = cls.env["collections.profile"].create({"name": "Test", "company_id": cls.company.id})
        cls.segment = cls.env["collections.segment"].create(
            {
                "name": "Everybody",
                "sequence": -1,
                "company_id": cls.company.id,
                "domain": "[]",
                "profile_id": cls.profile.id,
                "group_id": cls.group.id,
            }
        )

    @classmethod
    def closed_on(cls, day, **vals):
        """A public holiday of the company, from midnight to midnight where it is."""
        calendar = cls.company.resource_calendar_id
        calendar.sudo().tz = "UTC"
        return (
            cls.env["resource.calendar.leaves"]
            .sudo()
            .create(
                {
                    "name": "Holiday",
                    "company_id": cls.company.id,
                    "calendar_id": calendar.id,
                    "date_from": f"{day} 00:00:00",
                    "date_to": f"{day} 23:59:59",
                    **vals,
                }
            )
        )

    # ---------------------------------------------------------------------------------------------------------- people
    @classmethod
    def user_of(cls, login, role, companies=None):
        """A user with no other right than ``role``."""
        companies = companies or cls.env.company
        return new_test_user(
            cls.env,
            login=login,
            name=login.replace("_", " ").title(),
            groups=f"base.group_user,collections_mgmt.collections_mgmt_group_{role}",
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @classmethod
    def new_customer(cls, name, **vals):
        """A customer that is a company of its own, with no payment term."""
        vals = {"is_company": True, "property_payment_term_id": False, **vals}
        return cls.env["res.partner"].create({"name": name, **vals})

    @classmethod
    def team(cls, name, members, supervisors=None, strategy=None, **vals):
        """A group; each member with a full share of the work."""
        return cls.env["collections.group"].create(
            {
                "name": name,
                "supervisor_ids": [Command.set(supervisors.ids if supervisors else [])],
                "strategy_id": strategy.id if strategy else False,
                "member_ids": [Command.create({"user_id": user.id}) for user in members],
                **vals,
            }
        )

    @classmethod
    def simple_strategy(cls, **vals):
        """100 points in all: overdue 20, over 1,000 30, over 30 days 50; less than 50 to collect leaves."""
        rules = [
            {
                "name": "Small",
                "domain": "[('to_collect', '>', 0), ('to_collect', '<', 50)]",
                "leave": True,
                "points": 0,
            },
            {"name": "Overdue", "domain": "[('overdue', '>', 0)]", "points": 20},
            {"name": "Overdue over 1,000", "domain": "[('overdue', '>', 1000)]", "points": 30},
            {"name": "Older than 30 days", "domain": "[('oldest_days', '>', 30)]", "points": 50},
        ]
        return cls.env["collections.strategy"].create(
            {
                "name": "Simple",
                "rule_ids": [Command.create({"sequence": n, **rule}) for n, rule in enumerate(rules, 1)],
                **vals,
            }
        )

    # ---------------------------------------------------------------------------------------------------------- ledger
    @classmethod
    def days(cls, number):
        """The day ``number`` days after the key date (negative: before)."""
        return cls.key_date + timedelta(days=number)

    @classmethod
    def terms(cls, *parts, **vals):
        """Payment term of (percent, days after the invoice date) parts."""
        return cls.env["account.payment.term"].create(
            {
                "name": "Terms",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": percent, "delay_type": "days_after", "nb_days": days}
                    )
                    for percent, days in parts
                ],
                **vals,
            }
        )

    @classmethod
    def document_vals(cls, partner, amount, due, date=None, currency=None, company=None, **vals):
        """Values of an invoice of one line without tax. ``terms`` instead of ``due`` for several due dates."""
        company = company or cls.env.company
        terms = vals.pop("terms", None)
        day = fields.Date.to_date(date or due or cls.key_date)
        return {
            "move_type": "out_invoice",
            "company_id": company.id,
            "partner_id": partner.id,
            "invoice_date": min(day, fields.Date.to_date(due)) if due and not date else day,
            "invoice_payment_term_id": terms.id if terms else False,
            "invoice_date_due": due,
            "currency_id": (currency or company.currency_id).id,
            "invoice_line_ids": [Command.create({"name": "Goods", "price_unit": amount, "tax_ids": [Command.clear()]})],
            **vals,
        }

    @classmethod
    def invoice(cls, partner, amount, due, date=None, currency=None, company=None, post=True, **vals):
        """A posted invoice of ``amount`` due on ``due``; dated ``date``, by default the due date."""
        company = company or cls.env.company
        values = cls.document_vals(partner, amount, due, date, currency, company, **vals)
        move = cls.env["account.move"].with_company(company).create(values)
        if post:
            move.action_post()
        return move.with_env(cls.env)

    @classmethod
    def credit_note(cls, partner, amount, date=None, **vals):
        """A posted credit note, not allocated to anything."""
        return cls.invoice(partner, amount, date or cls.key_date, date=date, move_type="out_refund", **vals)

    @classmethod
    def entry(cls, partner, amount, due=None, date=None, account=None, company=None, post=True, **line_vals):
        """A miscellaneous entry on the receivable account, e.g. an opening balance."""
        company = company or cls.env.company
        counterpart = cls.company_data["default_account_revenue"].id
        line = {
            "account_id": (account or cls.receivable).id,
            "partner_id": partner and partner.id,
            "balance": amount,
            "date_maturity": due,
            **line_vals,
        }
        other = {"account_id": counterpart, "balance": -amount}
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "company_id": company.id,
                    "date": date or due or cls.key_date,
                    "line_ids": [Command.create(line), Command.create(other)],
                }
            )
        )
        if post:
            move.action_post()
        return move.with_env(cls.env)

    @classmethod
    def unallocated_payment(cls, partner, amount, date=None, currency=None, company=None, post=True, **vals):
        """Money received and booked, matched with nothing; a negative ``amount`` is money sent back."""
        company = company or cls.env.company
        payment = (
            cls.env["account.payment"]
            .with_company(company)
            .create(
                {
                    "payment_type": "inbound" if amount >= 0 else "outbound",
                    "partner_type": "customer",
                    "partner_id": partner.id,
                    "amount": abs(amount),
                    "date": date or cls.key_date,
                    "currency_id": (currency or company.currency_id).id,
                    "company_id": company.id,
                    **vals,
                }
            )
        )
        if post:
            payment.action_post()
        return payment.with_env(cls.env)

    @classmethod
    def pay(cls, invoice, amount=None, date=None, currency=None, line=None, **vals):
        """Receive ``amount`` (by default all that is open) and match it, oldest due date first or with ``line``."""
        lines = line or cls.items_of(invoice)
        currency = currency or invoice.currency_id
        if amount is None:
            amount = sum(lines.mapped("amount_residual_currency"))
        payment = cls.unallocated_payment(invoice.partner_id, amount, date, currency, invoice.company_id, **vals)
        cls.match(lines, payment.move_id)
        return payment

    @classmethod
    def match(cls, *moves_or_lines):
        """Reconcile the receivable lines of moves (or lines), as an accountant does."""
        lines = cls.env["account.move.line"]
        for records in moves_or_lines:
            lines |= records if records._name == "account.move.line" else records.line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable" and not line.reconciled).reconcile()

    @classmethod
    def items_of(cls, moves):
        """Receivable lines of the moves, in order of their due dates."""
        lines = moves.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        return lines.sorted(lambda line: (line.date_maturity or line.date, line.id))

    @classmethod
    def branch(cls, name="Branch", parent=None):
        """A branch that shares the books of its root company; the accountant works there too."""
        company = cls.env["res.company"].create({"name": name, "parent_id": (parent or cls.env.company).id})
        cls.env.cr.precommit.run()  # its books are loaded before the commit
        cls.env.user.company_ids += company
        return company

    # ----------------------------------------------------------------------------------------------------- collections
    @classmethod
    def account_of(cls, partner, company=None):
        """The collection account of a customer; made when it is not there yet."""
        accounts = cls.env["collections.account"].sudo().with_context(active_test=False)
        domain = [
            ("partner_id", "=", partner.commercial_partner_id.id),
            ("company_id", "=", (company or cls.env.company).root_id.id),
        ]
        account = accounts.search(domain)
        if not account:
            accounts._ensure_accounts()
            account = accounts.search(domain)
        return account

    @classmethod
    def refresh(cls, company=None, key_date=None, accounts=None):
        """Make missing accounts and derive them (or ``accounts``) as of the key date.

        :return: number of rows rewritten
        """
        model = cls.env["collections.account"]
        model._ensure_accounts()
        ids = None if accounts is None else accounts.ids
        return model._refresh((company or cls.env.company).root_id, key_date or cls.key_date, ids)

    @classmethod
    def open_items(cls, partner=None, key_date=None, **conditions):
        """``collections.item`` records as of the key date, oldest due date first."""
        domain = [("root_company_id", "=", cls.env.company.root_id.id)]
        if partner:
            domain.append(("partner_id", "=", partner.commercial_partner_id.id))
        domain += [(name, "=", value) for name, value in conditions.items()]
        cls.env["collections.account"]._ensure_accounts()
        items = cls.env["collections.item"].sudo().with_context(collections_key_date=key_date or cls.key_date)
        items.invalidate_model()
        return items.search(domain)

    @classmethod
    def run_list(cls, key_date=None, company=None, user=None):
        """Generate the work list of ``key_date``, which is today meanwhile."""
        key_date = key_date or cls.key_date
        run = cls.env["collections.run"].with_user(user or cls.supervisor)
        with freeze_time(key_date):
            return run._generate((company or cls.env.company).root_id, key_date).sudo()

    @classmethod
    def worklist_item(cls, run, partner):
        """The item of a customer on the list of ``run``."""
        return run.env["collections.worklist.item"].search(
            [("run_id", "=", run.id), ("account_id.partner_id", "=", partner.commercial_partner_id.id)]
        )
