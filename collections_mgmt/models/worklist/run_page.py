from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsGroup(models.Model):
    _inherit = "collections.group"

    page_size = fields.Integer(
        string="Items at a Time",
        tracking=True,
        help="A specialist first sees this many open customers of his list, the most urgent ones, and gets the next by "
        "a button. 0: the whole list. Counts from the next list on.",
    )

    _page_size_not_negative = models.Constraint("CHECK(page_size >= 0)", "The items at a time cannot be negative.")


class CollectionsRun(models.Model):
    """The first page of each list (C7): what lies beyond waits until its specialist asks for it."""

    _inherit = "collections.run"

    def _written_as(self, ahead):
        """Who joins the list during the day takes nobody's page away: only what is written now may wait."""
        return {**super()._written_as(ahead), "waiting": self._beyond_page()}

    def _beyond_page(self):
        """SQL over ``account`` and ``share``: beyond the page size of its group, on the list of its specialist."""
        groups = self.env["collections.group"].sudo().with_context(active_test=False).search([("page_size", ">", 0)])
        if not groups:
            return SQL("FALSE")
        return SQL(
            """
            share.specialist_id <> 0 AND row_number() OVER (
                PARTITION BY share.specialist_id, account.group_id
                    ORDER BY account.boosted DESC, account.valuation DESC, account.to_collect DESC, account.id
            ) > CASE account.group_id %s END
            """,
            SQL(" ").join(SQL("WHEN %s THEN %s", group.id, group.page_size) for group in groups),
        )


class CollectionsWorklistItem(models.Model):
    _inherit = "collections.worklist.item"

    waiting = fields.Boolean(readonly=True, help="Beyond the first page: its specialist has not asked for it yet.")

    def _get_list_domain(self, user_id):
        return [*super()._get_list_domain(user_id), ("waiting", "=", False)]

    def _move_to(self, target, sources, **values):
        """What somebody worked, or put back, is on his page."""
        shown = {"waiting": False} if target in ("in_progress", "open") else {}
        return super()._move_to(target, sources, **shown, **values)

    @api.model
    def _has_pages(self):
        """Whether a group of the user shows its lists page by page, or one he helps does."""
        groups, items = self.env["collections.group"].sudo(), self.sudo()
        paged = [("member_ids.user_id", "=", self.env.uid), ("page_size", ">", 0)]
        return bool(groups.search_count(paged, limit=1) or items.search_count(items._get_waiting_domain(), limit=1))

    @api.model
    def _get_waiting_domain(self):
        """What the user has not asked for yet."""
        return [("specialist_id", "=", self.env.uid), ("state", "in", ("open", "in_progress")), ("waiting", "=", True)]

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._has_pages())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Who always sees his whole list needs no button for more of it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list" and not self._has_pages():
            for button in arch.xpath("//button[@name='action_get_further']"):
                button.getparent().remove(button)
        return arch, view

    def action_get_further(self):
        """The next page of the own list, group by group as long as their items are."""
        waiting = self.search(self._get_waiting_domain())
        further = self.browse()
        for group, items in waiting.grouped("group_id").items():
            further |= items[: group.sudo().page_size or len(items)]
        further.sudo().waiting = False
        if not further:
            return self._say(self.env._("Nothing more is waiting for you."))
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _say(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": message},
        }
