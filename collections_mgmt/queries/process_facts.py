"""Grain: one account. Where its process stands."""

from odoo.tools import SQL

from .few import among
from .passing_day import judged_now, passes


def process_facts(company_id, key_date, account_ids=None):
    """The process a customer is in, the step that is to be dealt with, and its time.

    Grain    one collections.account with a process that has not ended
    Columns  id; in_process (not stopped, steps are left), process_taken (all steps are), process_step_kind,
             process_step_days (since the step began), process_due_on, process_limit_days (until its time is up,
             negative after it; the days it stands still do not count), process_escalated. Of the step: NULL while the
             next one is waited for
    As of    the processes of now, the days of ``key_date``
    Index    collections_process_one_at_a_time, collections_process_task_one_step_at_a_time
    Cost     processes that have not ended

    :param account_ids: a list or SQL; None for all of the root company
    """
    return SQL(
        """
        SELECT process.account_id AS id,
               limited.day AS process_due_on,
               limited.day - %(key_date)s::date AS process_limit_days,
               process.state = 'running' AS in_process,
               process.state = 'finished' AS process_taken,
               task.kind AS process_step_kind,
               CASE WHEN task.id IS NOT NULL THEN GREATEST(0, %(key_date)s::date - task.started_on) END
                   AS process_step_days,
               task.escalated_on IS NOT NULL AS process_escalated
          FROM collections_process process
          LEFT JOIN collections_process_task task
            ON task.process_id = process.id AND task.state = 'open' AND NOT task.ad_hoc
         CROSS JOIN LATERAL (
               SELECT task.due_on + GREATEST(0, COALESCE(%(key_date)s::date - process.paused_on, 0)) AS day) AS limited
         WHERE process.state <> 'ended' AND process.company_id = %(company)s
           AND process.started_on <= %(key_date)s::date
           AND %(few)s
        """,
        key_date=key_date,
        company=company_id,
        few=among("process.account_id", account_ids),
    )


def process_changing(since, key_date):
    """Processes that say something else on ``key_date`` than on ``since``, but for the days since a step began and
    until its time is up: while a process stands still that day moves on.

    Grain    one collections.process
    Columns  account_id, move_id (NULL: they cover nothing)
    As of    ``key_date``; what was written in this transaction is among them
    Cost     processes there ever were
    """
    return SQL(
        """
        SELECT process.account_id, NULL::int AS move_id
          FROM collections_process process
          LEFT JOIN collections_process_task task ON task.process_id = process.id AND task.state = 'open'
         WHERE process.paused_on IS NOT NULL OR %(begins)s OR %(step_begins)s OR %(written)s
        """,
        begins=passes("process.started_on", since, key_date, 0),
        step_begins=passes("task.started_on", since, key_date, 0),
        written=judged_now("process", "task"),
    )
