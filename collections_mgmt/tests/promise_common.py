"""Promises of the three customers, with the days of the tests counted from the key date."""

from unittest.mock import patch

from odoo import Command
from odoo.tools import SQL

from ..queries import promise_settlement
from .steering_common import SteeringCase

# what judging says
JUDGED = ("state", "fulfilment", "paid", "credited", "late", "disputed", "judged_on", "last_payment_date", "covered_on")


class PromiseCase(SteeringCase):
    """Acme owes two invoices (1,000 and 600) beside the debts of ``SteeringCase``; two days of tolerance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.write({"promise_tolerance_days": 2, "promise_confirm_days": 5})
        cls.one = cls.invoice(cls.customer, 1000, cls.days(-20))
        cls.other = cls.invoice(cls.customer, 600, cls.days(-10))
        cls.refresh()
        cls.line, cls.other_line = cls.items_of(cls.one), cls.items_of(cls.other)

    def promise(self, *items, day=10, user=None, account=None, **vals):
        """A promise of (journal item, amount) for ``day`` days after the key date."""
        items = items or [(self.line, 1000)]
        promises = self.env["collections.promise"].with_user(user or self.collector)
        lines = [Command.create({"line_id": line.id, "amount": amount}) for line, amount in items]
        account = account or self.acme
        promise = promises.create(
            {"account_id": account.id, "date": self.days(day), "line_ids": lines, **vals},
        )
        self.env.invalidate_all()  # the next request looks at open items anew
        return promise

    def assertPromise(self, promise, fulfilment, state=None, **values):
        promise = promise.sudo()
        promise.invalidate_recordset()
        values = {"fulfilment": fulfilment, **({"state": state} if state else {}), **values}
        self.assertRecordValues(promise, [values] * len(promise))

    def assertLeftOutAsJudged(self, day):
        """Whom judging leaves out, since nothing happened to them, it would judge as before."""
        before = self.judged()
        with patch.object(promise_settlement, "_happened", lambda _key_date: SQL("TRUE")):
            self.env["collections.promise"].sudo()._judge(self.company, day)
        self.assertEqual(self.judged(), before)

    def judged(self):
        self.env.flush_all()
        self.env.invalidate_all()
        promises = self.env["collections.promise"].sudo().search([])
        return promises.read(JUDGED), promises.line_ids.read(["paid", "credited", "late", "disputed"])

    def free(self, invoice):
        """What of an invoice is promised and what is free."""
        [item] = self.open_items(invoice.partner_id, key_date=self.acme.key_date, move_id=invoice.id)
        return item.promised, item.free

    def unmatch(self, invoice):
        """A payment bounces: what was matched is no more."""
        self.items_of(invoice).remove_move_reconcile()
