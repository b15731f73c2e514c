"""Grain: one process that has not ended, with what its account says about going on."""

from odoo.tools import SQL

# verdicts with which nothing is to be collected any more, while the strategy is the same
ENDING = ("archived", "paid", "no_group", "no_profile", "minimum")


def process_standing(env, company, ids=None):
    """Whether each process goes on, stands still or is over, by the account as it was derived last.

    A customer left off the list for a while stands still: a hold, a park, an exit rule, no points, or what is overdue
    is covered by something (a promise, a dispute). Without anything overdue to be collected it is over.

    Grain    one collections.process that has not ended
    Columns  process_id, account_id, standing: go, pause, or the reason why it ends
    As of    the accounts as they are stored
    Index    collections_process_one_at_a_time (account_id)
    Cost     processes of the company, or of the accounts ``ids``
    """
    accounts, processes = env["collections.account"], env["collections.process"]
    names = ("active", "verdict", "strategy_id", "overdue")
    return SQL(
        """
        SELECT process.id AS process_id, account.id AS account_id,
               CASE WHEN account.active IS NOT TRUE THEN 'archived'
                    WHEN account.verdict = 'no_profile' THEN 'no_group'
                    WHEN account.verdict IS NULL OR account.verdict = ANY(%(ending)s)
                    THEN COALESCE(account.verdict, 'no_group')
                    WHEN strategy.id IS NULL OR strategy.id IS DISTINCT FROM account.strategy_id THEN 'strategy'
                    WHEN strategy.active IS NOT TRUE OR strategy.process_on IS NOT TRUE THEN 'off'
                    WHEN account.verdict = 'nothing' AND COALESCE(account.overdue, 0) <= 0 THEN 'nothing'
                    WHEN account.verdict = 'listed' THEN 'go'
                    ELSE 'pause' END AS standing
          FROM collections_process process
          JOIN collections_account account ON account.id = process.account_id
          LEFT JOIN collections_strategy strategy ON strategy.id = process.strategy_id
         WHERE process.state <> 'ended' AND process.company_id = %(company)s AND %(only)s
        """,
        ending=list(ENDING),
        company=company.id,
        only=SQL("TRUE") if ids is None else SQL("process.account_id = ANY(%s)", list(ids)),
        to_flush=[
            *(accounts._fields[name] for name in names),
            *(processes._fields[name] for name in ("state", "account_id", "strategy_id", "company_id", "paused_on")),
            *(env["collections.strategy"]._fields[name] for name in ("active", "process_on")),
        ],
    )
