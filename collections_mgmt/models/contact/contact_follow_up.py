from odoo import api, models
from odoo.tools.misc import clean_context


class CollectionsContact(models.Model):
    """What must follow from a contact: ``_follow_up_<kind>`` for each kind of ``FOLLOW_UPS``.

    A context that brings a kind of agreement needs an action on the account of the name used here, or overrides the
    method; while there is none, nothing follows.
    """

    _inherit = "collections.contact"

    def _follow_up(self, answers):
        """Make what follows from the answers of the dialog, or return the action that asks for it.

        :param dict answers: ``lines``: journal items it is about; and what was answered already, by the kind of what
            follows: ``resubmission``: values but for the customer; ``promise``, ``dispute``: as their dialogs take it;
            ``typed``: the same, for a dialog that asks once more and begins with it
        :return: an action that asks, or that says what was made, or None
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
        return self._agree("promise", answers)

    def _follow_up_dispute(self, answers):
        return self._agree("dispute", answers)

    def _follow_up_plan(self, answers):
        return self._ask("action_plan", answers)

    def _follow_up_hold(self, answers):
        return self._ask("action_hold", answers)

    def _agree(self, kind, answers):
        """What was answered already is recorded by the dialog that would ask for it; what was not, is asked for."""
        action = self._ask(f"action_{kind}", answers)
        if not action or kind not in answers:
            return action
        return self._dialogs(action)._record_answers(answers[kind])

    def _ask(self, name, answers):
        """The dialog of the selected items, else of the customer; told which contact it comes from."""
        action = self._dialog_about(name, self.account_id, answers["lines"])
        if not action:
            return None
        context = {**action.get("context", {}), "collections_contact_id": self.id}
        return {**action, "context": {**context, "collections_typed": answers.get("typed")}}

    @api.model
    def _dialog_about(self, name, account, lines):
        """The action ``name`` of the open items ``lines``, else of the customer; None when there is none."""
        about = self.env["collections.item"].browse(lines.ids) if lines else account
        ask = getattr(about, name, None)
        return ask and ask()

    @api.model
    def _dialogs(self, action):
        """The model of the dialog that ``action`` opens, in the context in which it opens."""
        context = {**clean_context(self.env.context), **action["context"]}
        return self.env(context=context)[action["res_model"]]
