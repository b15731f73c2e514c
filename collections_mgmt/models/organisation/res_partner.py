from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as number_timezone

from odoo import api, fields, models


class ResPartner(models.Model):
    """How and when a contact is reached."""

    _inherit = "res.partner"

    type = fields.Selection(selection_add=[("collections", "Collections")], ondelete={"collections": "set default"})

    @api.ondelete(at_uninstall=True)
    def _unlink_accounts(self):
        """Its account goes with a contact, and by the ORM: so does what refers to it without a foreign key."""
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        accounts.search([("partner_id", "in", self.ids)]).unlink()

    def _collections_phone(self):
        """The phone number as it is dialled from anywhere; as it was typed when it cannot be read."""
        if not self.phone:
            return False
        return self._phone_format(fname="phone", force_format="INTERNATIONAL") or self.phone

    def _collections_where(self, channel):
        """Where a channel reaches the partner, empty when it does not."""
        if channel == "email":
            return self.email or ""
        if channel == "letter":
            return ", ".join(filter(None, [self.street, self.zip, self.city])) if self.street else ""
        return self._collections_phone() or ""

    def _collections_local_time(self):
        """The time there now, by the time zone of the contact, else of its phone number; False when unknown."""
        name = self.tz or self._collections_zone_of_number()
        if not name:
            return False
        place = name.rpartition("/")[2].replace("_", " ")
        return f"{datetime.now(ZoneInfo(name)):%H:%M} {place}"

    def _collections_zone_of_number(self):
        """The time zone of the phone number, when it lies in one only."""
        if not self.phone:
            return False
        try:
            number = phonenumbers.parse(self.phone, self.country_id.code or None)
        except phonenumbers.NumberParseException:
            return False
        zones = number_timezone.time_zones_for_number(number)
        return zones[0] if len(zones) == 1 and zones[0] != "Etc/Unknown" else False
