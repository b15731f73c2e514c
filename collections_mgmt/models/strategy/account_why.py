import ast

from odoo import models


class CollectionsAccount(models.Model):
    """Steps of the explanation: the strategy, its exits and rules with what they ask, the priority they give."""

    _inherit = "collections.account"

    def _why_verdict(self):
        verdict = {"verdict": self._verdict(), "verdict_text": self._verdict_text()}
        return {**super()._why_verdict(), **verdict, "listed": verdict["verdict"] == "listed"}

    def _why_steps(self, unknown):
        steps = [*super()._why_steps(unknown), self._step_strategy()]
        if self.version_id:
            exits, rules = self._why_rules(unknown)
            steps += [self._step_exits(exits), self._step_points(rules), self._step_priority()]
        return steps + self._step_decided(steps)

    def _step_decided(self, steps):
        """What was decided beside the rules, such as a hold or a boost, where the steps say otherwise."""
        listed = self._verdict() == "listed"
        if listed == all(step["ok"] is not False for step in steps):
            return []
        return [self._why_step("decided", self.env._("Decided all the same"), listed, self._verdict_text())]

    def _step_strategy(self):
        title, strategy = self.env._("Strategy"), self.strategy_id
        if not strategy:
            return self._why_step("strategy", title, False, self.env._("No strategy in use values this customer."))
        if strategy == self.strategy_override_id:
            text = self.env._("“%s”, set by hand for this customer.", strategy.name)
        else:
            # by its thresholds the group may have others beside its own
            text = self.env._("“%(strategy)s”. %(reason)s.", strategy=strategy.name, reason=self._why_strategy() or "")
        if not self.version_id:
            return self._why_step("strategy", title, None, text)
        return self._why_step("strategy", title, True, f"{text} {self.version_id._since_text()}")

    def _why_rules(self, unknown):
        """The lines of the version with what each asks of this customer: exits, and rules with points."""
        contents = self.version_id.content["rules"]
        exits, rules = [], []
        for row, content in zip(self._explained(), contents, strict=True):
            domain = ast.literal_eval(content["domain"] or "[]")
            inputs = self.env["collections.account.domain"]._inputs(domain, self, unknown)
            line = {
                "label": row.name,
                "ok": row.satisfied,
                "value": "" if row.leave else f"{row.points:+d}",
                "inputs": [asked._asdict() for asked in inputs],
            }
            (exits if row.leave else rules).append(line)
        return exits, rules

    def _step_exits(self, exits):
        holding = [line["label"] for line in exits if line["ok"]]
        if holding:
            text = self.env._("The exit rule “%s” keeps him off every list.", holding[0])
        elif exits:
            text = self.env._("None of them applies.")
        else:
            text = self.env._("The strategy has none.")
        return self._why_step("exits", self.env._("Exit rules"), not holding, text, exits)

    def _step_points(self, rules):
        holding = sum(line["ok"] for line in rules)
        text = self.env._(
            "%(holding)s of %(all)s hold: %(points)s points.", holding=holding, all=len(rules), points=self.points
        )
        counted = None if self.verdict == "exit" else self.points > 0
        return self._why_step("rules", self.env._("Rules"), counted, text, rules)

    def _step_priority(self):
        title, content = self.env._("Priority"), self.version_id.content
        if self.verdict == "exit":
            return self._why_step("priority", title, None, self.env._("Not asked: an exit rule applies."))
        text = self.env._(
            "%(points)s of %(maximum)s points are %(percent)s %%: %(priority)s "
            "(medium from %(medium)s %%, high from %(high)s %%).",
            points=self.points,
            maximum=content["maximum"],
            percent=f"{self.valuation:g}",
            priority=dict(self._fields["priority"]._description_selection(self.env)).get(self.priority)
            or self.env._("none"),
            medium=f"{content['medium']:g}",
            high=f"{content['high']:g}",
        )
        return self._why_step("priority", title, bool(self.priority), text)
