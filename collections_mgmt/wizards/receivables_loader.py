"""Loading a checked receivables list into the ledger: everything, in one transaction, or nothing."""

import base64
from typing import NamedTuple

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import SQL, format_date

from ..calc.receivables_file import FileRefused

# Keys of Odoo's own: an import of the past informs nobody, tracks nothing and finds no amount abnormal. In Enterprise,
# payments have no entry of their own unless they are told to.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_automation_skip": True,
    "disable_abnormal_invoice_detection": True,
    "force_payment_move": True,
    "active_test": True,
}
LARGE = 500
GROWING_TABLES = ("account_move", "account_move_line", "account_payment", "account_partial_reconcile", "ir_model_data")


class Books(NamedTuple):
    """Where an import is booked. The methods are None when the company has no bank journal."""

    sale_journal: models.BaseModel
    income_account: models.BaseModel
    bank_journal: models.BaseModel
    inbound_method: models.BaseModel
    outbound_method: models.BaseModel
    currencies: dict


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    @api.model
    def _load_file(self, path, key_date=None, company=None, progress=None):
        """Load a file from this machine, whatever its size, and do not commit. For ``./dev import-ar`` and scripts.

        :param progress: called as ``progress(done, total)``
        :return: the import, with state ``done`` and ``summary_text`` or state ``refused`` and ``error_text``
        """
        with open(path, "rb") as stream:
            content = stream.read()
        record = self.create(
            {
                "filename": str(path).rsplit("/", 1)[-1],
                "file": base64.b64encode(content),
                "key_date": fields.Date.to_date(key_date) or fields.Date.context_today(self),
                "company_id": (company or self.env.company).id,
            }
        )
        record._check_rights()
        record._load(progress)
        return record

    def _load(self, progress=None):
        """Read and load; the record says afterwards what became of it."""
        try:
            receivables = self._read()
            with self.env.cr.savepoint():
                result = self._for_loading()._load_ledger(receivables, progress)
        except (FileRefused, UserError, RedirectWarning) as error:
            self._set_refused(error.args[0])
        except psycopg2.errors.UniqueViolation as error:
            if error.diag.table_name != "ir_model_data":
                raise
            # an import that was committed after this transaction began, so that its records cannot be seen here
            self._set_refused(
                self.env._(
                    "Another import into this company has just ended, with some of the same documents: check again."
                )
            )
        else:
            # customers who owe nothing any more too: their payment behaviour is part of what was loaded
            self.env["collections.account"].sudo()._ensure_accounts(open_only=False)
            self._set_done(row_count=len(receivables.rows), **result)

    def _for_loading(self):
        """This import with the rights and the silence that loading needs. The user's rights are asked before."""
        context = {**QUIET, "allowed_company_ids": self.company_id.ids}
        return self.sudo().with_company(self.company_id).with_context(**context)

    def _load_ledger(self, receivables, progress):
        """Write customers, documents and payments.

        :return: values for ``_set_done``
        :raise UserError: nothing may be loaded, the text says why
        """
        self._lock_company()
        rows = [row for row in receivables.rows if row.invoice_date <= self.key_date]
        known = self._known_records("account.move", "invoice", [row.document for row in rows])
        new = [row for row in rows if row.document not in known]
        notes = self._activate_currencies({row.currency for row in rows})
        books = self._books({row.currency for row in rows})
        self._check_closed_periods(new, rows, books)
        numbers = {row.customer_number for row in new}
        partners, customer_count = self._find_or_create_customers(
            {number: customer for number, customer in receivables.customers.items() if number in numbers}
        )
        usable, known_notes = self._usable(known, {row.document: row for row in rows})
        self.env.flush_all()
        report = self._reporter(len(new) + sum(self._is_paid(row) for row in rows), progress)
        moves = usable | self._create_invoices(new, partners, books, self._advance(len(new), report))
        settlements = self._settlements(rows, moves)
        self._check_bank(settlements, books)
        payment_count = self._create_payments(settlements, books, self._advance(len(settlements), report))
        counts = {"customer_count": customer_count, "invoice_count": len(new), "payment_count": payment_count}
        summary = [self._describe(receivables), self._describe_loaded(known, **counts), *known_notes, *notes]
        return {"summary": "\n".join(summary), **counts}

    def _is_paid(self, row):
        """Whether something of the row is paid by the key date; later payments are not loaded."""
        return bool(row.payment_date) and row.payment_date <= self.key_date

    def _describe_loaded(self, known, customer_count, invoice_count, payment_count):
        return self.env._(
            "Loaded: %(customers)s new customers, %(invoices)s documents, %(payments)s payments; "
            "%(known)s documents were there already.",
            customers=customer_count,
            invoices=invoice_count,
            payments=payment_count,
            known=len(known),
        )

    # --- before anything is written ---------------------------------------------------------------------------------

    def _lock_company(self):
        """Two imports into one company at a time would create the same customers twice."""
        lock = SQL("SELECT pg_try_advisory_xact_lock(hashtext('collections.import'), %s)", self.company_id.id)
        if not self.env.execute_query(lock)[0][0]:
            raise UserError(self.env._("Another import into this company is under way: try again when it has ended."))

    def _activate_currencies(self, codes):
        """Switch on the currencies of the file; say which, and which have no rate."""
        currencies = self.env["res.currency"].with_context(active_test=False).search([("name", "in", list(codes))])
        inactive = currencies.filtered(lambda currency: not currency.active)
        inactive.active = True
        notes = []
        if inactive:
            notes.append(self.env._("Currencies switched on: %s.", ", ".join(inactive.mapped("name"))))
        foreign = currencies - self.company_id.currency_id
        companies = self.company_id.root_id.ids + [False]
        rated = self.env["res.currency.rate"].search(
            [("currency_id", "in", foreign.ids), ("company_id", "in", companies)]
        )
        if unrated := foreign - rated.currency_id:
            notes.append(
                self.env._(
                    "Without an exchange rate, counted 1 to 1 in the company currency: %s.",
                    ", ".join(unrated.mapped("name")),
                )
            )
        return notes

    def _books(self, codes):
        """Journals, account and methods of the company.

        :raise UserError: the company has no sales journal, or that has no income account
        """
        journals = self.env["account.journal"]
        own = [*journals._check_company_domain(self.company_id)]
        sale = journals.search([*own, ("type", "=", "sale")], limit=1)
        if not sale or not sale.default_account_id:
            raise UserError(
                self.env._("%s needs a sales journal with an income account first.", self.company_id.display_name)
            )
        banks = journals.search([*own, ("type", "in", ("bank", "cash"))]).filtered(
            lambda journal: (
                journal.currency_id in (self.env["res.currency"], self.company_id.currency_id)
                and journal.inbound_payment_method_line_ids
                and journal.outbound_payment_method_line_ids
            )
        )
        bank = banks.sorted(lambda journal: (journal.type != "bank", journal.sequence, journal.id))[:1]
        return Books(
            sale,
            sale.default_account_id,
            bank,
            bank.inbound_payment_method_line_ids[:1],
            bank.outbound_payment_method_line_ids[:1],
            {currency.name: currency for currency in self.env["res.currency"].search([("name", "in", list(codes))])},
        )

    def _check_bank(self, settlements, books):
        if settlements and not books.bank_journal:
            raise UserError(
                self.env._("%s needs a bank journal with payment methods first.", self.company_id.display_name)
            )

    def _check_closed_periods(self, new, rows, books):
        """Odoo would move entries of a closed period to the next open day, which would falsify every age.

        :raise UserError: a document or a payment would fall into a closed period
        """
        dates = [(row.invoice_date, books.sale_journal) for row in new]
        documents = {row.document for row in new}
        dates += [
            (row.payment_date, books.bank_journal) for row in rows if row.document in documents and self._is_paid(row)
        ]
        for journal in {journal for _date, journal in dates}:
            first = min(date for date, of_journal in dates if of_journal == journal)
            if locks := self.company_id._get_violated_lock_dates(first, False, journal):
                lock_date, lock_field = locks[-1]
                raise UserError(
                    self.env._(
                        "The file has entries from %(first)s on, but the books are closed until %(lock)s (%(name)s).",
                        first=format_date(self.env, first),
                        lock=format_date(self.env, lock_date),
                        name=self.company_id._fields[lock_field]._description_string(self.env),
                    )
                )

    def _usable(self, known, rows):
        """Documents of earlier imports that still are what the file says; the others are left alone and named.

        :return: (id of the move by document, notes)
        """
        usable, changed = {}, []
        for document, move in known.items():
            row = rows[document]
            if (
                move.state == "posted"
                and move.currency_id.name == row.currency
                and not move.currency_id.compare_amounts(move.amount_total, float(abs(row.amount)))
            ):
                usable[document] = move.id
            else:
                changed.append(document)
        if not changed:
            return usable, []
        note = self.env._(
            "%(count)s known documents are not posted or have another amount now, and were left alone: %(documents)s.",
            count=len(changed),
            documents=", ".join(changed[:20]),
        )
        return usable, [note]

    # --- while it runs ------------------------------------------------------------------------------------------------

    def _reporter(self, total, progress):
        """A function that adds to what is done and tells ``progress``, over both phases."""
        done = 0

        def report(count):
            nonlocal done
            done += count
            if progress:
                progress(done, total)

        return report

    def _advance(self, total, report):
        """A function that closes one batch of a phase: writes it, empties the cache, reports."""
        done, next_statistics = 0, LARGE

        def advance(count):
            nonlocal done, next_statistics
            done += count
            self.env.flush_all()
            self.env.invalidate_all()
            if done >= next_statistics and total > LARGE:
                self._refresh_statistics()
                next_statistics = done * 2
            report(count)

        return advance

    def _refresh_statistics(self):
        """Let the planner see the rows of this transaction.

        Odoo asks for the last number of the journal before every posting; with the statistics of the empty table that
        question reads all entries of the year, and the import would slow down with the square of its size.
        """
        for table in GROWING_TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
