"""Grain: one event in the life of an account, as in ``queries.timeline``: what its process did and who did what."""

import json

from odoo.tools import SQL

from .written_day import written_day


def processes_begun(lang, word):
    """Processes, when they began. Index: collections_process.account_id."""
    return SQL(
        """
        SELECT process.id AS res_id, process.account_id, process.create_date AS at, 'process' AS kind,
               COALESCE(strategy.name->>%(lang)s, strategy.name->>'en_US') AS name, %(word)s AS detail,
               NULL::numeric AS amount, NULL::int AS user_id
          FROM collections_process process
          LEFT JOIN collections_strategy strategy ON strategy.id = process.strategy_id
        """,
        lang=lang,
        word=word,
    )


def processes_ended(lang, states, reasons):
    """Processes, when they ended or were stopped, and why. Index: collections_process.account_id."""
    return SQL(
        """
        SELECT process.id AS res_id, process.account_id,
               GREATEST(COALESCE(process.ended_on::timestamp, process.write_date), process.create_date) AS at,
               'process' AS kind,
               COALESCE(strategy.name->>%(lang)s, strategy.name->>'en_US') AS name,
               CONCAT_WS(': ', %(states)s::jsonb->>process.state,
                         COALESCE(NULLIF(process.note, ''), %(reasons)s::jsonb->>process.end_reason)) AS detail,
               NULL::numeric AS amount, process.stopped_by_id AS user_id
          FROM collections_process process
          LEFT JOIN collections_strategy strategy ON strategy.id = process.strategy_id
         WHERE process.ended_on IS NOT NULL OR process.state = 'stopped'
        """,
        lang=lang,
        states=json.dumps(states),
        reasons=json.dumps(reasons),
    )


def tasks_begun(lang, word, date_format):
    """Tasks, when they were given. Index: collections_process_task.account_id."""
    return SQL(
        """
        SELECT task.id AS res_id, task.account_id, task.create_date AS at, 'task' AS kind,
               COALESCE(task.name->>%(lang)s, task.name->>'en_US') AS name,
               CONCAT_WS(' ', %(word)s::text, %(day)s) AS detail,
               NULL::numeric AS amount, task.user_id
          FROM collections_process_task task
        """,
        lang=lang,
        word=word,
        day=written_day(SQL("task.due_on"), date_format),
    )


def tasks_closed(lang, states):
    """Tasks, when they were done or given up. Index: collections_process_task.account_id."""
    return SQL(
        """
        SELECT task.id AS res_id, task.account_id,
               GREATEST(task.closed_on::timestamp, task.create_date) AS at, 'task' AS kind,
               COALESCE(task.name->>%(lang)s, task.name->>'en_US') AS name,
               CONCAT_WS(': ', %(states)s::jsonb->>task.state, NULLIF(task.note, '')) AS detail,
               NULL::numeric AS amount, task.closed_by_id AS user_id
          FROM collections_process_task task
         WHERE task.closed_on IS NOT NULL
        """,
        lang=lang,
        states=json.dumps(states),
    )
