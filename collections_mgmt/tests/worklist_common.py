"""Builders of the tests of segments, strategies, lists and access: many customers fast, and lists read as facts."""

from odoo import Command
from odoo.tests import freeze_time

from .common import CollectionsCommon


class WorklistCommon(CollectionsCommon):
    """Debts without invoices: one entry with a line per customer costs as much as one invoice."""

    @classmethod
    def debts(cls, *rows, company=None):
        """Book open items (customer, amount, days overdue on the key date) at once; a negative amount is a credit."""
        company = company or cls.env.company
        revenue = (
            cls.env["account.account"]
            .with_company(company)
            .search(
                [*cls.env["account.account"]._check_company_domain(company.root_id), ("account_type", "=", "income")],
                limit=1,
            )
        )
        receivable = cls.receivable if company.root_id == cls.company else cls._receivable_of(company)
        lines = [
            {
                "account_id": receivable.id,
                "partner_id": partner.id,
                "balance": amount,
                "date_maturity": cls.days(-overdue),
                "no_followup": False,
            }
            for partner, amount, overdue in rows
        ]
        lines.append({"account_id": revenue.id, "balance": -sum(amount for _partner, amount, _overdue in rows)})
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "company_id": company.id,
                    "date": cls.days(-400),
                    "line_ids": [Command.create(line) for line in lines],
                }
            )
        )
        move.action_post()
        return move

    @classmethod
    def _receivable_of(cls, company):
        return (
            cls.env["account.account"]
            .with_company(company)
            .search(
                [
                    *cls.env["account.account"]._check_company_domain(company.root_id),
                    ("account_type", "=", "asset_receivable"),
                ],
                limit=1,
            )
        )

    @classmethod
    def partners(cls, count, prefix="Customer"):
        return cls.env["res.partner"].create(
            [{"name": f"{prefix} {n:03}", "is_company": True, "property_payment_term_id": False} for n in range(count)]
        )

    @classmethod
    def accounts_of(cls, partners):
        """The collection accounts of customers, in their order."""
        return cls.env["collections.account"].browse(cls.account_of(partner).id for partner in partners)

    @classmethod
    def another_team(cls):
        """A team beside the one of the collectors, with a specialist and a supervisor of its own."""
        cls.stranger = cls.user_of("test_stranger", "specialist")
        cls.supervisor_2 = cls.user_of("test_supervisor_2", "supervisor")
        cls.other_group = cls.team("Others", cls.stranger, cls.supervisor_2, cls.strategy)

    @classmethod
    def list_of_five(cls):
        """The collector, and he alone, has a list of five customers, in the order in which they should be worked."""
        cls.group.member_ids.filtered(lambda member: member.user_id == cls.collector_2).capacity = 0
        cls.five = cls.partners(5)
        ages_and_amounts = [(50, 9000), (50, 2000), (10, 1500), (10, 900), (10, 100)]
        cls.debts(*[(partner, amount, age) for partner, (age, amount) in zip(cls.five, ages_and_amounts, strict=True)])
        cls.today = cls.run_list()

    @classmethod
    def condition(cls, name, domain, sequence=0, model="collections.segment", **vals):
        """A segment by condition, of the company, before the one for everybody."""
        values = {"name": name, "domain": domain, "sequence": sequence - 100, "company_id": cls.company.id, **vals}
        return cls.env[model].create(values)

    @classmethod
    def snapshot(cls, table, where="TRUE"):
        """All rows of a table, as they are in the database."""
        cls.env.flush_all()
        cls.env.cr.execute(f'SELECT * FROM "{table}" WHERE {where} ORDER BY id')  # names of this file only
        return cls.env.cr.dictfetchall()

    @classmethod
    def run_today(cls, today, key_date=None, company=None):
        """Generate the list of ``key_date`` on the day ``today``."""
        with freeze_time(today):
            company = company or cls.env.company
            return cls.env["collections.run"].with_user(cls.supervisor)._generate(company, key_date or today).sudo()

    @classmethod
    def items(cls, run, **conditions):
        """Items of a list, as the system sees them."""
        domain = [("run_id", "in", run.ids), *((name, "=", value) for name, value in conditions.items())]
        return cls.env["collections.worklist.item"].sudo().search(domain)

    @classmethod
    def customers(cls, items):
        """Names of the customers of items, sorted."""
        return sorted(items.account_id.mapped("partner_id.name"))
