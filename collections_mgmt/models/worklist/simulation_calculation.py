import logging
from collections import defaultdict
from time import monotonic

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...calc.distribution import Work
from ..foundation import bulk
from .run_distribution import Shares

_logger = logging.getLogger(__name__)
CRON = "collections_mgmt.ir_cron_collections_simulation"
# what is told of an account under either strategy, and what a distribution asks for
COMPARED = ("id", "company_id", "group_id", "specialist_id", "assignment_id", "verdict", "priority", "valuation")
COMPARED += ("to_collect",)


class CollectionsSimulation(models.Model):
    """How a simulation is calculated: the layers of the run, laid twice from where the strategy decides."""

    _inherit = "collections.simulation"

    def _calculate(self, tell=lambda percent: None):
        """Compare the two strategies; the number of statements does not depend on the customers.

        :param tell: called with the percentage that is done
        :return: seconds it took
        :raise UserError: when no customer is concerned
        """
        self.ensure_one()
        started = monotonic()
        self.env.flush_all()
        self.line_ids.unlink()
        self.load_ids.unlink()
        with bulk.reading(self.env.cr):
            before, after = self._lay_both(tell)
        self._insert_lines(before, after)
        self._insert_loads(*self._shared_out(before, after), before, after)
        self.invalidate_recordset()
        return monotonic() - started

    # ---------------------------------------------------------------------------------------------------------- tables
    def _lay_both(self, tell):
        """SQL of the accounts concerned as the strategy in force values them, and as the simulated one does."""
        accounts = self.env["collections.account"]._judging()._bringing_forward(self.company_id, self.key_date)
        settling, following = accounts._layers_around_strategy(self.company_id, self.strategy_id, self.instead_of_id)
        day = (self.company_id, self.key_date)
        settled = accounts._lay("settled", settling, *day, tell=lambda part: tell(60 * part))
        self.group_ids = self._groups_concerned(settled)
        concerned = self._of_groups(settled)
        before = accounts._lay("before", following, *day, concerned, wanted=COMPARED)
        tell(70)
        instead = accounts._layer_instead(self.strategy_id, self.instead_of_id)
        _names, concerned = accounts._stack([instead], *day, concerned)  # not kept: no more than another column
        after = accounts._lay("after", following, *day, concerned, wanted=COMPARED)
        tell(80)
        return before, after

    def _groups_concerned(self, settled):
        """Groups of the customers whom the replaced strategy values."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT group_id FROM %s AS account WHERE strategy_id = %s AND group_id IS NOT NULL",
                settled,
                self.instead_of_id.id,
            )
        )
        if not rows:
            raise UserError(
                self.env._("No customer is valued by “%s” on that day: nothing to compare.", self.instead_of_id.name)
            )
        return self.env["collections.group"].browse(group_id for (group_id,) in rows)

    def _of_groups(self, source):
        return SQL("(SELECT * FROM %s AS account WHERE group_id = ANY(%s))", source, self.group_ids.ids)

    # ---------------------------------------------------------------------------------------------------------- result
    def _shared_out(self, before, after):
        """Shares of the customers to be listed before and after, by the distribution of a run that is never saved."""
        run = self.env["collections.run"].new({"company_id": self.company_id.id, "key_date": self.key_date})
        roster, shares = run._roster(), []
        for works in self._works_of_both(run, before, after):
            owners = {}
            for *_of_group, assignment in run._share_out(works, roster):
                owners |= assignment
            shares.append(Shares(owners, roster))
        return shares

    def _works_of_both(self, run, before, after):
        """The works before and after, each as ``_works`` of a run gives them; read together."""
        accounts = SQL(
            """
            (SELECT old.id, old.company_id, old.group_id, old.specialist_id, old.assignment_id,
                    %(listed_before)s AS band_before, old.to_collect::float8 AS amount_before,
                    %(listed_after)s AS band_after, new.to_collect::float8 AS amount_after
               FROM %(before)s AS old
               JOIN %(after)s AS new ON new.id = old.id)
            """,
            listed_before=_listed("old"),
            listed_after=_listed("new"),
            before=before,
            after=after,
        )
        in_either = SQL("(band_before IS NOT NULL OR band_after IS NOT NULL)")
        columns = SQL("band_before, amount_before, band_after, amount_after")
        rows = run._read_works(accounts, in_either, columns)
        works = defaultdict(list), defaultdict(list)
        for group_id, account_id, *who, band_before, amount_before, band_after, amount_after in rows:
            if band_before:
                works[0][group_id].append(Work(account_id, band_before, amount_before, *who))
            if band_after:
                works[1][group_id].append(Work(account_id, band_after, amount_after, *who))
        return [run._of_groups(of_one) for of_one in works]

    # ---------------------------------------------------------------------------------------------------------- written
    def _insert_lines(self, before, after):
        """Customers who enter, leave or change priority, in one statement."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_simulation_line
                       (simulation_id, account_id, group_id, change, priority_before, priority_after,
                        valuation_before, valuation_after, verdict_before, verdict_after,
                        to_collect_before, to_collect_after)
                SELECT %(simulation)s, id, group_id,
                       CASE WHEN listed_before IS NULL THEN 'enters' WHEN listed_after IS NULL THEN 'leaves'
                            WHEN array_position(%(bands)s, listed_after) < array_position(%(bands)s, listed_before)
                            THEN 'up' ELSE 'down' END,
                       listed_before, listed_after, valuation_before, valuation_after, verdict_before, verdict_after,
                       to_collect_before, to_collect_after
                  FROM (SELECT old.id, old.group_id,
                               %(listed_before)s AS listed_before, %(listed_after)s AS listed_after,
                               old.valuation AS valuation_before, new.valuation AS valuation_after,
                               old.verdict AS verdict_before, new.verdict AS verdict_after,
                               old.to_collect AS to_collect_before, new.to_collect AS to_collect_after
                          FROM %(before)s AS old
                          JOIN %(after)s AS new ON new.id = old.id
                       ) AS compared
                 WHERE listed_before IS DISTINCT FROM listed_after
                """,
                simulation=self.id,
                bands=SQL("ARRAY['high', 'medium', 'low']::varchar[]"),
                listed_before=_listed("old"),
                listed_after=_listed("new"),
                before=before,
                after=after,
            )
        )

    def _insert_loads(self, shares_before, shares_after, before, after):
        """Numbers and amounts per group, specialist and priority, in one statement."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO collections_simulation_load
                       (simulation_id, group_id, specialist_id, priority,
                        count_before, amount_before, count_after, amount_after)
                SELECT %(simulation)s, group_id, specialist_id, priority,
                       COUNT(*) FILTER (WHERE is_before), COALESCE(SUM(to_collect) FILTER (WHERE is_before), 0),
                       COUNT(*) FILTER (WHERE NOT is_before), COALESCE(SUM(to_collect) FILTER (WHERE NOT is_before), 0)
                  FROM (%(before)s UNION ALL %(after)s) AS share
                 GROUP BY group_id, specialist_id, priority
                 ORDER BY group_id, specialist_id, array_position(ARRAY['high', 'medium', 'low']::varchar[], priority)
                """,
                simulation=self.id,
                before=_shared(shares_before, before, SQL("TRUE")),
                after=_shared(shares_after, after, SQL("FALSE")),
            )
        )

    def _finish(self, duration):
        self._move_to("done", ("queued",), duration=duration)

    # ------------------------------------------------------------------------------------------------------ background
    def _queue(self):
        self.env["collections.simulation.progress"].create({"simulation_id": self.id})
        self.env.ref(CRON)._trigger()

    @api.model
    def _cron_calculate(self):
        """Calculate the oldest simulation that waits and that nobody else calculates; one in each transaction."""
        domain = [("state", "=", "queued")]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        waiting = self.search(domain, order="id")
        # its progress is written by another cursor and refers to this row, so it stays referable while it is locked
        simulation = waiting.try_lock_for_update(allow_referencing=True, limit=1).filtered_domain(domain)
        if simulation:
            simulation._calculate_or_tell()
            cron._commit_progress(1)

    def _calculate_or_tell(self):
        """Whatever happens, who waits gets an answer, and the job does not run again for ever."""
        simulation = self
        try:
            strategies = self.strategy_id | self.instead_of_id
            if len(strategies) < 2 and self.strategy_id != self.instead_of_id:
                raise UserError(self.env._("The strategy was deleted meanwhile."))
            with self.env.cr.savepoint():
                duration = self._calculate(self._write_progress)
            self._finish(duration)
        except UserError as error:
            simulation._move_to("failed", ("queued",), error_text=str(error))
        except psycopg2.OperationalError:  # somebody wrote at the same time: the cron comes back to it
            self.env.cr.rollback()
            self.env.ref(CRON)._trigger()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Simulation %s failed", self.id)
            text = self.env._("Something unforeseen happened. See the server's log.")
            simulation._move_to("failed", ("queued",), error_text=text)

    def _write_progress(self, percent):
        """Through a cursor of its own: the simulation itself is not committed before its end."""
        with self.env.registry.cursor() as cr:
            steps = self.with_env(self.env(cr=cr)).env["collections.simulation.progress"]
            steps.search([("simulation_id", "=", self.id)]).write({"percent": percent})


class CollectionsSimulationProgress(models.Model):
    """How far a simulation in the background has come. Grain: one simulation."""

    _name = "collections.simulation.progress"
    _description = "Progress of a Simulation"

    simulation_id = fields.Many2one("collections.simulation", required=True, index=True, ondelete="cascade")
    percent = fields.Float()


def _listed(accounts):
    """SQL: the priority with which an account of ``accounts`` (an alias) is listed, NULL when it is not."""
    return SQL("CASE WHEN %(of)s.verdict = 'listed' THEN %(of)s.priority END", of=SQL.identifier(accounts))


def _shared(shares, source, is_before):
    """SQL: the listed accounts of ``source`` with the specialist who would get them."""
    arrays = shares.arrays()
    return SQL(
        """
        SELECT account.group_id, NULLIF(share.specialist_id, 0) AS specialist_id, account.priority,
               account.to_collect, %(is_before)s AS is_before
          FROM unnest(%(accounts)s, %(specialists)s) AS share(account_id, specialist_id)
          JOIN %(source)s AS account ON account.id = share.account_id
        """,
        is_before=is_before,
        accounts=arrays["accounts"],
        specialists=arrays["specialists"],
        source=source,
    )
