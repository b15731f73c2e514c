from odoo import api, models
from odoo.tools import SQL

from ...queries.dispute_balance import BALANCE, COLUMNS, dispute_balance, dispute_to_read, dispute_totals
from ..foundation import bulk


class CollectionsDispute(models.Model):
    """What became of disputes, read from the ledger: payments, credit notes and their reversals (I3, I5, I8)."""

    _inherit = "collections.dispute"

    @api.model
    def _settle(self, company, key_date, ids=None):
        """Read the amounts of disputes anew, close those that are cleared and reopen those cleared no longer.

        :param ids: of accounts; None for all of the root company: those of which anything may have changed
        """
        if ids is not None:
            scope = SQL("dispute.company_id = %s AND dispute.account_id = ANY(%s)", company.id, list(ids))
            self._read_lines(scope)
            self._follow_lines(scope, key_date)
        elif to_read := [dispute_id for (dispute_id,) in self.env.execute_query(dispute_to_read(company.id))]:
            scope = SQL("dispute.id = ANY(%s)", bulk.int_array(to_read))
            if self._read_lines(scope):
                self._follow_lines(scope, key_date)

    @api.model
    def _read_lines(self, scope):
        """:return: the number of lines that say something else now"""
        return bulk.update_changed(self.env["collections.dispute.line"], list(COLUMNS), dispute_balance(scope))

    @api.model
    def _follow_lines(self, scope, key_date):
        self._add_up(scope)
        if self._follow_ledger(scope, key_date):
            # what is open again shares its item with the others
            self._read_lines(scope)
            self._add_up(scope)

    @api.model
    def _add_up(self, scope):
        bulk.update_changed(self, ["amount", *BALANCE], dispute_totals(scope))

    @api.model
    def _follow_ledger(self, scope, key_date):
        """Close what the ledger has settled, and take that back when the ledger does.

        :return: the disputes that are open again
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT dispute.id, dispute.state = 'closed'
                  FROM collections_dispute dispute
                  JOIN collections_dispute_line part ON part.dispute_id = dispute.id
                 WHERE %(scope)s AND (dispute.state IN ('new', 'in_process', 'decided') OR dispute.settled)
                 GROUP BY dispute.id
                HAVING (SUM(part.claimed) = 0) <> (dispute.state = 'closed')
                """,
                scope=scope,
            )
        )
        self.browse(dispute_id for dispute_id, closed in rows if not closed)._set_settled(key_date)
        reopened = self.browse(dispute_id for dispute_id, closed in rows if closed)
        reopened._set_unsettled()
        self.browse(row[0] for row in rows).flush_recordset()
        return reopened

    def _set_settled(self, key_date):
        """Close what is paid, credited or cleared."""
        for outcome, disputes in self.grouped(lambda dispute: dispute.outcome or dispute._outcome_of_ledger()).items():
            disputes._move_to(
                "closed",
                ("new", "in_process", "decided"),
                outcome=outcome,
                settled=True,
                closed_on=key_date,
            )
        self._end_work()

    def _outcome_of_ledger(self):
        """What it comes to when nobody decided: who was paid was right, who credited was not."""
        if not self.currency_id.compare_amounts(self.paid, self.amount):
            return "withdrawn"
        if not self.currency_id.compare_amounts(self.written_off, self.amount):
            return "written_off"
        return "partly" if self.paid else "valid"

    def _set_unsettled(self):
        """A payment bounced, a credit note was undone: as before."""
        decided = self.filtered("decided_on")
        decided._move_to("decided", ("closed",), settled=False, closed_on=False)
        (self - decided)._move_to("in_process", ("closed",), settled=False, closed_on=False, outcome=False)
        if self:
            text = self.env._("What had settled it was undone: open again.")
            self._message_log_batch(bodies=dict.fromkeys(self.ids, text))
            (self - decided)._remind_processors()
