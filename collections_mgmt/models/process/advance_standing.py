from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...calc.process import START
from ...queries.process_people import specialist, supervisor
from ...queries.process_standing import process_standing
from ...queries.working_day import working_day

WAITED, WAITS = timedelta(days=60), timedelta(days=760)


class CollectionsProcess(models.Model):
    """What the accounts and the calendar do to processes: begin, stand still, go on, run out of time, end."""

    _inherit = "collections.process"

    @api.model
    def _end_over(self, company, key_date, ids):
        """End those with nothing to collect, and put away their tasks; tasks somebody added only when all is paid."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collections_process process
                   SET state = 'ended', ended_on = %(key_date)s, end_reason = judged.standing, paused_on = NULL,
                       write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s
                  FROM (%(standing)s) AS judged
                 WHERE judged.process_id = process.id AND judged.standing NOT IN ('go', 'pause')
                """,
                key_date=key_date,
                uid=self.env.uid,
                standing=process_standing(self.env, company, ids),
            )
        )
        self._put_away_tasks(company, key_date, ids)

    @api.model
    def _put_away_tasks(self, company, key_date, ids):
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collections_process_task task
                   SET state = 'cancelled', closed_on = %(key_date)s,
                       write_date = (now() AT TIME ZONE 'UTC'), write_uid = %(uid)s
                  FROM collections_account account
                 WHERE account.id = task.account_id AND task.state = 'open' AND task.company_id = %(company)s
                   AND %(only)s
                   AND CASE WHEN task.ad_hoc THEN account.verdict IN ('paid', 'archived')
                            ELSE (SELECT process.state = 'ended' FROM collections_process process
                                   WHERE process.id = task.process_id) END
             RETURNING task.id
                """,
                key_date=key_date,
                uid=self.env.uid,
                company=company.id,
                only=self._only("task", ids),
            )
        )
        self._written()
        self.env["collections.process.task"].browse(row[0] for row in rows)._untell()

    @api.model
    def _pause_or_go_on(self, company, key_date, ids):
        """Stand still with those left off the list; what goes on gets the days back that it stood still."""
        standing = process_standing(self.env, company, ids)
        self.env.cr.execute(
            SQL(
                """
                UPDATE collections_process process
                   SET paused_on = CASE WHEN judged.standing = 'pause' THEN %(key_date)s::date END,
                       waiting_from = process.waiting_from + COALESCE(%(key_date)s - process.paused_on, 0)
                  FROM (%(standing)s) AS judged
                 WHERE judged.process_id = process.id AND process.state = 'running'
                   AND judged.standing IN ('go', 'pause')
                   AND (judged.standing = 'pause') <> (process.paused_on IS NOT NULL)
                """,
                key_date=SQL("%s::date", key_date),
                standing=standing,
            )
        )

    @api.model
    def _shift_tasks(self, company, key_date, ids):
        """Before their processes go on: time limits move by the days the process stood still.

        :return: ids of the tasks
        """
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE collections_process_task task
                   SET due_on = %(working_day)s, write_date = (now() AT TIME ZONE 'UTC')
                  FROM (SELECT waiting.id, waiting.due_on + (%(key_date)s - process.paused_on) AS day
                          FROM (%(standing)s) AS judged
                          JOIN collections_process process
                            ON process.id = judged.process_id AND process.paused_on IS NOT NULL
                          JOIN collections_process_task waiting
                            ON waiting.process_id = process.id AND waiting.state = 'open' AND NOT waiting.ad_hoc
                         WHERE judged.standing = 'go' AND waiting.due_on IS NOT NULL) AS shifted
                 WHERE shifted.id = task.id
             RETURNING task.id
                """,
                working_day=self._next_working_day(SQL("shifted.day"), company, key_date),
                key_date=SQL("%s::date", key_date),
                standing=process_standing(self.env, company, ids),
            )
        )
        return [task_id for (task_id,) in rows]

    @api.model
    def _holidays(self, company, key_date):
        """Of the time a step may wait or last, and of what it waited for."""
        return company._holidays(key_date - WAITED, key_date + WAITS)

    @api.model
    def _next_working_day(self, day, company, key_date):
        """SQL: ``day``, or the working day after it."""
        return working_day(day, self._holidays(company, key_date))

    @api.model
    def _shift_activities(self, company, key_date, ids, shifted):
        """What stands still is nobody's overdue activity: its deadline moves with the limit, a day each day.

        A later deadline that somebody gave it stays.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_activity activity
                   SET date_deadline = %(working_day)s
                  FROM (SELECT task.activity_id AS id,
                               COALESCE(task.due_on, task.started_on)
                               + COALESCE(%(key_date)s - process.paused_on, 0) AS day
                          FROM collections_process_task task
                          JOIN collections_process process ON process.id = task.process_id
                         WHERE task.state = 'open' AND NOT task.ad_hoc AND task.company_id = %(company)s AND %(only)s
                           AND (process.paused_on IS NOT NULL OR task.id = ANY(%(shifted)s))) AS moved
                 WHERE activity.id = moved.id AND activity.active AND activity.date_deadline < moved.day
                """,
                working_day=self._next_working_day(SQL("moved.day"), company, key_date),
                key_date=SQL("%s::date", key_date),
                company=company.id,
                only=self._only("task", ids),
                shifted=shifted,
            )
        )

    @api.model
    def _begin(self, company, key_date, ids):
        """A process for each customer to be listed by a strategy with one; two at once begin one."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_process
                       (account_id, company_id, strategy_id, state, started_on, waiting_from, last_sequence, last_key,
                        create_uid, write_uid, create_date, write_date)
                SELECT account.id, account.company_id, strategy.id, 'running', %(key_date)s, %(key_date)s,
                       %(sequence)s, %(key)s, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM collections_account account
                  JOIN collections_strategy strategy
                    ON strategy.id = account.strategy_id AND strategy.active AND strategy.process_on
                 WHERE account.company_id = %(company)s AND account.active AND account.verdict = 'listed' AND %(only)s
                   AND EXISTS (SELECT FROM collections_process_step step
                                WHERE step.strategy_id = strategy.id AND step.active)
                   AND NOT EXISTS (SELECT FROM collections_process process
                                    WHERE process.account_id = account.id AND process.state <> 'ended')
                 ORDER BY account.id
                    ON CONFLICT DO NOTHING
                """,
                key_date=key_date,
                sequence=START[0],
                key=START[1],
                uid=self.env.uid,
                company=company.id,
                only=SQL("TRUE") if ids is None else SQL("account.id = ANY(%s)", list(ids)),
            )
        )

    # ------------------------------------------------------------------------------------------------------ time is up
    @api.model
    def _run_out(self, company, key_date, ids):
        """Tasks whose time is up: the next step follows, or the supervisor takes it, and is told."""
        self._written()
        self.env.cr.execute(
            SQL(
                """
                WITH expired AS (
                    UPDATE collections_process_task task
                       SET state = 'expired', closed_on = %(key_date)s, write_date = (now() AT TIME ZONE 'UTC')
                      FROM collections_process process
                     WHERE %(late)s AND task.on_timeout = 'next'
                 RETURNING task.id, task.process_id)
                UPDATE collections_process process
                   SET waiting_from = %(key_date)s, write_date = (now() AT TIME ZONE 'UTC')
                  FROM expired WHERE expired.process_id = process.id
             RETURNING expired.id
                """,
                key_date=key_date,
                late=self._late(company, key_date, ids),
            )
        )
        expired = [task_id for (task_id,) in self.env.cr.fetchall()]
        self.env.cr.execute(
            SQL(
                """
                UPDATE collections_process_task task
                   SET escalated_on = %(key_date)s,
                       executor = CASE WHEN people.supervisor_id IS NULL THEN task.executor ELSE 'supervisor' END,
                       user_id = COALESCE(people.supervisor_id, task.user_id),
                       write_date = (now() AT TIME ZONE 'UTC')
                  FROM collections_process process, collections_account account
                 CROSS JOIN LATERAL (SELECT %(supervisor)s AS supervisor_id) AS people
                 WHERE %(late)s AND task.on_timeout = 'escalate' AND task.escalated_on IS NULL
                   AND account.id = task.account_id
             RETURNING task.id
                """,
                key_date=key_date,
                supervisor=supervisor(),
                late=self._late(company, key_date, ids),
            )
        )
        escalated = [task_id for (task_id,) in self.env.cr.fetchall()]
        self._written()
        tasks = self.env["collections.process.task"]
        tasks.browse(expired + escalated)._untell()
        tasks.browse(escalated)._tell()

    def _late(self, company, key_date, ids):
        """SQL condition over ``task`` and ``process``: the time of the task is up and the process goes on."""
        return SQL(
            "process.id = task.process_id AND process.state = 'running' AND process.paused_on IS NULL"
            " AND task.state = 'open' AND NOT task.ad_hoc AND task.due_on < %s AND task.company_id = %s AND %s",
            key_date,
            company.id,
            self._only("task", ids),
        )

    @api.model
    def _follow_the_list(self, company, ids):
        """Tasks of specialists are with whom the customer is on the list: substitutes and take-overs included."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collections_process_task task
                   SET user_id = people.specialist_id, write_date = (now() AT TIME ZONE 'UTC')
                  FROM collections_account account
                 CROSS JOIN LATERAL (SELECT %(specialist)s AS specialist_id) AS people
                 WHERE account.id = task.account_id AND task.state = 'open' AND task.executor = 'specialist'
                   AND NOT task.ad_hoc AND task.company_id = %(company)s AND %(only)s
                   AND people.specialist_id IS NOT NULL AND people.specialist_id IS DISTINCT FROM task.user_id
                """,
                specialist=specialist(),
                company=company.id,
                only=self._only("task", ids),
            )
        )

    def _only(self, alias, ids):
        return SQL("TRUE") if ids is None else SQL("%s.account_id = ANY(%s)", SQL.identifier(alias), list(ids))

    @api.model
    def _written(self):
        """What was written around the ORM is read anew."""
        self.invalidate_model()
        self.env["collections.process.task"].invalidate_model()
        self.env["mail.activity"].invalidate_model(["date_deadline"])
