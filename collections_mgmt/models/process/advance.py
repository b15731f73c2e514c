from odoo import api, models
from odoo.tools import SQL

from ...calc import process
from ...queries.domain_mask import domain_mask
from ...queries.process_people import salesperson, specialist, supervisor


class CollectionsProcess(models.Model):
    """The day of all processes of a company: SQL gathers, the domain engine judges, ``calc.process`` decides."""

    _inherit = "collections.process"

    @api.model
    def _advance(self, company, key_date, ids=None):
        """Bring processes and tasks in line with the accounts and the day, for all of a root company or for ``ids``.

        The number of statements depends on the strategies with a process, never on the customers. A second call on
        the same day changes nothing.

        :param ids: of accounts, derived as of ``key_date`` a moment ago
        """
        processes = self.sudo()
        if not processes._needed(company):
            return
        self.env.flush_all()
        processes._end_over(company, key_date, ids)
        shifted = processes._shift_tasks(company, key_date, ids)
        processes._pause_or_go_on(company, key_date, ids)
        processes._shift_activities(company, key_date, ids, shifted)
        processes._begin(company, key_date, ids)
        processes._run_out(company, key_date, ids)
        processes._move_on(company, key_date, ids)
        processes._follow_the_list(company, ids)
        processes._written()
        processes._notice_moved(company, key_date, ids)

    @api.model
    def _needed(self, company):
        """Whether there is anything to be brought in line: most companies work without a process."""
        self.flush_model(["state", "company_id"])
        self.env["collections.strategy"].flush_model(["process_on", "active"])
        self.env["collections.process.task"].flush_model(["state", "company_id"])
        [(needed,)] = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM collections_strategy WHERE process_on AND active)
                       OR EXISTS (SELECT FROM collections_process WHERE state <> 'ended' AND company_id = %(company)s)
                       OR EXISTS (SELECT FROM collections_process_task
                                   WHERE state = 'open' AND company_id = %(company)s)
                """,
                company=company.id,
            )
        )
        return needed

    # ---------------------------------------------------------------------------------------------------- what follows
    @api.model
    def _move_on(self, company, key_date, ids):
        """Let the steps begin whose time has come."""
        moves, begun, holidays = [], [], self._holidays(company, key_date)
        for strategy in self.env["collections.strategy"].search([("process_on", "=", True)]):
            steps, calc_steps = strategy._calc_steps()
            for sequence, key, base, holds, process_ids in self._waiting(strategy, steps, company, key_date, ids):
                move = process.next_move(calc_steps, (sequence, key), base, holds, key_date, holidays)
                if move.place != (sequence, key) or move.finished:
                    moves.append((process_ids, move))
                begun += [(process_ids, steps.browse(step_id)) for step_id in move.begun]
        self._write_moves(moves)
        self._insert_tasks(begun, company, key_date)

    @api.model
    def _waiting(self, strategy, steps, company, key_date, ids):
        """Processes with nothing to be dealt with, alike ones together.

        :return: rows (sequence and key of the last step, base, mask of the conditions of ``steps``, ids)
        """
        accounts = self.env["collections.account"]._asking(company, key_date)
        related = accounts._judged_relations(company, key_date, ids)
        query, mask = domain_mask(accounts, [step._account_domain() for step in steps], None, related)
        account = SQL.identifier(accounts._table)
        query.add_join(
            "JOIN", "process", "collections_process",
            SQL("process.account_id = %s.id AND process.state = 'running' AND process.paused_on IS NULL", account),
        )  # fmt: skip
        query.add_join("LEFT JOIN", "last", "collections_process_step", SQL("last.id = process.step_id"))
        query.add_where(SQL("process.company_id = %s AND process.strategy_id = %s", company.id, strategy.id))
        query.add_where(
            SQL(
                "NOT EXISTS (SELECT FROM collections_process_task task"
                " WHERE task.process_id = process.id AND task.state = 'open' AND NOT task.ad_hoc)"
            )
        )
        if ids is not None:
            query.add_where(SQL("%s.id = ANY(%s)", account, list(ids)))
        rows = query.select(
            SQL("process.id"),
            SQL("COALESCE(last.sequence, process.last_sequence) AS sequence"),
            SQL("process.last_key AS key"),
            SQL("process.waiting_from AS base"),
            SQL("%s AS mask", mask),
        )
        return self.env.execute_query(
            SQL(
                "SELECT sequence, key, base, mask, ARRAY_AGG(id ORDER BY id) FROM (%s) AS waiting"
                " GROUP BY sequence, key, base, mask ORDER BY 1, 2, 3, 4",
                rows,
            )
        )

    @api.model
    def _write_moves(self, moves):
        """One statement for all."""
        if not moves:
            return
        values = [
            SQL(
                "(%s::int[], %s::int, %s::int, %s::date, %s::boolean)",
                process_ids, *move.place, move.base, move.finished,
            )
            for process_ids, move in moves
        ]  # fmt: skip
        self.env.cr.execute(
            SQL(
                """
                UPDATE collections_process process
                   SET step_id = step.id, last_sequence = moved.sequence, last_key = moved.key,
                       waiting_from = moved.base, state = CASE WHEN moved.finished THEN 'finished' ELSE 'running' END,
                       write_date = (now() AT TIME ZONE 'UTC')
                  FROM (SELECT UNNEST(ids) AS id, sequence, key, base, finished
                          FROM (VALUES %s) AS moved(ids, sequence, key, base, finished)) AS moved
                  LEFT JOIN collections_process_step step ON step.id = moved.key
                 WHERE moved.id = process.id
                """,
                SQL(", ").join(values),
            )
        )

    # ----------------------------------------------------------------------------------------------------------- tasks
    @api.model
    def _insert_tasks(self, begun, company, key_date):
        """One INSERT for all; those done by themselves are written as done, and their people told."""
        if not begun:
            return
        values = [SQL("(%s::int[], %s::int)", process_ids, step.id) for process_ids, step in begun]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_process_task
                       (account_id, process_id, step_id, company_id, name, kind, executor, group_id, user_id,
                        instruction, started_on, due_on, on_timeout, automatic, ad_hoc, state, closed_on,
                        create_uid, write_uid, create_date, write_date)
                SELECT account.id, process.id, step.id, process.company_id, step.name, step.kind, step.executor,
                       step.group_id, %(executor)s, step.instruction, %(key_date)s, %(limit)s,
                       step.on_timeout, COALESCE(step.automatic, FALSE), FALSE,
                       CASE WHEN step.automatic THEN 'done' ELSE 'open' END,
                       CASE WHEN step.automatic THEN %(key_date)s END,
                       %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM (SELECT UNNEST(ids) AS id, step_id FROM (VALUES %(begun)s) AS begun(ids, step_id)) AS begun
                  JOIN collections_process process ON process.id = begun.id
                  JOIN collections_account account ON account.id = process.account_id
                  JOIN collections_process_step step ON step.id = begun.step_id
                 CROSS JOIN LATERAL (SELECT %(key_date)s + NULLIF(step.limit_days, 0) AS day) AS limited
                 ORDER BY account.valuation DESC, account.to_collect DESC, account.id, step.sequence, step.id
                    ON CONFLICT DO NOTHING
             RETURNING id
                """,
                executor=self._executor(),
                key_date=SQL("%s::date", key_date),
                limit=self._next_working_day(SQL("limited.day"), company, key_date),
                uid=self.env.uid,
                begun=SQL(", ").join(values),
            )
        )
        task_ids = [task_id for (task_id,) in self.env.cr.fetchall()]
        self._written()
        self.env["collections.process.task"].browse(task_ids)._tell()

    @api.model
    def _executor(self):
        """SQL over ``account`` and ``step``: with whom the task is. Nobody of another group: its members take it."""
        return SQL(
            """
            CASE step.executor WHEN 'specialist' THEN %(specialist)s
                               WHEN 'supervisor' THEN %(supervisor)s
                               WHEN 'salesperson' THEN COALESCE(%(salesperson)s, %(supervisor)s) END
            """,
            specialist=specialist(),
            supervisor=supervisor(),
            salesperson=salesperson(),
        )
