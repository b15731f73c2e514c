from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import timezone as number_timezone
from pytz import country_timezones

from odoo import api, fields, models

from odoo.addons.phone_validation.tools import phone_validation


class ResPartner(models.Model):
    """How and when a contact is reached."""

    _inherit = "res.partner"

    type = fields.Selection(selection_add=[("collections", "Collections")], ondelete={"collections": "set default"})
    collections_phone = fields.Char(
        string="Number to Dial", compute="_compute_collections_phone", search="_search_collections_phone"
    )

    @api.ondelete(at_uninstall=True)
    def _unlink_accounts(self):
        """Its account goes with a contact, and by the ORM: so does what refers to it without a foreign key."""
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        accounts.search([("partner_id", "in", self.ids)]).unlink()

    @api.depends("phone", "country_id")
    def _compute_collections_phone(self):
        for partner in self:
            partner.collections_phone = partner._collections_phone()

    @api.model
    def _search_collections_phone(self, operator, value):
        return [("phone", operator, value)]

    def _collections_phone(self):
        """The phone number as it is dialled from anywhere; as it was typed when it cannot be read."""
        if not self.phone:
            return False
        country = self._phone_get_country().get(self.id) or self.env.company.country_id
        return _as_dialled(self.phone, country.code, country.phone_code)

    def _collections_where(self, channel):
        """Where a channel reaches the partner, empty when it does not."""
        if channel == "email":
            return self.email or ""
        if channel == "letter":
            return ", ".join(filter(None, [self.street, self.zip, self.city])) if self.street else ""
        return self._collections_phone() or ""

    def _collections_local_time(self):
        """The time there now, by the phone number of the contact, else by its time zone; False when unknown.

        The number comes first: Odoo gives each new contact the time zone of whoever entered it.
        """
        zones = self._collections_zones_of_number()
        name = self.tz if self.tz in zones or not zones else _one_clock(zones)
        if not name:
            return False
        place = name.rpartition("/")[2].replace("_", " ")
        return f"{datetime.now(ZoneInfo(name)):%H:%M} {place}"

    def _collections_zones_of_number(self):
        """The time zones the phone number may lie in, that of the capital first; empty when it says nothing."""
        try:
            number = phonenumbers.parse(self.phone or "", self.country_id.code or None)
        except phonenumbers.NumberParseException:
            return []
        zones = [zone for zone in number_timezone.time_zones_for_number(number) if zone != "Etc/Unknown"]
        usual = country_timezones.get(phonenumbers.region_code_for_number(number), ())
        return sorted(zones, key=lambda zone: zone not in usual)


def _one_clock(zones):
    """The first of the zones when all show the same time now, else False."""
    now = datetime.now(UTC)
    return zones[0] if len({now.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones}) == 1 else False


@lru_cache(maxsize=10_000)  # a list shows eighty at a time; to read them takes a sixth of the time of the page
def _as_dialled(number, country_code, country_phone_code):
    return phone_validation.phone_format(
        number, country_code, country_phone_code, force_format="INTERNATIONAL", raise_exception=False
    )
