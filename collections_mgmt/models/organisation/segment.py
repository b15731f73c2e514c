from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...queries.domain_mask import domain_mask
from ..foundation import prepared


class CollectionsSegment(models.Model):
    """A class of accounts, found by a condition. Grain: one class; the first that matches wins (A1, A10)."""

    _name = "collections.segment"
    _description = "Collection Segment"
    _inherit = ["collections.account.domain", "mail.thread", "collections.referred"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", domain="[('parent_id', '=', False)]", help="Empty: for all companies.")
    domain = fields.Char(tracking=True)
    profile_id = fields.Many2one(
        "collections.profile",
        tracking=True,
        ondelete="restrict",
        help="Without a profile the customers of this segment do not take part in collections.",
    )
    group_id = fields.Many2one(
        "collections.group",
        tracking=True,
        ondelete="restrict",
        help="Without a group nobody collects from the customers of this segment.",
    )
    member_count = fields.Integer(
        string="In this Segment",
        compute="_compute_member_count",
        help="Customers that belong here now: those an earlier segment took are not among them.",
    )

    hidden_segments = fields.Char(
        compute="_compute_hidden_segments",
        help="Segments further down that get nobody, since this one takes everybody.",
    )

    @api.depends("takes_all", "sequence", "active", "company_id")
    def _compute_hidden_segments(self):
        segments = self.search([("active", "=", True)])
        for segment in self:
            below = segments.filtered(lambda other, above=segment: other._stands_below(above))
            hides = segment.takes_all and segment.active
            segment.hidden_segments = hides and ", ".join(below.mapped("name"))

    def _stands_below(self, above):
        """Whether it is tried after ``above``, for customers of the same company. One not saved yet is the youngest."""
        if self == above._origin or above.company_id and self.company_id != above.company_id:
            return False
        last = float("inf")
        return (self.sequence, self.id) > (above.sequence, above._origin.id or last)

    def _compute_member_count(self):
        rows = self.env["collections.account"]._read_group(
            [("segment_id", "in", self.ids)], ["segment_id"], ["__count"]
        )
        counts = {segment.id: count for segment, count in rows}
        for segment in self:
            segment.member_count = counts.get(segment.id, 0)

    @api.model
    def _judged_later(self):
        return super()._judged_later() | self._classified()

    @api.model
    def _classified(self):
        """Fields of the account that follow from its segment. Contexts add theirs."""
        return {"segment_id", "profile_id", "group_id", "home_group_id", "hold_id", "assignment_id"}

    @api.model
    def _matched(self, company, key_date, source, ids=None):
        """SQL: the accounts of ``source``, all of ``company`` (a root company), with their first segment that matches.

        :return: ``SELECT`` of all columns and ``matched_segment_id``, NULL where none matches
        """
        segment_ids, conditions = self._conditions(company)
        accounts = self.env["collections.account"].sudo()._asking(company, key_date)
        return prepared.kept(
            self.env,
            (self._name, company.id, accounts._surroundings(), key_date, repr(source), *segment_ids, *conditions),
            lambda: self._first_of(accounts, segment_ids, conditions, company, key_date, source, ids),
            lambda: self._last(conditions),
        )

    @api.model
    def _conditions(self, company):
        """Ids of the segments of ``company``, first to last, and their conditions."""
        found = self.env["collections.account"]._answer(self._in_order, company) or []
        return [segment_id for segment_id, _domain in found], [domain for _id, domain in found]

    @api.model
    def _in_order(self, company):
        """SQL: pairs of id and condition, first to last."""
        return SQL(
            "SELECT json_agg(json_build_array(id, domain) ORDER BY sequence, id) FROM collections_segment"
            " WHERE active AND (company_id = %s OR company_id IS NULL)",
            company.id,
            to_flush=[self._fields[name] for name in ("active", "company_id", "domain", "sequence")],
        )

    @api.model
    def _first_of(self, accounts, segment_ids, conditions, company, key_date, source, ids):
        """The same of segments and their conditions."""
        domains = map(self._as_domain, conditions)
        related = accounts._judged_relations(company, key_date, ids)
        query, mask = domain_mask(accounts, domains, source, related)
        position = SQL("(%s::int[])[NULLIF(position('1' IN %s), 0)]", segment_ids, mask)
        everything = SQL("%s.*", SQL.identifier(accounts._table))
        return query.select(everything, SQL("%s AS matched_segment_id", position))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_customers(self):
        """Customers point to their segment without a foreign key: those who lost it would drop out unnoticed."""
        accounts = self.env["collections.account"].sudo().with_context(active_test=False)
        for segment, count in accounts._read_group([("segment_id", "in", self.ids)], ["segment_id"], ["__count"]):
            raise UserError(
                self.env._(
                    "“%(name)s” is in use: customers in it: %(count)s. Archive it instead: the next run then puts "
                    "them into the next segment whose condition holds.",
                    name=segment.display_name,
                    count=count,
                )
            )

    def action_view_members(self):
        """Show the customers that belong to this segment now."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_account_action")
        action.update(domain=[("segment_id", "=", self.id)], context={}, display_name=self.name)
        return action

    def action_classify(self):
        """Put the customers into their segments now, instead of with the next run."""
        self.check_access("write")
        self.env["collections.account"]._classify_companies()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
