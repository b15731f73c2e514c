from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = [
    ("dunning", "Dunning"),
    ("escalation", "Escalation"),
    ("dispute", "Disputes"),
    ("legal", "Legal"),
]
CHANNELS = [
    ("any", "Any"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("text", "Text Message"),
    ("letter", "Letter"),
]
# what a partner must have to be reached by a channel
REACHED_BY = {"email": "email", "phone": "phone", "text": "phone", "letter": "street"}
FALLBACK_TYPES = ("collections", "invoice")


class CollectionsAccountContact(models.Model):
    """Whom to turn to in which matter (A12). Grain: one person for one role of one account.

    A person of the customer or an outsider (a lawyer, an accountant). Language and time zone are those of the person.
    """

    _name = "collections.account.contact"
    _description = "Contact of a Collection Account"
    _order = "account_id, role, sequence, id"
    _rec_name = "partner_id"

    account_id = fields.Many2one(
        "collections.account", string="Customer", required=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(related="account_id.partner_id", string="Company of the Customer")
    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index="btree_not_null", ondelete="cascade"
    )
    role = fields.Selection(ROLES, required=True, default="dunning")
    channel = fields.Selection(CHANNELS, required=True, default="any", help="Contact this person this way only.")
    sequence = fields.Integer(default=10)
    note = fields.Char()
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.collections_phone", string="Phone")
    lang = fields.Selection(related="partner_id.lang")
    local_time = fields.Char(compute="_compute_local_time", help="What time it is there now.")

    _once = models.UniqueIndex(
        "(account_id, partner_id, role, channel)", "This person already has this role for this way of contact."
    )

    @api.depends("partner_id.tz", "partner_id.phone", "partner_id.country_id")
    def _compute_local_time(self):
        for contact in self:
            contact.local_time = contact.partner_id._collections_local_time()

    @api.constrains("account_id", "partner_id")
    def _check_partner_company(self):
        for contact in self:
            company = contact.partner_id.sudo().company_id
            if company and company.root_id != contact.account_id.sudo().company_id:
                raise ValidationError(
                    self.env._("“%s” is a contact of another company.", contact.partner_id.display_name)
                )

    # ----------------------------------------------------------------------------------------------------------- write
    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._log(self.env._("Contact added"))
        return contacts

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # nobody carries a contact to a customer of others
        if not vals.keys() <= {"sequence", "account_id"}:
            self._log(self.env._("Contact changed"))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_log(self):
        self._log(self.env._("Contact removed"))

    def _log(self, what):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for contact in self:
            body = f"{what}: {contact.partner_id.display_name} ({roles[contact.role]})"
            contact.account_id.sudo()._message_log(body=body)

    def action_edit(self):
        """Open the contact for changes."""
        self.ensure_one()
        self.check_access("write")
        return self._get_records_action(
            target="new", views=[(self.env.ref("collections_mgmt.collections_account_contact_view_form").id, "form")]
        )

    def action_remove(self):
        """Take the contact off the account; the person stays where he is."""
        self.unlink()


class CollectionsAccount(models.Model):
    """Whom to turn to: the contact of the role, else the collections or invoice address, else the customer."""

    _inherit = "collections.account"

    contact_ids = fields.One2many("collections.account.contact", "account_id", string="Contacts by Role")
    contact_overview = fields.Html(
        compute="_compute_contact_overview", sanitize=False, help="Whom a letter, an e-mail or a call would go to."
    )

    def _own_people(self):
        """Everybody one may talk with about this customer: by role, the customer himself, those of his contacts."""
        self.ensure_one()
        by_role = self.contact_ids.partner_id.filtered("active")
        own = self.env["res.partner"].search([("commercial_partner_id", "=", self.partner_id.id)], order="id")
        return by_role | self.partner_id | own

    def _check_own_person(self, person):
        """:raise ValidationError: when one does not talk with this person about this customer"""
        if person not in self._own_people():
            raise ValidationError(
                self.env._(
                    "“%(person)s” is neither of “%(customer)s” nor one of its contacts by role: add the person there "
                    "first.",
                    person=person.display_name,
                    customer=self.display_name,
                )
            )

    def _check_spoken_with(self, person):
        """The same of what is recorded about a person.

        :raise ValidationError: also when he is a contact of another company
        """
        company = person.company_id
        if company and company.root_id != self.company_id:
            raise ValidationError(self.env._("“%s” is a contact of another company.", person.display_name))
        self._check_own_person(person)

    def _contact_for(self, role, channel=None):
        """Whom to turn to in the matter of ``role``.

        :param role: key of ``ROLES``
        :param channel: key of ``CHANNELS``, or None when it does not matter
        :return: res.partner, one; who cannot be reached by the channel is passed over for the next of the chain, and
            when nobody can be reached it is the first of the chain: its missing address shows
        """
        self.ensure_one()
        return self._contacts_for(role, channel)[self]

    def _contacts_for(self, role, channel=None):
        """``_contact_for`` of many accounts, as dict account -> res.partner, in a constant number of statements."""
        chosen = self._contacts_by_role()
        addresses = self._fallback_addresses()
        return {account: account._first_reached(chosen, addresses, role, channel) for account in self}

    def _first_reached(self, chosen, addresses, role, channel):
        chain = [
            contact.partner_id
            for contact in chosen.get((self, role), ())
            if channel is None or contact.channel in ("any", channel)
        ]
        chain += [*addresses.get(self.partner_id, ()), self.partner_id]
        needed = REACHED_BY.get(channel)
        return next((partner for partner in chain if not needed or partner[needed]), chain[0])

    def _contacts_by_role(self):
        """(account, role) -> its contacts; one for just this channel or person first, by sequence."""
        contacts = self.contact_ids.filtered("partner_id.active").sorted(lambda contact: (contact.sequence, contact.id))
        return contacts.grouped(lambda contact: (contact.account_id, contact.role))

    def _fallback_addresses(self):
        """Customer -> its collections and invoice addresses, in this order."""
        partners = self.env["res.partner"].search(
            [("commercial_partner_id", "in", self.partner_id.ids), ("type", "in", FALLBACK_TYPES)], order="id"
        )
        partners = partners.filtered(lambda partner: partner != partner.commercial_partner_id)
        partners = partners.sorted(lambda partner: FALLBACK_TYPES.index(partner.type))
        return partners.grouped("commercial_partner_id")

    def _merge_into(self, kept):
        """Before they are moved: whom both accounts name for the same stays named once."""
        contacts = self.env["collections.account.contact"].sudo().search([("account_id", "in", (self | kept).ids)])
        contacts = contacts.sorted(lambda contact: (contact.account_id != kept, contact.sequence, contact.id))
        for same in contacts.grouped(lambda each: (each.partner_id, each.role, each.channel)).values():
            same[1:].unlink()
        return super()._merge_into(kept)

    # ---------------------------------------------------------------------------------------------------------- screen
    @api.depends("contact_ids.partner_id", "contact_ids.role", "contact_ids.channel", "contact_ids.sequence")
    @api.depends_context("lang")
    def _compute_contact_overview(self):
        """A row per role: whom an e-mail, a call and a letter would go to now."""
        roles = self.env["collections.account.contact"]._fields["role"]._description_selection(self.env)
        chosen, addresses = self._contacts_by_role(), self._fallback_addresses()
        for account in self:
            rows = []
            for role, label in roles:
                own = {contact.partner_id for contact in chosen.get((account, role), ())}
                cells = []
                for channel in ("email", "phone", "letter"):
                    partner = account._first_reached(chosen, addresses, role, channel)
                    cells.append(
                        {"partner": partner, "own": partner in own, "where": partner._collections_where(channel)}
                    )
                rows.append({"role": label, "cells": cells})
            account.contact_overview = self.env["ir.qweb"]._render(
                "collections_mgmt.collections_contact_overview", {"rows": rows}
            )

    def action_add_contact(self):
        """Ask for a contact of this customer."""
        return self._steering_action("collections_mgmt.collections_account_contact_action_new")
