"""Reassigning customers (D2): on the list of today, or for good; one, many, or all of a person."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...queries.list_in_use import is_to_do

WORKED_BY, INSTEAD_OF = "item.specialist_id", "item.original_specialist_id"


class CollectionsMassAction(models.Model):
    """Adds who works the customer today to the values of a mass action: they live on his item to be worked."""

    _inherit = "collections.mass.action"

    kind = fields.Selection(
        selection_add=[("reassign", "Reassign Customers"), ("replace",)], ondelete={"reassign": "cascade"}
    )
    scope = fields.Selection(
        [("today", "Just for the list in use"), ("for_good", "For good")],
        string="For How Long",
        required=True,
        default="today",
        help="Just for the list in use: the next list is shared out as ever. For good: the new specialist is fixed on "
        "the customers, and gets them on the list in use, too.",
    )
    with_in_progress = fields.Boolean(
        string="Also Customers in Work", help="Customers that somebody has taken in work already go over, too."
    )

    @api.model
    def _active_account_ids(self):
        context = self.env.context
        if context.get("active_model") == "collections.worklist.item":
            return self.env["collections.worklist.item"].browse(context.get("active_ids")).account_id.ids
        return super()._active_account_ids()

    @api.model
    def _choosing_fields(self):
        return [*super()._choosing_fields(), "scope"]

    # ----------------------------------------------------------------------------------------------- values of the item
    def _value_columns(self):
        return {
            **super()._value_columns(),
            WORKED_BY: SQL("item.specialist_id"),
            INSTEAD_OF: SQL("item.original_specialist_id"),
        }

    def _value_joins(self):
        """The one item of the customer that is to be worked, if he has one."""
        item = SQL(
            """
            LEFT JOIN LATERAL (
                SELECT id, state, specialist_id, original_specialist_id FROM collections_worklist_item
                 WHERE account_id = account.id AND %s ORDER BY id DESC LIMIT 1
            ) item ON TRUE
            """,
            is_to_do("collections_worklist_item"),
        )
        return SQL("%s %s", super()._value_joins(), item)

    def _value_models(self):
        return {**super()._value_models(), WORKED_BY: (self.env._("Today"), "res.users")}

    def _write_values(self, accounts, values):
        columns = {name.split(".")[1]: values.pop(name) for name in (WORKED_BY, INSTEAD_OF) if name in values}
        if columns:
            self._write_items(accounts, columns)
        return super()._write_values(accounts, values)

    def _write_items(self, accounts, columns):
        """Items have no right of writing of their own: whoever may change the customer gives his work away."""
        accounts.check_access("write")
        states = ("open", "in_progress") if self.with_in_progress or self.reverting else ("open",)
        items = self.env["collections.worklist.item"].sudo()
        items = items.search([("account_id", "in", accounts.ids), ("state", "in", states)])
        if self.scope == "today" and items.account_id != accounts.sudo():
            raise UserError(self.env._("The customer is no longer open on the list."))
        items.write({**columns, "waiting": False})

    # ------------------------------------------------------------------------------------------------ reassign (D2)
    def _check_reassign(self):
        self._check_given("specialist_id")
        self._check_may_give(self.specialist_id)

    def _preview_reassign(self):
        new, person = self._id(self.specialist_id), SQL("item.specialist_id")
        instead_of = SQL(
            "CASE WHEN %(person)s IS DISTINCT FROM %(new)s"
            " THEN NULLIF(COALESCE(item.original_specialist_id, %(person)s), %(new)s)"
            " ELSE item.original_specialist_id END",
            person=person,
            new=new,
        )
        if self.scope == "today":
            after = {WORKED_BY: new, INSTEAD_OF: instead_of}
            return self._preview_values(after, self._of_person(), self._not_today())
        movable = SQL("item.id IS NOT NULL") if self.with_in_progress else SQL("item.state = 'open'")
        after = {
            "specialist_id": new,
            WORKED_BY: SQL("CASE WHEN %s THEN %s ELSE %s END", movable, new, person),
            INSTEAD_OF: SQL("CASE WHEN %s THEN NULL ELSE item.original_specialist_id END", movable),
        }
        return self._preview_values(after, self._of_person())

    def _of_person(self):
        """SQL condition: in the chosen groups, worked today by (or fixed for) the chosen person."""
        person = self.from_id.id
        if not person:
            return self._in_groups()
        his = SQL("item.specialist_id = %s", person)
        if self.scope == "for_good":
            his = SQL("(%s OR account.specialist_id = %s)", his, person)
        return SQL("%s AND %s", his, self._in_groups())

    def _not_today(self):
        conditions = [(SQL("item.id IS NULL"), self.env._("It is on no list, or done."))]
        if not self.with_in_progress:
            conditions.append((SQL("item.state = 'in_progress'"), self.env._("It is in work.")))
        return self._case(*conditions)

    def _apply_reassign(self, lines):
        self._apply_values(lines)

    def _undo_reassign(self, lines):
        return self._undo_values(lines)
