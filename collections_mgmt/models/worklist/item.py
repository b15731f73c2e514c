from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...queries.list_place import list_place
from ..foundation.unchecked_reference import UncheckedReference
from ..strategy.account import VERDICTS
from .item_state import STATES, WORKING, ItemState

# why a customer left the list of the day, beside the verdicts of the valuation
LEFT = [("moved", "Another group collects now"), *VERDICTS]


PASSED = "collections_passed_ids"  # of the context: customers before the one on screen, of those WALKS brought there
WALKS = "collections_walks"


class CollectionsWorklistItem(models.Model):
    """A customer to work today. Grain: one account in one run; a snapshot of its figures with the reasons (C4, C6)."""

    _name = "collections.worklist.item"
    _description = "Work-List Item"
    _inherit = ["collections.score", "collections.state.door"]
    _order = "boosted desc, valuation desc, to_collect desc, id"
    _rec_name = "account_id"

    # without indexes of their own: by account there is `_account_once`, by run `_of_run`, by specialist `_in_work`
    run_id = UncheckedReference("collections.run", required=True, readonly=True, ondelete="cascade")
    account_id = UncheckedReference(
        "collections.account", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    company_id = UncheckedReference("res.company", required=True, readonly=True)  # that of the account
    currency_id = fields.Many2one(related="company_id.currency_id")
    key_date = fields.Date(required=True, readonly=True)
    state = ItemState(STATES, required=True, default="open", readonly=True)
    group_id = UncheckedReference("collections.group", readonly=True)
    specialist_id = UncheckedReference("res.users", readonly=True)
    original_specialist_id = UncheckedReference(
        "res.users", string="Stands in for", readonly=True, help="The absent specialist."
    )
    segment_id = UncheckedReference("collections.segment", readonly=True)
    to_collect = fields.Monetary(readonly=True)
    overdue = fields.Monetary(readonly=True)
    balance = fields.Monetary(readonly=True)
    credits = fields.Monetary(string="Open Credits", readonly=True)
    oldest_days = fields.Integer(string="Oldest (days)", readonly=True, aggregator="max")
    started_at = fields.Datetime(string="In Work since", readonly=True)
    left_because = fields.Selection(
        LEFT, string="Left the List", readonly=True, help="Why the customer left the list during the day."
    )
    completed_at = fields.Datetime(readonly=True)
    completed_by_id = UncheckedReference("res.users", readonly=True)
    create_uid = UncheckedReference("res.users", string="Created by", readonly=True)
    write_uid = UncheckedReference("res.users", string="Last Updated by", readonly=True)
    in_use = fields.Boolean(
        string="On the List in Use",
        compute="_compute_in_use",
        search="_search_in_use",
        help="On the current list, still in work from an earlier one, or done on an earlier one of the same day.",
    )
    email = fields.Char(related="account_id.email")
    phone = fields.Char(related="account_id.phone")
    country_id = fields.Many2one(related="account_id.country_id")
    behaviour = fields.Selection(related="account_id.behaviour", help="As it is now, by the facts of the customer.")

    _account_once = models.UniqueIndex("(account_id, run_id)", "An account stands once on a list.")
    _of_run = models.Index("USING brin (run_id)")  # the items of a run lie together
    # most items are history: what lives, and what was worked of late, is found without it, and what lives is counted
    # without the items. A list is sorted when it is read: what is urgent today comes first whatever its figures, and to
    # keep the order takes longer than the item
    _in_work = models.Index(
        "(run_id, specialist_id) INCLUDE (company_id, group_id, state, waiting)"
        " WHERE state IN ('open', 'planned', 'in_progress')"
    )
    _begun = models.Index("(run_id) WHERE state = 'in_progress'")  # from whatever list
    _worked = models.Index("(company_id, state, completed_at) WHERE state IN ('in_progress', 'completed')")

    def init(self):
        """To PostgreSQL the items of a night are a small part of those of three months, but they are what people
        count.
        """
        self.env.cr.execute(
            SQL("ALTER TABLE %s SET (autovacuum_vacuum_insert_scale_factor = 0.01)", SQL.identifier(self._table))
        )
        return super().init()

    @api.model
    def _snapshot_columns(self):
        """Columns taken over from the account when the item is made."""
        return [
            "segment_id",
            "to_collect",
            "overdue",
            "balance",
            "credits",
            "oldest_days",
            "version_id",
            "rule_mask",
            "points",
            "valuation",
            "priority",
            "boosted",
            "override_id",
        ]

    @api.model
    def _snapshot(self, key_date):
        """Column taken over -> SQL of it over ``account``, the days as of ``key_date``."""
        aged = self.env["collections.account"]._aged_columns(key_date)
        return {name: aged.get(name, SQL.identifier("account", name)) for name in self._snapshot_columns()}

    @api.model
    def _get_my_domain(self):
        """What "my work list" means, for the list, its counter and the next item."""
        return self._get_list_domain(self.env.uid)

    @api.model
    def _get_list_domain(self, user_id):
        """What the list of a specialist holds still to be worked."""
        return [("specialist_id", "=", user_id), ("state", "in", WORKING)]

    @api.model
    def _my_places(self, accounts):
        """Account id -> (its place on the list of the user, how many are left there), of those that stand on it."""
        self.flush_model(["account_id", "boosted", "valuation", "to_collect"])
        rows = self.env.execute_query(list_place(self._search(self._get_my_domain()), accounts.ids))
        return {account_id: (place, left) for account_id, place, left in rows}

    @api.model
    def _get_in_use_domain(self):
        """What "the lists in use" are: the current ones, what is still in work from earlier ones, and what was done
        on an earlier one of the same day, which a new list does not hold again.
        """
        return Domain.custom(to_sql=self._in_use_sql, predicate=lambda item: item.in_use)

    @api.model
    def _in_use_sql(self, _model, alias, _query):
        """The runs are arrays, so that items are found by index, and no question of their own."""
        run = self.env["collections.run"]._fields
        return SQL(
            """
            (%(item)s.state = 'in_progress'
             OR %(item)s.run_id = ANY(ARRAY(SELECT id FROM collections_run WHERE state = 'current'))
             OR %(item)s.state = 'completed' AND %(item)s.run_id = ANY(ARRAY(
                    SELECT earlier.id
                      FROM collections_run earlier
                      JOIN collections_run latest USING (company_id, key_date)
                     WHERE latest.state = 'current')))
            """,
            item=SQL.identifier(alias),
            to_flush=[
                self._fields["state"],
                self._fields["run_id"],
                *map(run.get, ("state", "company_id", "key_date")),
            ],
        )

    @api.depends("run_id.state", "state")
    def _compute_in_use(self):
        current = (
            self.env["collections.run"].sudo().search_fetch([("state", "=", "current")], ["company_id", "key_date"])
        )
        days = {(run.company_id, run.key_date) for run in current}
        for item in self:
            done_that_day = item.state == "completed" and (item.company_id, item.key_date) in days
            item.in_use = item.state == "in_progress" or item.run_id in current or done_that_day

    @api.model
    def _search_in_use(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_in_use_domain()

    # --------------------------------------------------------------------------------------------------------- states
    def write(self, vals):
        """Whoever writes an item while its list gives way does it once more, on what is in use then."""
        self.check_access("write")
        self.sudo().run_id._hold()
        return super().write(vals)

    def _check_may_work(self):
        """Only who it is given to may work an item, or a supervisor or manager of it."""
        self.check_access("read")
        user = self.env.user
        if self.env.su or user.has_group("collections_mgmt.collections_mgmt_group_manager"):
            return
        if any(user not in item.specialist_id | item.sudo().group_id.supervisor_ids for item in self):
            raise AccessError(self.env._("This customer is on the work list of a colleague."))

    def _is_to_do_by_me(self):
        self.ensure_one()
        return self.state in WORKING and self.specialist_id == self.env.user

    def action_start(self):
        """Take the item in work: the next run leaves it where it is."""
        self._check_may_work()
        self.sudo()._move_to("in_progress", ("open",), started_at=fields.Datetime.now())

    def action_complete(self):
        """The customer is done for today."""
        self._check_may_work()
        self.sudo()._move_to(
            "completed",
            WORKING,
            completed_at=fields.Datetime.now(),
            completed_by_id=self.env.uid,
        )

    def action_reopen(self):
        """Undo: back on the list. Not for what was done on the list of an earlier day."""
        self._check_may_work()
        earlier = self.filtered(lambda item: item.state == "completed" and item._is_earlier())
        if earlier:
            raise UserError(self.env._("“%s” was done on the list of an earlier day.", earlier[0].display_name))
        moved = self.sudo()._move_to(
            "open", ("in_progress", "completed"), started_at=False, completed_at=False, completed_by_id=False
        )
        moved._go_on_list_in_use()

    def _go_on_list_in_use(self):
        """What is open stands on the list people work from, not on one that gave way since it was taken in work. Who
        stands there already is on it once.
        """
        in_use = [("company_id", "in", self.company_id.ids), ("state", "=", "current")]
        for run in self.env["collections.run"].search(in_use):
            left = self.filtered(lambda item, run=run: item.company_id == run.company_id and item.run_id != run)
            there = self.search([("run_id", "=", run.id), ("account_id", "in", left.account_id.ids)]).account_id
            gone = left.filtered(lambda item, there=there: item.account_id not in there)
            gone.write({"run_id": run.id, "key_date": run.key_date})
        self.invalidate_recordset(["state"])

    def _is_earlier(self):
        """Whether a list of a later day is in use."""
        domain = [("company_id", "=", self.company_id.id), ("state", "=", "current"), ("key_date", ">", self.key_date)]
        return bool(self.env["collections.run"].sudo().search_count(domain, limit=1))

    # ----------------------------------------------------------------------------------------------------- navigation
    def action_open_account(self):
        """Open the customer, with the way to the next one of the list."""
        self.ensure_one()
        return self._walk("collections_mgmt.open")

    def _walk(self, tag):
        """A client action that shows the customer among those still to do on the list of his specialist."""
        action = self.account_id._get_records_action(views=[(False, "form")], context={WALKS: True})
        params = {"action": action, "res_ids": self._in_passing().account_id.ids}
        return {"type": "ir.actions.client", "tag": tag, "params": params}

    def _in_passing(self):
        """What is left to do, in the order of the pager: before this one stands whom the user has passed by."""
        left = self._to_do()
        if PASSED not in self.env.context:
            return left | self  # he opened this one and not those above it
        return (self._passed(left) - self) | self | left

    def _passed(self, left):
        """Of what is ``left`` what the user passed by since he opened the list, else what stands above this one."""
        passed = self.env.context.get(PASSED)
        if passed is None:
            return left[: left.ids.index(self.id)]
        return left.filtered(lambda item: item.account_id.id in passed)

    def action_next(self):
        """Open the next customer of the list without finishing this one."""
        self.ensure_one()
        return self._next_after()._replace_action()

    def action_complete_and_next(self):
        """Finish this customer and open the next one of the list."""
        self.ensure_one()
        following = self._next_after()
        self.action_complete()
        return following._replace_action()

    def _next_after(self):
        """The first item on the list of its specialist that was not passed by, who moved up meanwhile among them; from
        the top again at the end; none when no other is left.
        """
        left = self._to_do(Domain("id", "=", self.id))
        passed = self._passed(left) | self
        following = left - passed
        if not following:
            following, passed = left - self, self.browse()
        return following[:1].with_context(**{PASSED: passed.account_id.ids})

    def _to_do(self, also=Domain.FALSE):
        """What is left on the list of its specialist, in order."""
        left = Domain(self._get_list_domain(self.specialist_id.id)) & Domain("company_id", "=", self.company_id.id)
        return self.search(left | also)

    def _replace_action(self):
        """Show the account of this item in place of the one on screen; at the end of the list, the list."""
        tag = "collections_mgmt.replace"
        if self:
            return self._walk(tag)
        action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_worklist_item_action_my")
        return {"type": "ir.actions.client", "tag": tag, "params": {"action": action}}
