import phonenumbers

from odoo import api, fields, models

SHOWN = 6
CALLABLE_HOURS = range(8, 20)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _collections_dial(self):
        """The number for a ``tel:`` link, False when it cannot be read."""
        try:
            number = phonenumbers.parse(self.phone or "", self.country_id.code or None)
        except phonenumbers.NumberParseException:
            return False
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _collections_person(self):
        """What the screen shows of a person."""
        self.ensure_one()
        local_time = self._collections_local_time() or ""
        return {
            "id": self.id,
            "name": self.name or self.display_name,
            "function": self.function or "",
            "phone": self._collections_phone() or "",
            "dial": self._collections_dial() or "",
            "email": self.email or "",
            "local_time": local_time,
            "asleep": bool(local_time) and int(local_time[:2]) not in CALLABLE_HOURS,
        }


class CollectionsAccount(models.Model):
    """The people to call: who is turned to first, those with a role, and the others of the customer."""

    _inherit = "collections.account"

    people = fields.Json(compute="_compute_people", help="Whom to call, with the time there now.")

    @api.depends("contact_ids.partner_id", "contact_ids.role", "partner_id")
    @api.depends_context("lang")
    def _compute_people(self):
        roles = dict(self.env["collections.account.contact"]._fields["role"]._description_selection(self.env))
        for account in self:
            by_role = account.contact_ids.grouped("partner_id")
            account.people = [
                {**each._collections_person(), "roles": [roles[role.role] for role in by_role.get(each, ())]}
                for each in account._people_to_call()[:SHOWN]
            ]

    def _people_to_call(self):
        """Who can be called first: who is turned to in matters of dunning, those with a role, the others."""
        self.ensure_one()
        people = self._contact_for("dunning", "phone") | self._own_people()
        reached = people.filtered(lambda each: each.phone or each.email or each == self.partner_id)
        return reached.sorted(lambda each: not each.phone)
