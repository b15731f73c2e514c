import logging
from collections import defaultdict
from math import fsum
from time import monotonic

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...calc.distribution import BANDS, Work
from ..foundation import bulk

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
        self._create_loads(self._shared_out(before, after))
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
        """Who would get how much, by the distribution of a run that is never saved.

        :return: dict (group id, user id or None, priority) -> amounts before, amounts after, one of each customer
        """
        run = self.env["collections.run"].new({"company_id": self.company_id.id, "key_date": self.key_date})
        roster, loads = run._roster(), defaultdict(lambda: ([], []))
        for side, works in enumerate(self._works_of_both(run, before, after)):
            for group, of_group, _capacities, owners in run._share_out(works, roster):
                workers = {owner: owner and roster.worker(owner) for owner in set(owners.values())}
                for work in of_group:
                    loads[group.id, workers[owners[work.account_id]], work.band][side].append(work.amount)
        return loads

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

    def _create_loads(self, loads):
        """Numbers and amounts per group, specialist and priority.

        :param loads: as of ``_shared_out``
        """
        values = [
            {
                "simulation_id": self.id,
                "group_id": group_id,
                "specialist_id": specialist_id,
                "priority": priority,
                "count_before": len(before),
                "amount_before": fsum(before),
                "count_after": len(after),
                "amount_after": fsum(after),
            }
            for (group_id, specialist_id, priority), (before, after) in loads.items()
        ]
        values.sort(key=lambda load: (load["group_id"], load["specialist_id"] or 0, BANDS.index(load["priority"])))
        self.load_ids.create(values)

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
