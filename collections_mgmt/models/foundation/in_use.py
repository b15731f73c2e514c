from odoo import api, models, tools
from odoo.exceptions import UserError

NAMED = 3  # of what is in the way, of each kind; the rest is counted


class CollectionsInUse(models.AbstractModel):
    """Something that is refused to be deleted while others need it, with a sentence instead of a broken foreign key."""

    _name = "collections.in.use"
    _description = "Not Deleted While in Use"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for record in self:
            uses = [use for model, name in self._needed_by() if (use := record._use_of(model, name))]
            if uses:
                raise UserError(
                    self.env._(
                        "“%(name)s” is in use: %(uses)s. Let these do without it first, or archive it: then what it "
                        "was used for stays.",
                        name=record.display_name,
                        uses="; ".join(uses),
                    )
                )

    @api.model
    @tools.ormcache()
    def _needed_by(self):
        """Pairs (model, field) of what cannot do without a record of this model."""
        return [
            (model._name, name)
            for model in self.env.values()
            for name, field in model._fields.items()
            if field.type == "many2one"
            and field.store
            and field.comodel_name == self._name
            and field.ondelete == "restrict"
            and model._auto
            and not model._transient
            and not model._abstract
        ]

    def _use_of(self, model_name, name):
        """What of a model needs this one, by name; empty: nothing."""
        model = self.env[model_name].sudo().with_context(active_test=False)
        domain = [(name, "=", self.id)]
        users = model.search(domain, limit=NAMED)
        if not users:
            return ""
        more = model.search_count(domain) - len(users)
        return self.env._(
            "%(kind)s (%(names)s%(more)s)",
            kind=self.env["ir.model"]._get(model_name).name,
            names=", ".join(users.mapped("display_name")),
            more=self.env._(" and %s more", more) if more else "",
        )
