from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

KEY = "collections_contact_id"  # of the context: the contact whose dialog is being answered


class CollectionsContactOrigin(models.AbstractModel):
    """What may have been agreed in a contact. Grain: that of the concrete model, which has an ``account_id``.

    The contact is told by the context in which the dialog opens that it asks for (``collections.contact._ask``); it
    is neither chosen nor changed later.
    """

    _name = "collections.contact.origin"
    _description = "Agreed in a Contact"

    from_contact_id = fields.Many2one(
        "collections.contact",
        string="Agreed in Contact",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Link what is made with the contact of the context.

        :raise AccessError: when the user may not read it
        :raise UserError: when it was with another customer
        """
        contact = self._contact_of_context()
        records = super().create(vals_list)
        if contact:
            records._check_origin(contact)
            records.sudo().from_contact_id = contact
        return records

    def _has_field_access(self, field, operation):
        """Nobody names a contact himself."""
        allowed = super()._has_field_access(field, operation)
        return allowed and (operation == "read" or self.env.su or field.name != "from_contact_id")

    @api.model
    def _contact_of_context(self):
        contact = self.env["collections.contact"].browse(self.env.context.get(KEY)).sudo(False)
        if contact:  # departments and accountants, who see no contacts, record disputes as well
            contact.check_access("read")
        return contact

    def _check_origin(self, contact):
        if self.sudo().account_id - contact.sudo().account_id:
            raise UserError(
                self.env._("“%s” was a contact with another customer: log one with this one.", contact.display_name)
            )


class CollectionsPromise(models.Model):
    _name = "collections.promise"
    _inherit = ["collections.promise", "collections.contact.origin"]

    def _follower(self):
        return self.env._(
            "Promise of %(amount)s for %(day)s",
            amount=format_amount(self.env, self.amount, self.currency_id),
            day=format_date(self.env, self.date),
        )


class CollectionsPlan(models.Model):
    _name = "collections.plan"
    _inherit = ["collections.plan", "collections.contact.origin"]


class CollectionsDispute(models.Model):
    _name = "collections.dispute"
    _inherit = ["collections.dispute", "collections.contact.origin"]


class CollectionsHold(models.Model):
    _name = "collections.hold"
    _inherit = ["collections.hold", "collections.contact.origin"]

    def _follower(self):
        what = self.item_name or self.env._("the customer")
        if not self.date_to:
            return self.env._("Hold of %s", what)
        return self.env._("Hold of %(what)s until %(day)s", what=what, day=format_date(self.env, self.date_to))


class CollectionsContact(models.Model):
    """What followed from a contact, in short."""

    _inherit = "collections.contact"

    promise_ids = fields.One2many("collections.promise", "from_contact_id", string="Promises", readonly=True)
    plan_ids = fields.One2many("collections.plan", "from_contact_id", string="Plans", readonly=True)
    dispute_ids = fields.One2many("collections.dispute", "from_contact_id", string="Disputes", readonly=True)
    hold_ids = fields.One2many("collections.hold", "from_contact_id", string="Holds", readonly=True)

    def _followers(self):
        return [
            *super()._followers(),
            *(each._follower() for each in self.promise_ids),
            *(self.env._("Plan %s", each.display_name) for each in self.plan_ids),
            *(self.env._("Dispute %s", each.name) for each in self.dispute_ids),
            *(each._follower() for each in self.hold_ids),
        ]
