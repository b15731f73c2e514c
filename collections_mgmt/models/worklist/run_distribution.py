from collections import defaultdict
from datetime import datetime, time, timezone
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...calc import distribution, substitution
from ..foundation import bulk

# over ``account``: whom it must go to; while a temporary assignment is in force, the one of that
FIXED = SQL("CASE WHEN assignment.id IS NULL THEN account.specialist_id ELSE assignment.specialist_id END")
ASSIGNED = SQL("LEFT JOIN collections_assignment assignment ON assignment.id = account.assignment_id")


class Roster(NamedTuple):
    """Who is there on a day: the users who can work for the company, and who stands in for whom."""

    active: set
    substitutes: dict

    def worker(self, user_id):
        """Who works for ``user_id``: himself, the end of the chain of his substitutes, or nobody (None)."""
        worker = substitution.resolve(user_id, self.substitutes)
        return worker if worker in self.active else None


class Shares(NamedTuple):
    """Who gets which account: ``owners``, a dict account id -> user id or None, and who works for them."""

    owners: dict
    roster: Roster

    def arrays(self):
        """SQL arrays to be unnested side by side, 0 for nobody: accounts, who works them, and for whom as a substitute.

        In the order of the accounts, in which they are found fastest.
        """
        accounts = sorted(self.owners)
        owners = [self.owners[account_id] for account_id in accounts]
        workers = {owner: owner and self.roster.worker(owner) or 0 for owner in set(owners)}
        absent = {owner: owner if owner and worker != owner else 0 for owner, worker in workers.items()}
        return {
            "accounts": bulk.int_array(accounts),
            "specialists": bulk.int_array(map(workers.get, owners)),
            "originals": bulk.int_array(map(absent.get, owners)),
        }


class CollectionsRun(models.Model):
    """Distribution (C2, C3, A6): fixed specialist, else a balanced share of the group; the absent are replaced.

    Within the balance a customer stays with the specialist who had him on the list before.
    """

    _inherit = "collections.run"

    def _distribute(self, source, in_hand):
        """Share out the accounts to be listed, group by group; the remaining imbalance is stored on the run.

        :param source: SQL of the accounts as of another day, or None for the table
        :param in_hand: ids of accounts that get no new item
        :return: ``Shares``
        """
        roster = self._roster()
        owners, imbalances = {}, []
        for group, works, capacities, assignment in self._share_out(self._works(source, in_hand), roster):
            owners |= assignment
            if capacities:
                imbalances += distribution.imbalance(works, assignment, capacities).values()
            else:
                self._warn_without_members(group, sum(work.fixed is None for work in works))
        self.imbalance_count = max((spread.count_spread for spread in imbalances), default=0)
        self.imbalance_percent = max((spread.amount_spread_of_others_percent for spread in imbalances), default=0.0)
        self.outsized_count = sum(spread.outsized for spread in imbalances)
        return Shares(owners, roster)

    def _share_out(self, works, roster):
        """For each group of ``works``: itself, its works as they are shared, among whom, and who gets which."""
        for group, of_group in works.items():
            released, capacities = self._released(of_group, roster), self._present_capacities(group, roster)
            yield group, released, capacities, distribution.share(released, capacities)

    def _roster(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT person.id
                  FROM res_users person
                  JOIN res_company_users_rel works_for ON works_for.user_id = person.id
                  JOIN res_company company ON company.id = works_for.cid
                 WHERE person.active AND split_part(company.parent_path, '/', 1)::int = %s AND person.id = ANY(%s)
                """,
                self.company_id.id,
                self.env.ref("collections_mgmt.collections_mgmt_group_specialist").sudo().all_user_ids.ids,
            )
        )
        substitutes = self.env["collections.substitution"].sudo()._valid_on(self.key_date)
        return Roster({user_id for (user_id,) in rows}, substitutes)

    def _works(self, source, in_hand):
        """The accounts to be listed, as dict group -> list of ``calc.distribution.Work``."""
        accounts = source or SQL.identifier(self.env["collections.account"]._table)
        listed, columns = SQL("account.verdict = 'listed'"), SQL("account.priority, account.to_collect::float8")
        works = defaultdict(list)
        for group_id, account_id, *who, band, amount in self._read_works(accounts, listed, columns):
            if account_id not in in_hand:
                works[group_id].append(distribution.Work(account_id, band, amount, *who))
        return self._of_groups(works)

    def _of_groups(self, works):
        """``works``, a dict by the ids of groups, by these groups."""
        groups = self.env["collections.group"].sudo()
        return {groups.browse(group_id): works[group_id] for group_id in sorted(works)}

    def _read_works(self, accounts, condition, columns):
        """Group and id of the ``accounts`` (SQL) of which ``condition`` holds, to whom they must go, who had them
        before, and ``columns``.

        Fixed is the specialist set on the account; while a temporary assignment is in force, the one of that. Who had
        an account before is its specialist on the list in use, or whom he stood in for there.
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT account.group_id, account.id, %(fixed)s,
                       COALESCE(before.original_specialist_id, before.specialist_id), %(columns)s
                  FROM %(accounts)s AS account
                       %(assigned)s
                  LEFT JOIN collections_worklist_item before
                    ON before.account_id = account.id
                   AND before.run_id = (SELECT id FROM collections_run WHERE company_id = %(company)s
                                           AND state = 'current')
                 WHERE account.company_id = %(company)s AND %(condition)s
                """,
                columns=columns,
                fixed=FIXED,
                assigned=ASSIGNED,
                accounts=accounts,
                condition=condition,
                company=self.company_id.id,
            )
        )

    def _present_capacities(self, group, roster):
        """Members who are there, or whose substitute takes their share."""
        capacities = group._capacities(self.company_id)
        return {user_id: capacity for user_id, capacity in capacities.items() if roster.worker(user_id)}

    def _released(self, works, roster):
        """Accounts of a fixed specialist whom nobody stands in for go to the group for the day."""
        gone = {work.fixed for work in works if work.fixed and not roster.worker(work.fixed)}
        return [work._replace(fixed=None) if work.fixed in gone else work for work in works] if gone else works

    def _warn_without_members(self, group, count):
        text = self.env._(
            "Group “%(group)s” has nobody to work: %(count)s items without specialist", group=group.name, count=count
        )
        self.log = f"{self.log or ''}{text}\n"

    def _accounts_in_hand(self, account_ids=None):
        """Ids of accounts with an item in work, or worked for or on this very day already: they get no second item.

        :param account_ids: look at these only
        """
        midnight = self.env.tz.localize(datetime.combine(self.key_date, time.min)).astimezone(timezone.utc)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account_id FROM collections_worklist_item
                 WHERE company_id = %(company)s AND state = 'in_progress' AND %(among)s
                 UNION
                SELECT account_id FROM collections_worklist_item
                 WHERE company_id = %(company)s AND state = 'completed' AND %(among)s
                   AND completed_at >= %(midnight)s AND completed_at < %(midnight)s + interval '1 day'
                 UNION
                SELECT account_id FROM collections_worklist_item
                 WHERE run_id = ANY(ARRAY(SELECT id FROM collections_run
                                           WHERE company_id = %(company)s AND key_date = %(key_date)s))
                   AND state = 'completed' AND %(among)s
                """,
                company=self.company_id.id,
                key_date=self.key_date,
                midnight=midnight.replace(tzinfo=None),
                among=SQL("TRUE") if account_ids is None else SQL("account_id = ANY(%s)", list(account_ids)),
            )
        )
        return {account_id for (account_id,) in rows}
