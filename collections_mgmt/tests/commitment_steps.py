"""What may happen to the two invoices of Acme, one step after the other: of a kind, to an invoice, with an amount."""

from odoo.exceptions import UserError


class CommitmentSteps:
    """Mixed into a case with ``promise``, ``dispute`` and a ``day``."""

    def attempt(self, function, *args, **kwargs):
        """What may be refused."""
        try:
            with self.env.cr.savepoint():
                function(*args, **kwargs)
        except UserError:
            self.env.invalidate_all()

    def do_promise(self, invoice, amount, **vals):
        day = self.day + amount % 7
        self.attempt(self.promise, (self.items_of(invoice), amount), day=day, user=self.manager, **vals)

    def do_beside(self, invoice, amount):
        self.do_promise(invoice, amount, beside=True)

    def do_withdraw(self, _invoice, _amount):
        self.acme.promise_ids.filtered(lambda promise: promise.state != "confirmed")[:1]._withdraw("other")

    def do_dispute(self, invoice, amount):
        self.attempt(self.dispute, amount, self.items_of(invoice), user=self.manager)

    def do_pay(self, invoice, amount):
        if invoice.amount_residual:
            self.pay(invoice, min(amount, invoice.amount_residual), date=self.days(self.day))

    def do_credit(self, invoice, amount):
        if invoice.amount_residual:
            self.match(invoice, self.credit_note(self.customer, amount, date=self.days(self.day)))
