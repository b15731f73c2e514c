from odoo import models
from odoo.tools import SQL

from ...calc import joining
from ...queries.named_columns import named_columns
from ..foundation import bulk
from .run_distribution import ASSIGNED, FIXED, Shares


class CollectionsRun(models.Model):
    """A list in use follows the figures of some customers (B18, C11), in a constant number of statements."""

    _inherit = "collections.run"

    def _follow(self, account_ids):
        """Bring the items of ``account_ids`` in line with their accounts, which were derived a moment ago.

        Items to be done get the new figures. An open one whose customer is not to be listed any more, or belongs to
        another group now, gives way; one in work stays with its specialist. A customer to be listed who has no item
        gets one, unless somebody was done with him today.
        """
        self.ensure_one()
        self._update_items(account_ids)
        self._release_items(account_ids)
        self._join_items(account_ids)
        self.env["collections.worklist.item"].invalidate_model()

    def _update_items(self, account_ids):
        snapshot = self.env["collections.worklist.item"]._snapshot(self.key_date)
        rows = SQL(
            """
            SELECT item.id, %s
              FROM collections_worklist_item item
              JOIN collections_account account ON account.id = item.account_id
             WHERE item.account_id = ANY(%s)
               AND (item.state = 'in_progress'
                    OR item.run_id = %s AND item.state = 'open' AND account.verdict = 'listed')
            """,
            named_columns(snapshot),
            account_ids,
            self.id,
        )
        bulk.update_changed(self.env["collections.worklist.item"], tuple(snapshot), rows)

    def _release_items(self, account_ids):
        """Open items that are not for their group any more give way, and say why."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collections_worklist_item item
                   SET state = 'superseded', write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s,
                       left_because = CASE WHEN account.verdict = 'listed' THEN 'moved'
                                           ELSE COALESCE(account.verdict, 'no_group') END
                  FROM collections_account account
                 WHERE account.id = item.account_id AND item.account_id = ANY(%(accounts)s)
                   AND item.run_id = %(run)s AND item.state = 'open'
                   AND (account.verdict IS DISTINCT FROM 'listed' OR account.group_id IS DISTINCT FROM item.group_id)
                """,
                uid=self.env.uid,
                accounts=account_ids,
                run=self.id,
            )
        )

    # --------------------------------------------------------------------------------------------------------- joining
    def _join_items(self, account_ids):
        rows = self._joining(account_ids)
        if not rows:
            return
        shares = self._join_shares(rows)
        for account_id in self._reopen_items(shares):
            del shares.owners[account_id]
        self._insert_items(None, shares)

    def _joining(self, account_ids):
        """Accounts to be listed without an item to be done, nor one done today.

        :return: rows of (group id, account id, priority, amount, fixed specialist, who had it last)
        """
        in_hand = self._accounts_in_hand(account_ids)
        return self.env.execute_query(
            SQL(
                """
                SELECT account.group_id, account.id, account.priority, account.to_collect, %(fixed)s,
                       (SELECT COALESCE(item.original_specialist_id, item.specialist_id)
                          FROM collections_worklist_item item
                         WHERE item.account_id = account.id
                         ORDER BY item.id DESC LIMIT 1)
                  FROM collections_account account
                       %(assigned)s
                 WHERE account.id = ANY(%(accounts)s) AND account.company_id = %(company)s
                   AND account.verdict = 'listed' AND account.id <> ALL(%(in_hand)s)
                   AND NOT EXISTS (SELECT FROM collections_worklist_item item
                                    WHERE item.account_id = account.id AND item.run_id = %(run)s
                                      AND item.state <> 'superseded')
                 ORDER BY account.id
                """,
                fixed=FIXED,
                assigned=ASSIGNED,
                accounts=account_ids,
                company=self.company_id.id,
                in_hand=list(in_hand),
                run=self.id,
            )
        )

    def _join_shares(self, rows):
        """Who gets whom: see ``calc.joining``.

        :return: ``Shares``
        """
        roster, owners = self._roster(), {}
        loads = self._loads()
        groups = self.env["collections.group"].sudo()
        for group in groups.browse({row[0] for row in rows}):
            works = [
                joining.Joining(account_id, band, amount, *(self._present(user_id, roster) for user_id in theirs))
                for group_id, account_id, band, amount, *theirs in rows
                if group_id == group.id
            ]
            owners |= joining.join(works, loads, self._present_capacities(group, roster))
        return Shares(owners, roster)

    def _present(self, user_id, roster):
        """``user_id`` when he or a substitute is there, else None."""
        return user_id if user_id and roster.worker(user_id) else None

    def _loads(self):
        """dict user id -> number of items he has to do; those of an absent are his, whoever works them."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(original_specialist_id, specialist_id), COUNT(*) FROM collections_worklist_item
                 WHERE (state = 'in_progress' AND company_id = %s OR state = 'open' AND run_id = %s)
                   AND specialist_id IS NOT NULL
                 GROUP BY 1
                """,
                self.company_id.id,
                self.id,
            )
        )
        return dict(rows)

    def _reopen_items(self, shares):
        """Customers who left this list today come back on it: an account stands once on a list.

        :return: set of their account ids
        """
        items = self.env["collections.worklist.item"]
        taken_over = {"group_id": SQL("account.group_id"), **items._snapshot(self.key_date)}
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collections_worklist_item item
                   SET state = 'open', left_because = NULL, waiting = FALSE, %(assign)s,
                       specialist_id = NULLIF(share.specialist_id, 0),
                       original_specialist_id = NULLIF(share.original_id, 0),
                       write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s
                  FROM unnest(%(accounts)s, %(specialists)s, %(originals)s)
                       AS share(account_id, specialist_id, original_id)
                  JOIN collections_account account ON account.id = share.account_id
                 WHERE item.account_id = share.account_id AND item.run_id = %(run)s AND item.state = 'superseded'
             RETURNING item.account_id
                """,
                assign=SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value) for name, value in taken_over.items()
                ),
                uid=self.env.uid,
                run=self.id,
                **shares.arrays(),
            )
        )
        return {account_id for (account_id,) in rows}
