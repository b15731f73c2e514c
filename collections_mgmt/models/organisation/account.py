from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..foundation import bulk


class CollectionsAccount(models.Model):
    """A customer to collect from. Grain: one commercial partner x one root company.

    This part holds who works the account by which parameters. What is derived from elsewhere (segment, facts, score)
    is computed in **layers**: each layer is one SELECT giving ``id`` and its columns, from the layers before it.
    ``_refresh`` writes the layers to the table; ``_as_of`` lays them over it in tables of its own, for another day.
    """

    _name = "collections.account"
    _description = "Collection Account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_names_search = ["partner_id.name", "partner_id.ref", "partner_id.vat"]

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    partner_ref = fields.Char(related="partner_id.ref", string="Customer Number")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    country_id = fields.Many2one(related="partner_id.country_id")
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    category_ids = fields.Many2many(related="partner_id.category_id", string="Tags")

    segment_override_id = fields.Many2one(
        "collections.segment",
        string="Fixed Segment",
        tracking=True,
        ondelete="set null",
        help="Overrides the segment found by condition.",
    )
    profile_override_id = fields.Many2one(
        "collections.profile",
        string="Own Profile",
        tracking=True,
        ondelete="set null",
        help="Overrides the profile of the segment.",
    )
    group_override_id = fields.Many2one(
        "collections.group",
        string="Own Group",
        tracking=True,
        ondelete="set null",
        help="Overrides the group of the segment.",
    )
    specialist_id = fields.Many2one(
        "res.users",
        string="Fixed Specialist",
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        domain=lambda self: self.env["collections.group"]._role_domain("specialist"),
        help="Always works this customer (or his substitute does). Empty: the daily distribution decides.",
    )
    segment_id = fields.Many2one("collections.segment", readonly=True, index=True, ondelete="set null")
    profile_id = fields.Many2one("collections.profile", readonly=True, ondelete="set null")
    group_id = fields.Many2one("collections.group", readonly=True, index=True, ondelete="set null")

    _customer_once = models.UniqueIndex("(partner_id, company_id)", "This customer already has an account here.")

    @api.depends("partner_id", "company_id")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account.partner_id.display_name

    # ---------------------------------------------------------------------------------------------- who may write what
    @property
    def _mail_post_access(self):
        """Who collects may note down what was said about a customer he sees; an auditor changes nothing."""
        collects = self.env.su or self.env.user.has_group("collections_mgmt.collections_mgmt_group_specialist")
        return "read" if collects else "write"

    def _has_field_access(self, field, operation):
        """Derived columns are written by the layers only, whoever asks over RPC."""
        allowed = super()._has_field_access(field, operation)
        if not allowed or operation == "read" or self.env.su:
            return allowed
        # without the right to write, the client offers no archiving either
        return field.name not in self._protected_fields() and self.browse().has_access("write")

    @api.model
    @tools.ormcache()
    def _protected_fields(self):
        return frozenset(self._derived_fields())

    @api.model
    def _derived_fields(self):
        """Names of the columns nobody may write by hand. Contexts add theirs."""
        return {
            "partner_id",
            "company_id",
            "segment_id",
            "profile_id",
            "group_id",
            "home_group_id",
            "hold_id",
            "assignment_id",
        }

    @api.model
    def _setting_fields(self):
        """Names of the settings that change what the layers give."""
        return self._assigned_fields() | {"active"}

    @api.model
    def _assigned_fields(self):
        """Those of the settings that name a record."""
        return {"segment_override_id", "profile_override_id", "group_override_id", "specialist_id"}

    @api.constrains("segment_override_id", "profile_override_id", "group_override_id")
    def _check_settings_company(self):
        """What is set by hand belongs to the company of the account, or to all."""
        for account in self:
            for name in self._assigned_fields() - {"specialist_id"}:
                setting = account[name]
                if setting.company_id and setting.company_id != account.company_id:
                    raise ValidationError(self.env._("“%s” belongs to another company.", setting.display_name))

    def write(self, vals):
        result = super().write(vals)
        if self._setting_fields() & vals.keys():
            self._refresh_now()
        return result

    # ------------------------------------------------------------------------------------------------------ derivation
    def _refresh_now(self):
        """Derive these accounts anew, as of the day they were last derived for."""
        self.flush_recordset()
        for company, accounts in self.grouped("company_id").items():
            self._refresh(company, accounts._last_key_date(), accounts.ids)

    def _last_key_date(self):
        return fields.Date.context_today(self)

    @api.model
    def _classify_companies(self):
        """Derive the accounts of the companies in use anew, after a change of configuration."""
        for company in self.env.companies.root_id:
            self._refresh(company, fields.Date.context_today(self))

    @api.model
    def _refresh(self, company, key_date, ids=None):
        """Write everything derived as of ``key_date``, for all accounts of a root company or for ``ids``.

        The number of statements is constant; unchanged rows are not rewritten.

        :return: number of rows rewritten
        """
        accounts = self._judging()
        # what follows reads the ledger and all parameters: what was booked or set a moment ago counts
        self.env.flush_all()
        accounts._settle(company, key_date, ids)
        with bulk.reading(self.env.cr, ids):
            return sum(
                bulk.update_changed(accounts, *layer(company, key_date, None, ids)) for layer in accounts._layers()
            )

    @api.model
    def _settle(self, company, key_date, ids=None):
        """Judge from the ledger what was agreed with these accounts, before their figures are derived: a seam.

        Constant number of statements, and only what changes is written. Does nothing here.

        :param ids: of accounts; None for all of the root company
        """

    @api.model
    def _as_of(self, company, key_date):
        """The accounts as they would be on ``key_date``, without writing to them.

        :return: SQL of a table with the columns of this model, there until the end of the transaction
        """
        self.env.flush_all()
        accounts = self._judging()
        with bulk.reading(self.env.cr):
            return accounts._lay(f"as_of_{company.id}_{key_date:%Y%m%d}", accounts._layers(), company, key_date)

    @api.model
    def _lay(self, name, layers, company, key_date, source=None, tell=lambda part: None):
        """Put ``layers`` over ``source`` (None for the table), each kept: those after it read it more than once.

        :param name: of the tables, different for each use in a transaction
        :param tell: called with the part that is done, 1 at the end
        :return: SQL of the last table
        """
        for number, layer in enumerate(layers, 1):
            source = self._keep(f"{name}_{number}", self._overlay(source, *layer(company, key_date, source, None)))
            tell(number / len(layers))
        return source

    @api.model
    def _keep(self, name, source):
        """SQL: the rows of ``source`` in a table that goes with the transaction, with statistics of what is joined."""
        table = SQL.identifier(f"{self._table}_{name}")
        keys = [SQL.identifier(key) for key, field in self._fields.items() if field.store and field.type == "many2one"]
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS pg_temp.%s", table))
        self.env.cr.execute(SQL("CREATE TEMP TABLE %s ON COMMIT DROP AS SELECT * FROM %s AS account", table, source))
        self.env.cr.execute(SQL("ANALYZE %s (id, %s)", table, SQL(", ").join(keys)))
        return table

    @api.model
    def _judging(self):
        """The model as the layers use it: rights and filters of the caller change nothing, archived is switched off."""
        return self.sudo().with_context(active_test=True)

    @api.model
    def _layers(self):
        """Methods in the order of derivation; contexts put theirs before or after.

        Each is called with (company, key_date, source, ids) and returns (columns, SELECT of id and these columns).
        ``source`` is None for the stored table.
        """
        return [self._layer_classification]

    @api.model
    def _judged_relations(self, company, key_date, ids):
        """Rows of one2many fields that conditions ask for, of the accounts of ``company`` or ``ids`` of them.

        :return: dict field -> function that gives their SQL (see ``queries.domain_mask``). Contexts add theirs.
        """
        return {}

    @api.model
    def _overlay(self, source, columns, rows):
        """SQL: ``source`` with ``columns`` replaced by those of ``rows``."""
        kept = [
            SQL("base.%s", SQL.identifier(name))
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in columns
        ]
        taken = [SQL("layer.%s", SQL.identifier(name)) for name in columns]
        return SQL(
            "(SELECT %s FROM %s AS base JOIN (%s) AS layer ON layer.id = base.id)",
            SQL(", ").join(kept + taken),
            source or SQL.identifier(self._table),
            rows,
        )

    @api.model
    def _layer_classification(self, company, key_date, source, ids):
        """Segment by condition or by hand, and what follows from it."""
        columns = self._classification()
        rows = SQL(
            """
            SELECT account.id, %(columns)s
              FROM (%(matching)s) AS matching
              JOIN %(source)s AS account ON account.id = matching.id
              LEFT JOIN collections_segment segment
                ON segment.id = COALESCE(account.segment_override_id, matching.segment_id)
              LEFT JOIN collections_profile profile
                ON profile.id = COALESCE(account.profile_override_id, segment.profile_id) AND profile.active
               AND %(takes_part)s
              LEFT JOIN collections_group home
                ON home.id = COALESCE(account.group_override_id, segment.group_id) AND home.active
              %(joins)s
              LEFT JOIN collections_group other ON other.id = assignment.group_id AND other.active
              LEFT JOIN collections_group team ON team.id = COALESCE(other.id, home.id)
              %(team_joins)s
            """,
            columns=SQL(", ").join(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()),
            takes_part=self._takes_part(key_date),
            joins=SQL(" ").join(self._classification_joins(key_date)),
            team_joins=SQL(" ").join(self._team_joins()),
            matching=self.env["collections.segment"]._matching(company, key_date, source, ids),
            source=source or SQL.identifier(self._table),
        )
        return list(columns), rows

    @api.model
    def _classification(self):
        """Column -> SQL over ``account``, ``segment``, ``profile``, ``team``, ``home`` (its group but for a temporary
        assignment) and what ``_classification_joins`` and ``_team_joins`` bring. Contexts add theirs.
        """
        return {
            "segment_id": SQL("segment.id"),
            "profile_id": SQL("profile.id"),
            "group_id": SQL("team.id"),
            "home_group_id": SQL("home.id"),
            "hold_id": SQL("hold.id"),
            "assignment_id": SQL("assignment.id"),
        }

    @api.model
    def _classification_joins(self, key_date):
        """SQL joins to ``account`` of what is in force on ``key_date``. Contexts add theirs."""
        return [
            self.env["collections.hold"]._in_force_join("hold", key_date),
            self.env["collections.assignment"]._in_force_join("assignment", key_date),
        ]

    @api.model
    def _team_joins(self):
        """SQL joins to ``account`` and ``team``. Contexts add theirs."""
        return []

    # ------------------------------------------------------------------------------------------------------------ mail
    def _message_add_default_recipients(self):
        """Nobody: the chatter of an account is for colleagues, it never proposes the customer as a recipient."""
        nobody = self.env["res.partner"]
        return {account.id: {"email_cc_lst": [], "email_to_lst": [], "partners": nobody} for account in self}

    # --------------------------------------------------------------------------------------------------------- actions
    def action_open_partner(self):
        """Open the customer's contact."""
        self.ensure_one()
        return self.partner_id._get_records_action()
