"""Promises of the three customers, with the days of the tests counted from the key date."""

from odoo import Command

from .steering_common import SteeringCase


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

    def free(self, invoice):
        """What of an invoice is promised and what is free."""
        [item] = self.open_items(invoice.partner_id, key_date=self.acme.key_date, move_id=invoice.id)
        return item.promised, item.free

    def unmatch(self, invoice):
        """A payment bounces: what was matched is no more."""
        self.items_of(invoice).remove_move_reconcile()
