from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CollectionsAccount(models.Model):
    """Why the account is, or is not, on a list (C14): a chain of plain steps from the same layers as the run.

    Each context adds its steps to ``_why_steps``. Nothing is written to accounts or lists.
    """

    _inherit = "collections.account"

    def action_why(self):
        """Show why this customer is, or is not, on a list."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "collections_mgmt.why",
            "name": self.env._("Why Is This Customer (Not) on a List?"),
            "target": "new",
            "params": {"account_id": self.id},
        }

    def why(self, key_date=None):
        """Why this customer would, or would not, be put on the list of ``key_date``.

        :param key_date: a day not before that of the figures on screen, which is also the default
        :return: dict for the dialog: verdict and steps, amounts as text in company currency
        :raise UserError: for an earlier day, since open amounts are known as of now only
        """
        self.ensure_one()
        self.check_access("read")
        earliest = min(self._last_key_date(), fields.Date.context_today(self))
        key_date = self._why_day(key_date, earliest)
        account, unknown = self.sudo()._as_of_day(key_date)
        return {
            "account": self.display_name,
            "key_date": fields.Date.to_string(key_date),
            "earliest": fields.Date.to_string(earliest),
            **account._why_verdict(),
            "steps": account._why_steps(unknown),
        }

    def _why_day(self, key_date, earliest):
        try:
            day = fields.Date.to_date(key_date) if key_date else self._last_key_date()
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is no date.", key_date)) from error
        if day < earliest:
            raise UserError(
                self.env._(
                    "Open amounts are known as of now only: choose %s or a later day.",
                    fields.Date.to_string(earliest),
                )
            )
        return day

    def _as_of_day(self, key_date):
        """This account as it would be on ``key_date``, as a record that is never saved.

        :return: the record, and the names of its columns without a value, which a record shows as zero
        """
        self.ensure_one()
        [row] = self.env.execute_query_dict(SQL("SELECT * FROM %s AS account", self._row_as_of(key_date)))
        derived = self._derived_fields() & row.keys()
        values = {name: row[name] for name in derived if row[name] is not None}
        empty = {name: False for name in derived if row[name] is None}
        return self.new({**empty, **values}, origin=self), frozenset(empty)

    def _row_as_of(self, key_date):
        """SQL of this account as of ``key_date``: each layer is read by itself and handed to the next as a constant.

        Unread, every layer would be planned and asked again by each one above it; and no table is written for one row.
        """
        self.env.flush_all()
        accounts = self._judging()
        source = accounts._stored(self.company_id, SQL("id = %s", self.id))
        for layer in accounts._layers(self.company_id):
            _names, stacked = accounts._stack([layer], self.company_id, key_date, source, self.ids)
            [(row,)] = self.env.execute_query(SQL("SELECT to_jsonb(account)::text FROM %s AS account", stacked))
            source = SQL("(SELECT * FROM jsonb_populate_record(NULL::%s, %s::jsonb))", SQL.identifier(self._table), row)
        return source

    @api.model
    def _why_step(self, key, title, ok, text, lines=()):
        """One step of the chain.

        :param ok: whether the customer passed it; None: it was not asked, or decides nothing
        :param lines: list of dicts with ``label`` and any of ``value``, ``ok``, ``note``, ``inputs``
        """
        return {"key": key, "title": title, "ok": ok, "text": text, "lines": list(lines)}

    def _why_verdict(self):
        """What the chain leads to. Contexts add theirs."""
        return {}

    def _why_steps(self, unknown):
        """The chain of steps of an account as of a day. Contexts add theirs at the end.

        :param unknown: names of the fields without a value
        """
        return [self._step_segment(unknown), self._step_takes_part(), self._step_group()]

    def _step_segment(self, unknown):
        title = self.env._("Segment")
        segment = self.segment_id
        if not segment:
            goes_on = None if self.profile_id and self.group_id else False
            return self._why_step("segment", title, goes_on, self.env._("No condition of a segment holds."))
        if segment == self.segment_override_id:
            text = self.env._("“%s”, set by hand for this customer.", segment.name)
            return self._why_step("segment", title, True, text)
        text = self.env._("“%s” is the first segment whose condition holds.", segment.name)
        inputs = segment._inputs(segment._account_domain(), self, unknown)
        return self._why_step("segment", title, True, text, [_asked_line(each, self.env) for each in inputs])

    def _step_takes_part(self):
        title, profile = self.env._("Takes part"), self.profile_id
        if not self.active:
            text = self.env._("The account is archived.")
        elif not profile and self._validity_sentence():
            text = self.env._("On this day not: %s.", self._validity_sentence())
        elif not profile:
            text = self.env._("Neither the segment nor the customer has a profile in use.")
        elif profile == self.profile_override_id:
            text = self.env._("Profile “%s”, set by hand for this customer.", profile.name)
        else:
            text = self.env._("Profile “%s”, from the segment.", profile.name)
        return self._why_step("profile", title, bool(self.active and profile), text)

    def _step_group(self):
        title, group = self.env._("Group"), self.group_id
        if not group:
            return self._why_step("group", title, False, self.env._("No group in use collects from this customer."))
        if self.assignment_id.group_id == group:
            text = self.assignment_id._sentence()
        elif group == self.group_override_id:
            text = self.env._("“%s”, set by hand for this customer.", group.name)
        else:
            text = self.env._("“%s”, from the segment.", group.name)
        fixed = self.specialist_id
        lines = [{"label": self.env._("Fixed specialist"), "value": fixed.name}] if fixed else []
        return self._why_step("group", title, True, text, lines)


def _asked_line(asked, env):
    return {"label": asked.label, "value": asked.value, "note": env._("asked: %s", asked.asked)}
