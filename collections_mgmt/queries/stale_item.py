"""Grain: one work-list item to be worked whose customer nobody has touched for too long."""

from odoo.tools import SQL

from .list_in_use import is_to_do


def stale_item(env, company, key_date):
    """Items in work, or open on list after list, that nobody touched for the days their group allows (C12).

    A touch is the customer taken in work or done, a contact somebody logged, or a comment in his chatter. Days are
    working days, Monday to Friday,
    after the last touch and before ``key_date``; of an open item those on which the customer stood on a list, looking
    back not further than some weeks, so that what he was listed for long ago does not count.

    Grain    one item in state open or in progress, in a group with ``stale_days``
    Columns  account_id, group_id, idle_days
    As of    ``key_date`` for the days, now for the items
    Index    collections_worklist_item._account_once (account_id, run_id), mail_message (model, res_id)
    Cost     items to be worked of such groups, times the lists of some weeks
    """
    items, messages = env["collections.worklist.item"], env["mail.message"]
    contacts = env["collections.contact"]
    names = ("account_id", "run_id", "company_id", "group_id", "key_date", "state", "started_at", "completed_at")
    return SQL(
        """
        SELECT item.account_id, team.id AS group_id, idle.days AS idle_days
          FROM collections_worklist_item item
          JOIN collections_group team ON team.id = item.group_id AND team.stale_days > 0
         CROSS JOIN LATERAL (
               SELECT GREATEST(
                      item.started_at::date,
                      (SELECT MAX(done.completed_at)::date FROM collections_worklist_item done
                        WHERE done.account_id = item.account_id),
                      (SELECT MAX(contact.day) FROM collections_contact contact
                        WHERE contact.account_id = item.account_id AND contact.user_id IS NOT NULL),
                      (SELECT MAX(message.date)::date FROM mail_message message
                        WHERE message.model = 'collections.account' AND message.res_id = item.account_id
                          AND message.message_type = 'comment'),
                      %(key_date)s - 3 * team.stale_days - 7) AS day
             ) AS touched
         CROSS JOIN LATERAL (
               SELECT COUNT(DISTINCT stood.day) AS days
                 FROM (SELECT listed.key_date AS day
                         FROM collections_worklist_item listed
                        WHERE item.state = 'open' AND listed.account_id = item.account_id
                          AND listed.state IN ('open', 'superseded')
                        UNION ALL
                       SELECT series::date
                         FROM generate_series(item.key_date, %(key_date)s, interval '1 day') AS series
                        WHERE item.state = 'in_progress') AS stood
                WHERE stood.day > touched.day AND stood.day < %(key_date)s AND EXTRACT(isodow FROM stood.day) < 6
             ) AS idle
         WHERE item.company_id = %(company)s AND %(to_do)s
           AND idle.days >= team.stale_days
        """,
        company=company.id,
        to_do=is_to_do(),
        key_date=SQL("%s::date", key_date),
        to_flush=[
            *(items._fields[name] for name in names),
            *(contacts._fields[name] for name in ("account_id", "day", "user_id")),
            *(messages._fields[name] for name in ("model", "res_id", "date", "message_type")),
            env["collections.group"]._fields["stale_days"],
            env["collections.run"]._fields["state"],
        ],
    )
