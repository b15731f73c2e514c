from odoo import fields, models
from odoo.tools import format_date, format_datetime

from ...calc import substitution


class CollectionsAccount(models.Model):
    """Last step of the explanation: where the customer stands on the list in use, with whom and why with him."""

    _inherit = "collections.account"

    def _why_steps(self, unknown):
        return [*super()._why_steps(unknown), self._step_list()]

    def _step_list(self):
        run = self._why_run()
        if not run:
            text = self.env._("No list is in use or prepared for this day.")
            return self._why_step("list", self.env._("Work list"), None, text)
        title = self.env._("Work list of %s", format_date(self.env, run.key_date))
        # an item kept in work stands on the list on which it was taken
        items = self._origin.worklist_item_ids
        item = (
            items.filtered(lambda each: each.run_id == run).sorted("id")[-1:]
            or items.filtered(lambda each: each.state == "in_progress")[-1:]
            or items.filtered(lambda each: each.state == "completed" and each._done_on(run.key_date)).sorted("id")[-1:]
        )
        if not item:
            return self._why_step("list", title, False, self._why_not_on(run))
        text, ok = item._why_state()
        lines = [{"label": self.env._("Specialist"), "value": item.specialist_id.name or self.env._("nobody")}]
        lines[0]["note"] = item._why_specialist()
        return self._why_step("list", title, ok, text, lines)

    def _why_run(self):
        """The prepared list of the day that is asked for, else the list in use."""
        domain = [("company_id", "=", self.company_id.id), ("state", "in", ("current", "prepared"))]
        runs = self.env["collections.run"].search(domain)
        prepared = runs.filtered(lambda run: run.state == "prepared" and run.key_date == self.key_date)
        return prepared or runs.filtered(lambda run: run.state == "current")

    def _why_not_on(self, run):
        """Why the list does not hold him: it was made before, or it judged as this does."""
        if self.verdict == "listed":
            return self.env._(
                "Not on it: it was made %s, before this was so. The next list will hold him.",
                format_datetime(self.env, run.generated_at),
            )
        return self.env._("Not on it.")


class CollectionsWorklistItem(models.Model):
    _inherit = "collections.worklist.item"

    def _done_on(self, day):
        moment = self.completed_at and fields.Datetime.context_timestamp(self, self.completed_at).date()
        return self.key_date == day or moment == day

    def _why_state(self):
        """What became of the item, in a sentence, and whether it is still to be worked."""
        self.ensure_one()
        if self.state == "completed":
            text = self.env._(
                "Done by %(user)s, %(moment)s: off the list for that day.",
                user=self.completed_by_id.name,
                moment=format_datetime(self.env, self.completed_at),
            )
            return text, False
        if self.left_because:
            reasons = dict(self._fields["left_because"]._description_selection(self.env))
            return self.env._("Left it during the day: %s.", reasons[self.left_because]), False
        if self.state == "superseded":
            return self.env._("Was on it, and gave way to a newer list."), False
        if self.state == "in_progress":
            return self.env._("In work: stays with its specialist, whatever a new list says."), True
        if self.state == "planned":
            return self.env._("Planned: the list of that day is made anew with what is paid until then."), True
        return self.env._("On it."), True

    def _why_specialist(self):
        """Why this specialist. Contexts that hand items over add their reasons."""
        self.ensure_one()
        fixed, assignment = self.account_id.specialist_id, self.account_id.assignment_id
        if self.added_by_id:
            return self.env._("Put on the list by hand, by %s.", self.added_by_id.name)
        if assignment.specialist_id and assignment.specialist_id in (self.specialist_id, self.original_specialist_id):
            return assignment._sentence()
        if not self.specialist_id:
            return self.env._("The group had nobody to work.")
        if owner := self.original_specialist_id:
            if not self._is_substitute():
                return self.env._("Handed over from %s, or taken over from him, for that day.", owner.name)
            if owner == fixed:
                return self.env._("Substitute of %s, the fixed specialist, who is absent.", owner.name)
            return self.env._("Substitute of %s, who is absent and got him as a share.", owner.name)
        if self.specialist_id == fixed:
            return self.env._("Fixed specialist of this customer.")
        if fixed:
            return self.env._("%s is fixed, but was absent without a substitute, or was fixed later.", fixed.name)
        return self.env._("Balanced share of the group, by number and amount.")

    def _is_substitute(self):
        """Whether the specialist is the end of the chain of substitutes of the one he works for."""
        substitutes = self.env["collections.substitution"].sudo()._valid_on(self.key_date)
        return substitution.resolve(self.original_specialist_id.id, substitutes) == self.specialist_id.id
