from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ResCompany(models.Model):
    _inherit = "res.company"

    collections_plan_interest_product_id = fields.Many2one(
        "product.product",
        string="Product of Plan Interest",
        ondelete="restrict",
        help="With a product, the interest of a plan is booked as a debit note to the customer once the plan is in "
        "force, on the income account of the product, and paid with the instalments. Without one, nothing is booked.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    collections_plan_interest_product_id = fields.Many2one(
        related="company_id.root_id.collections_plan_interest_product_id", readonly=False
    )


class CollectionsPlan(models.Model):
    """The interest of a plan as a document of its own (G4): booked with the plan, taken back with it.

    It is due with the last instalment: interest not yet earned is not accelerated when the plan is in default.
    """

    _inherit = "collections.plan"

    interest_move_id = fields.Many2one(
        "account.move", string="Debit Note of the Interest", readonly=True, ondelete="set null", copy=False
    )

    def _book_interest(self):
        """Book the interest where the company wants it, and put it among the items of the plan."""
        for plan in self:
            product = plan.company_id.collections_plan_interest_product_id
            if not product or plan.currency_id.is_zero(plan.interest):
                continue
            move = self.env["account.move"].with_company(plan.company_id).create(plan._prepare_interest_vals(product))
            if plan.currency_id.compare_amounts(move.amount_total, plan.interest):
                raise UserError(
                    self.env._(
                        "“%s” bears taxes, so the debit note is not the interest that was agreed: choose a product "
                        "without taxes in the settings.",
                        product.display_name,
                    )
                )
            move._post(soft=False)
            plan._add_interest_item(move)

    def _prepare_interest_vals(self, product):
        return {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.started_on,
            "invoice_payment_term_id": False,
            "invoice_date_due": self.last_date,
            "invoice_origin": self.display_name,
            "invoice_user_id": False,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": self.env._("Interest of plan %s", self.display_name),
                        "quantity": 1,
                        "price_unit": self.interest,
                    }
                )
            ],
        }

    def _add_interest_item(self, move):
        """Its receivable is paid with the instalments."""
        receivable = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.interest_move_id = move
        self.env["collections.plan.item"].create(
            {"plan_id": self.id, "line_id": receivable.id, "amount": self.interest, "is_interest": True}
        )

    def _release_interest(self):
        """Take back debit notes of which nothing is paid; what is paid in part stays, and is chased like the rest."""
        for plan in self.filtered("interest_move_id"):
            move = plan.interest_move_id
            if move.state == "posted" and not plan.currency_id.compare_amounts(move.amount_residual, move.amount_total):
                day = plan.account_id._last_key_date()
                move._reverse_moves([{"date": day, "invoice_date": day, "ref": plan.display_name}], cancel=True)
