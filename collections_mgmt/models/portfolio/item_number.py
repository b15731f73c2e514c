from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

LOOKED_UP = ("name", "payment_reference", "ref")


class CollectionsItem(models.Model):
    """Finding open items by what stands on the paper."""

    _inherit = "collections.item"

    number = fields.Char(
        string="Number or Reference",
        compute="_compute_number",
        search="_search_number",
        help="The number of the document, the payment reference, or the reference of the customer.",
    )

    @api.depends("name", "reference")
    def _compute_number(self):
        for item in self:
            item.number = ", ".join(filter(None, [item.name, item.reference]))

    def _search_number(self, operator, value):
        """First the documents, which Odoo indexes by trigrams, then their open items.

        The other way round every open item would be read for its document: the view joins more tables than PostgreSQL
        reorders, therefore the documents are an array. Which of them the user may see is decided by the items he sees.
        """
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        found = Domain.OR(Domain(name, operator, value) for name in LOOKED_UP)
        documents = self.env["account.move"].sudo()._search(found).subselect()
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s = ANY(ARRAY(%s))", model._field_to_sql(alias, "move_id", query), documents
            )
        )
