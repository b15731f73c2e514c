from odoo import api, models
from odoo.tools import SQL

# what the web client listens to (static/src/live)
ACCOUNTS = "collections_mgmt.accounts"
MY_LIST = "collections_mgmt.my_list"
SUBCHANNEL = "collections_mgmt"


class CollectionsRefresh(models.Model):
    """Open screens hear which customers changed, after the commit: their ids and nothing else.

    Three kinds of channels: of the company for who sees all its customers, of a group in a company for its people, and
    the own one of each specialist for his list. They are named by records, so that no client can ask for one: see
    ``ir.websocket``.
    """

    _inherit = "collections.refresh"

    @api.model
    def _refreshed(self, company, accounts):
        result = super()._refreshed(company, accounts)
        if accounts:
            self._announce(company, accounts.ids)
        return result

    @api.model
    def _announce(self, company, account_ids):
        """Tell who may see them that these customers changed."""
        bus = self.env["bus.bus"]
        bus._sendone((company, SUBCHANNEL), ACCOUNTS, {"account_ids": account_ids})
        for group_id, ids in self._account_groups(company, account_ids):
            group = self.env["collections.group"].browse(group_id)
            bus._sendone((group, _in_company(company)), ACCOUNTS, {"account_ids": ids})
        for partner_id, ids in self._account_specialists(company, account_ids):
            bus._sendone(self.env["res.partner"].browse(partner_id), MY_LIST, {"account_ids": ids})

    @api.model
    def _announce_list(self, run):
        """Tell everybody of the company that there is a new list."""
        bus, everything = self.env["bus.bus"], {"account_ids": False}
        company = run.company_id
        bus._sendone((company, SUBCHANNEL), ACCOUNTS, everything)
        for group in run.load_ids.group_id:
            bus._sendone((group, _in_company(company)), ACCOUNTS, everything)
        for specialist in run.load_ids.specialist_id:
            bus._sendone(specialist.partner_id, MY_LIST, everything)

    @api.model
    def _account_groups(self, company, account_ids):
        """Rows of (group id, account ids): the group that collects, and the one on whose list of today it is."""
        return self.env.execute_query(
            SQL(
                """
                SELECT group_id, ARRAY_AGG(DISTINCT account_id) FROM (%s) AS seen
                 WHERE group_id IS NOT NULL
                 GROUP BY group_id ORDER BY group_id
                """,
                self._seen_by(company, account_ids, "group_id"),
            )
        )

    @api.model
    def _account_specialists(self, company, account_ids):
        """Rows of (partner id of a user, account ids): who works it today, and who always does."""
        return self.env.execute_query(
            SQL(
                """
                SELECT person.partner_id, ARRAY_AGG(DISTINCT seen.account_id) FROM (%s) AS seen
                  JOIN res_users person ON person.id = seen.specialist_id
                 GROUP BY person.partner_id ORDER BY person.partner_id
                """,
                self._seen_by(company, account_ids, "specialist_id"),
            )
        )

    @api.model
    def _seen_by(self, company, account_ids, name):
        """SQL of (account_id, ``name``) of the accounts and of their items of today."""
        return SQL(
            """
            SELECT id AS account_id, %(name)s FROM collections_account WHERE id = ANY(%(accounts)s)
             UNION ALL
            SELECT item.account_id, item.%(name)s FROM collections_worklist_item item
              JOIN collections_run run ON run.id = item.run_id
             WHERE item.account_id = ANY(%(accounts)s) AND run.company_id = %(company)s
               AND (run.state = 'current' OR item.state = 'in_progress')
            """,
            name=SQL.identifier(name),
            accounts=account_ids,
            company=company.id,
        )


class CollectionsRun(models.Model):
    _inherit = "collections.run"

    @api.model
    def _generate(self, company, key_date, scheduled=False):
        """Tell the open screens of the new list, and let go on who waited for it."""
        run = super()._generate(company, key_date, scheduled)
        queue = self.env["collections.refresh"].sudo()
        if run.sudo().state == "current":
            queue._announce_list(run.sudo())
        if queue.search_count(queue._due(), limit=1):
            queue._wake_up()
        return run


class ResUsers(models.Model):
    _inherit = "res.users"

    def _collections_bus_channels(self):
        """Channels of the customers this user may see: what the record rules of accounts say, as channels."""
        self.ensure_one()
        companies = self.sudo().company_ids.root_id
        sees_all = ("collections_mgmt_group_manager", "collections_mgmt_group_auditor")
        if any(self.has_group(f"collections_mgmt.{role}") for role in sees_all):
            return [(company, SUBCHANNEL) for company in companies]
        if not self.has_group("collections_mgmt.collections_mgmt_group_specialist"):
            return []
        groups = self.env["collections.group"].sudo()
        mine = groups.search(["|", ("member_ids.user_id", "=", self.id), ("supervisor_ids", "in", self.ids)])
        return [
            (group, _in_company(company))
            for group in mine
            for company in companies
            if group.company_id in (company, self.env["res.company"])
        ]


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """The server says what a user hears; what a client asks for is text, and none of these channels is."""
        return [*super()._build_bus_channel_list(channels), *self.env.user._collections_bus_channels()]


def _in_company(company):
    """Subchannel of a group: it may work for several companies, and its people not for all of them."""
    return f"{SUBCHANNEL}_{company.id}"
