from odoo import api, fields, models
from odoo.tools import SQL


class CollectionsTeamLoad(models.Model):
    """Who has how much to do (D1). Grain: one company x group x specialist (or nobody) of the lists in use.

    Amounts in company currency. Members without an item are there, too. ``workload`` compares what is left to do,
    relative to capacity, with the busiest of the group (100).
    """

    _name = "collections.team.load"
    _description = "Load of the Team"
    _auto = False
    _order = "company_id, group_id, workload desc, id"
    _rec_name = "specialist_id"
    _depends = {
        "collections.worklist.item": [
            "company_id", "group_id", "specialist_id", "state", "to_collect", "oldest_days", "key_date", "run_id",
        ],
        "collections.run": ["company_id", "key_date", "state"],
        "collections.group.member": ["group_id", "user_id", "capacity"],
    }  # fmt: skip

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_id = fields.Many2one("collections.group", readonly=True)
    specialist_id = fields.Many2one("res.users", readonly=True)
    open_count = fields.Integer(string="Open", readonly=True)
    in_progress_count = fields.Integer(string="In Progress", readonly=True)
    done_count = fields.Integer(string="Done", readonly=True)
    to_do_count = fields.Integer(string="To Do", readonly=True, help="Open or in progress.")
    to_collect = fields.Monetary(readonly=True, help="Of the customers to do.")
    done_amount = fields.Monetary(string="Worked", readonly=True, help="Amount to collect of the customers done.")
    average_days = fields.Float(
        string="Average Age", readonly=True, digits=(16, 0), aggregator="avg",
        help="Days overdue of the oldest item, on average of the customers to do.",
    )  # fmt: skip
    oldest_days = fields.Integer(
        string="Oldest Untouched", readonly=True, aggregator="max",
        help="Days overdue of the oldest customer nobody has taken in work.",
    )  # fmt: skip
    done_share = fields.Float(string="Done %", readonly=True, digits=(16, 0), aggregator="avg")
    capacity = fields.Float(string="Capacity %", readonly=True, digits=(16, 0))
    capacity_share = fields.Float(
        string="Share of Capacity %", readonly=True, digits=(16, 0), help="Of the capacity of the group."
    )
    load_share = fields.Float(string="Share of To Do %", readonly=True, digits=(16, 0), help="Of what the group has.")
    workload = fields.Float(
        readonly=True, digits=(16, 0), aggregator="avg",
        help="What is left to do, relative to capacity, beside the busiest of the group (100).",
    )  # fmt: skip

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (load.company_id::bigint * 10000 + load.group_id) * 1000000 + COALESCE(load.specialist_id, 0) AS id,
                   load.*,
                   100.0 * done_count / NULLIF(done_count + to_do_count, 0) AS done_share,
                   100.0 * capacity / NULLIF(SUM(capacity) OVER team, 0) AS capacity_share,
                   100.0 * to_do_count / NULLIF(SUM(to_do_count) OVER team, 0) AS load_share,
                   100.0 * to_do_count / %(per_capacity)s
                         / NULLIF(MAX(to_do_count / %(per_capacity)s) OVER team, 0) AS workload
              FROM (%(load)s) AS load
            WINDOW team AS (PARTITION BY company_id, group_id)
            """,
            load=self._load(),
            # somebody who works without a share of his own is measured as a full one
            per_capacity=SQL("COALESCE(NULLIF(capacity, 0), 100)"),
        )

    @api.model
    def _load(self):
        """SQL: counts and amounts per company, group and specialist; members without an item count zero."""
        return SQL(
            """
            SELECT COALESCE(done.company_id, member.company_id) AS company_id,
                   COALESCE(done.group_id, member.group_id) AS group_id,
                   COALESCE(done.specialist_id, member.user_id) AS specialist_id,
                   COALESCE(open_count, 0) AS open_count,
                   COALESCE(in_progress_count, 0) AS in_progress_count,
                   COALESCE(open_count + in_progress_count, 0) AS to_do_count,
                   COALESCE(done_count, 0) AS done_count,
                   COALESCE(to_collect, 0) AS to_collect,
                   COALESCE(done_amount, 0) AS done_amount,
                   average_days, oldest_days,
                   COALESCE(member.capacity, 0) AS capacity
              FROM (%(done)s) AS done
              FULL JOIN (
                   SELECT team.company_id, member.group_id, member.user_id, member.capacity
                     FROM collections_group_member member
                     JOIN res_users person ON person.id = member.user_id AND person.active
                     JOIN (SELECT DISTINCT company_id, group_id FROM (%(items)s) AS listed) AS team
                       ON team.group_id = member.group_id) AS member
                ON member.company_id = done.company_id AND member.group_id = done.group_id
               AND member.user_id = done.specialist_id
            """,
            done=self._done(),
            items=self._items(),
        )

    @api.model
    def _done(self):
        return SQL(
            """
            SELECT company_id, group_id, specialist_id,
                   COUNT(*) FILTER (WHERE state = 'open') AS open_count,
                   COUNT(*) FILTER (WHERE state = 'in_progress') AS in_progress_count,
                   COUNT(*) FILTER (WHERE state = 'completed') AS done_count,
                   SUM(to_collect) FILTER (WHERE state IN ('open', 'in_progress')) AS to_collect,
                   SUM(to_collect) FILTER (WHERE state = 'completed') AS done_amount,
                   AVG(oldest_days) FILTER (WHERE state IN ('open', 'in_progress')) AS average_days,
                   MAX(oldest_days) FILTER (WHERE state IN ('open', 'in_progress')) AS oldest_days
              FROM (%s) AS listed GROUP BY company_id, group_id, specialist_id
            """,
            self._items(),
        )

    @api.model
    def _counted(self):
        """Domain of the items that count: of the lists in use, without customers who left them during the day."""
        return [("in_use", "=", True), ("state", "in", ("open", "in_progress", "completed"))]

    @api.model
    def _items(self):
        """SQL: the items that count, by the same domain as the list that a click opens."""
        items = self.env["collections.worklist.item"]
        domain = [*self._counted(), ("group_id", "!=", False)]
        query = items._search(domain, bypass_access=True)
        names = ("company_id", "group_id", "specialist_id", "state", "to_collect", "oldest_days")
        return query.select(*(items._field_to_sql(items._table, name, query) for name in names))

    # ---------------------------------------------------------------------------------------------------------- actions
    def action_view_items(self):
        """The items behind the figures."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_worklist_item_action_all")
        action.update(
            domain=[
                *self._counted(),
                ("company_id", "=", self.company_id.id),
                ("group_id", "=", self.group_id.id),
                ("specialist_id", "=", self.specialist_id.id),
            ],
            context={"search_default_to_do": 1} if self.to_do_count else {},
            display_name=self.specialist_id.name or self.env._("Without Specialist"),
        )
        return action

    def action_reassign(self):
        """Ask who takes over the customers of this person in this group."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_mass_action_action_reassign")
        action["context"] = {
            "default_kind": "reassign",
            "default_from_id": self.specialist_id.id,
            "default_group_ids": self.group_id.ids,
        }
        if not self.specialist_id:
            nobody = [("specialist_id", "=", False), ("state", "=", "open")]
            action["context"]["default_domain"] = str([("worklist_item_ids", "any", nobody)])
        return action
