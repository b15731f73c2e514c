from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...queries.dispute_balance import BEFORE, before_of
from ...queries.dispute_claim import disputed_item


def _amount(label, **kwargs):
    return fields.Monetary(string=label, readonly=True, currency_field="item_currency_id", default=0, **kwargs)


class CollectionsDisputeLine(models.Model):
    """What is disputed of one open item (I2, I3). Grain: one open item in one dispute; amounts in its currency.

    ``amount`` never changes. What became of it is read from the ledger (``queries/dispute_balance.py``), so that

        amount = disputed + paid + credited + cleared + written_off        (FM15)

    holds after each payment, credit note or reversal of them.
    """

    _name = "collections.dispute.line"
    _description = "Disputed Item"
    _inherit = ["collections.item.reference"]
    _order = "item_due_date, id"
    _rec_name = "item_name"

    dispute_id = fields.Many2one("collections.dispute", required=True, readonly=True, index=True, ondelete="cascade")
    account_id = fields.Many2one(related="dispute_id.account_id", store=True, index=True)
    amount = _amount("Originally Disputed", required=True)
    disputed = _amount("Not Settled Yet", help="What nobody paid, credited or cleared, also when it was rejected.")
    claimed = _amount("Not to Be Chased", help="Still to be decided, or to be credited as decided.")
    paid = _amount("Paid")
    credited = _amount("Credited")
    cleared = _amount("Cleared Otherwise", help="By entries, or because the document is gone.")
    written_off = _amount("Written Off")
    accepted = _amount("Accepted", help="What is to be credited or written off, as decided.")
    rate = fields.Float(readonly=True, default=1, digits=0, help="Company currency for one of the item's currency.")
    before_paid = _amount("Paid Before")
    before_credited = _amount("Credited Before")
    before_written_off = _amount("Written Off Before")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "The disputed amount must be positive.")
    _item_once = models.UniqueIndex(
        "(dispute_id, line_id) WHERE line_id IS NOT NULL", "An open item can be in a dispute only once."
    )
    _of_move = models.Index("(move_id, dispute_id)")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(
            [{**vals, **dict.fromkeys(("claimed", "disputed"), vals.get("amount", 0))} for vals in vals_list]
        )
        lines._remember_before()
        return lines

    def _item_vals(self, vals):
        line = self.env["account.move.line"].browse(vals.get("line_id"))
        residual = line.amount_residual_currency if line else 0
        rate = abs(line.amount_residual / residual) if residual else 1
        return {**super()._item_vals(vals), "rate": rate}

    def _remember_before(self):
        """What was paid and credited before this was disputed does not count."""
        self.flush_recordset()
        for line_id, *amounts in self.env.execute_query(before_of(self.ids)):
            self.browse(line_id).write(dict(zip(BEFORE, amounts, strict=True)))

    @api.model
    def _disputable(self, items):
        """What can still be disputed of journal items, in their currency.

        :return: dict id -> amount, zero for what is not an open receivable
        """
        self.flush_model()
        items.flush_model(["amount_residual_currency", "parent_state", "reconciled"])
        return dict(self.env.execute_query(self._disputable_query(items.ids)))

    @api.model
    def _disputable_query(self, ids):
        return SQL(
            """
            SELECT line.id,
                   CASE WHEN line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
                         AND ledger.account_type = 'asset_receivable'
                        THEN GREATEST(0, line.amount_residual_currency - COALESCE(claim.total, 0)) ELSE 0 END
              FROM account_move_line line
              JOIN account_account ledger ON ledger.id = line.account_id
              LEFT JOIN (%(claims)s) AS claim ON claim.line_id = line.id
             WHERE line.id = ANY(%(ids)s)
            """,
            claims=disputed_item(SQL("line.id = ANY(%s)", ids)),
            ids=ids,
        )

    def action_print(self):
        """The document as PDF, also for who has no right in accounting: as a file of the dispute."""
        self.ensure_one()
        self.check_access("read")
        line = self.sudo()
        if not line.move_id.is_sale_document(include_receipts=True):
            raise UserError(self.env._("%s is no invoice: there is nothing to print.", line.item_name))
        document = line.move_id._get_invoice_legal_documents("pdf", allow_fallback=True)
        files = line.env["ir.attachment"]
        owner = {"name": document["filename"], "res_model": "collections.dispute", "res_id": line.dispute_id.id}
        known = files.search([(name, "=", value) for name, value in owner.items()], limit=1)
        file = known or files.create({**owner, "raw": document["content"], "mimetype": "application/pdf"})
        return {"type": "ir.actions.act_url", "url": f"/web/content/{file.id}?download=true", "target": "download"}
