from odoo import models


class CollectionsContact(models.Model):
    """What must follow from a contact: ``_follow_up_<kind>`` for each kind of ``FOLLOW_UPS``.

    A context that brings a kind of agreement needs an action on the account of the name used here, or overrides the
    method; while there is none, nothing follows.
    """

    _inherit = "collections.contact"

    def _follow_up(self, answers):
        """Make what follows from the answers of the dialog, or return the action that asks for it.

        :param dict answers: ``resubmission``: values but for the customer; ``lines``: journal items it is about
        :return: an action, or None when nothing is left to ask
        """
        self.ensure_one()
        return getattr(self, f"_follow_up_{self.outcome_id.follow_up}")(answers)

    def _follow_up_nothing(self, answers):
        return None

    def _follow_up_resubmission(self, answers):
        vals = {**answers["resubmission"], "account_id": self.account_id.id, "note": self.note}
        given = self.env["collections.resubmission"]._give([(vals, answers["lines"])])
        given.sudo().contact_id = self
        return

    def _follow_up_promise(self, answers):
        return self._ask("action_promise", answers)

    def _follow_up_dispute(self, answers):
        return self._ask("action_dispute", answers)

    def _follow_up_plan(self, answers):
        return self._ask("action_plan", answers)

    def _follow_up_hold(self, answers):
        return self._ask("action_hold", answers)

    def _ask(self, name, answers):
        """The dialog of the selected items, else of the customer; told which contact it comes from."""
        target = self.account_id
        if answers["lines"]:
            target = self.env["collections.item"].browse(answers["lines"].ids)
        ask = getattr(target, name, None)
        action = ask and ask()
        if not action:
            return None
        return {**action, "context": {**action.get("context", {}), "collections_contact_id": self.id}}
