"""Customers of an import: found by what identifies them, else created."""

from urllib.parse import quote

from odoo import models
from odoo.exceptions import UserError

BATCH = 500
MODULE = "__collections_import__"


class CollectionsImport(models.Model):
    _inherit = "collections.import"

    def _find_or_create_customers(self, customers):
        """The partner of every customer number. Nothing is changed on a customer who exists already.

        :param customers: ``Customer`` by number
        :return: (partner by number, how many are new)
        """
        found = self._known_records("res.partner", "customer", customers)
        found |= self._find_by_number_or_vat([c for number, c in customers.items() if number not in found])
        new = [customer for number, customer in customers.items() if number not in found]
        countries = {country.code: country.id for country in self.env["res.country"].search([])}
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            partners = self.env["res.partner"].create([self._customer_values(c, countries) for c in batch])
            found |= {customer.number: partner for customer, partner in zip(batch, partners, strict=True)}
        self._remember("customer", found)
        return found, len(new)

    def _customer_values(self, customer, countries):
        """Values of a new customer: a company, in the scope of the company that is loaded."""
        return {
            "name": customer.name,
            "ref": customer.number,
            "is_company": True,
            "company_id": self.company_id.id,
            "email": customer.email or False,
            "phone": customer.phone or False,
            "vat": customer.vat or False,
            "country_id": countries.get(customer.country_code, False),
        }

    def _find_by_number_or_vat(self, customers):
        """Customers who are in the database already, though not by an import.

        :raise UserError: a number belongs to several partners, so nobody can say which is meant
        """
        partners = self.env["res.partner"].search(
            [
                *self.env["res.partner"]._check_company_domain(self.company_id),
                "|",
                ("ref", "in", [customer.number for customer in customers]),
                ("vat", "in", [customer.vat for customer in customers if customer.vat]),
            ]
        )
        by_ref = partners.filtered("ref").grouped("ref")
        # A partner with another number of his own is another customer of the same legal entity.
        by_vat = partners.filtered(lambda partner: partner.vat and not partner.ref).grouped("vat")
        found = {}
        for customer in customers:
            match = by_ref.get(customer.number) or (customer.vat and by_vat.get(customer.vat))
            if match and len(match) > 1:  # a company and its own contacts are one customer
                match = match.commercial_partner_id
            if match and len(match) > 1:
                raise UserError(
                    self.env._(
                        "Line %(line)s: customer number %(number)s belongs to several contacts: %(names)s.",
                        line=customer.line,
                        number=customer.number,
                        names=", ".join(match.mapped("display_name")),
                    )
                )
            if match:
                found[customer.number] = match
        return found

    # --- external identifiers: how a second import knows what the first one made ----------------------------------

    def _xmlid(self, kind, key):
        """Name of the external identifier of a customer number or a document, per company; blanks are not allowed."""
        return f"{kind}_{self.company_id.id}_{quote(key, safe='')}"

    def _known_records(self, model, kind, keys):
        """Records of earlier imports by their key, those deleted since left out."""
        names = {self._xmlid(kind, key): key for key in keys}
        ids = dict(
            self.env["ir.model.data"]._read_group(
                [("module", "=", MODULE), ("model", "=", model), ("name", "in", list(names))],
                ["name"],
                ["res_id:max"],
            )
        )
        alive = {record.id: record for record in self.env[model].browse(ids.values()).exists()}
        return {names[name]: alive[res_id] for name, res_id in ids.items() if res_id in alive}

    def _remember(self, kind, records):
        """Give the records their external identifiers, where they have none yet.

        :param records: record by key
        """
        if not records:
            return
        model = next(iter(records.values()))._name
        known = self._known_records(model, kind, records)
        self.env["ir.model.data"].create(
            [
                {
                    "module": MODULE,
                    "name": self._xmlid(kind, key),
                    "model": model,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for key, record in records.items()
                if key not in known
            ]
        )
