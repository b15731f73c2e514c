"""What is measured, one method each. Everything is rolled back, and what a run leaves behind is vacuumed away.

CPU seconds of process and backend together; medians, since the machine has other things to do.
"""

from contextlib import contextmanager, nullcontext
from datetime import timedelta
from statistics import median

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.collections_mgmt.calc import distribution
from odoo.addons.collections_mgmt.models.foundation import bulk

from . import commitments, ledger, limit, overrides, scene, screens
from .meter import Meter

ACCOUNTING = (
    "account.move",
    "account.move.line",
    "account.payment",
    "account.partial.reconcile",
    "account.full.reconcile",
    "payment.transaction",
    "res.partner",
)
WRITTEN = ("collections_account", "collections_worklist_item", "collections_run", "collections_run_load")
HOOKS = [("collections.refresh", "_append_noticed")]  # what a transaction does for the add-on before it is committed
PAIRS = 3
MOST_PAIRS, PAIRS_SECONDS = 9, 20  # more pairs of a small ledger, of which a disturbed one counts more
CUSTOMERS = 50
MANY_PAYMENTS = 1000
COMPANY = 1  # whose invoices are paid
ALLOWED_DIFFERENCE = 0.02  # of the mean load of a member


class Measures:
    """All measures on one database; ``run_all`` gives them as a dict name -> number."""

    def __init__(self, registry, key_date, show):
        self.registry, self.key_date, self.show = registry, key_date, show
        self.cr = registry.cursor()
        self.meter = Meter(self.cr)
        self.found, self.unpaid = {}, []

    def run_all(self):
        runs = (self.runs, self.audit, self.rerun, self.distribution, self.simulation)
        for step in (*runs, self.incremental, self.payments, self.many_payments, self.pages, self.committed):
            self.show(f"measuring: {step.__name__}")
            step()
        self.cr.close()
        return self.found

    # ------------------------------------------------------------------------------------------------------------ runs
    def runs(self):
        """Limit and product in turn; both start from the list of yesterday."""
        warming_up = self._pair()
        pairs = [self._pair() for _n in range(_pairs_of(warming_up[1].wall))]
        limits, runs = zip(*pairs, strict=True)
        self._note(
            limit_s=_cpu(limits),
            run_s=_cpu(runs),
            run_vs_limit=_cpu(runs) / _cpu(limits),
            statements=self._statements(runs),
            peak_mb=max(cost.peak_mb for cost in runs),
        )

    def _pair(self):
        pair = self._limit(), self._run()
        self.show(f"  limit {pair[0].cpu:.2f} s, run {pair[1].cpu:.2f} s")
        return pair

    def _limit(self):
        with self._rolled_back():
            limit.prepare(self.cr)
            with self.meter.measure() as cost:
                limit.run(self.cr, self.key_date)
        return cost

    def _run(self):
        with self._rolled_back() as env:
            with self.meter.measure() as cost:
                scene.make_lists(env, self.key_date)
        self._vacuum()
        return cost

    def _runs(self):
        """As many as there were pairs; the first one warms up."""
        return [self._run() for _n in range(_pairs_of(self.found["run_s"]) + 1)][1:]

    def _statements(self, runs):
        """Of a run of one company."""
        return max(run.statements for run in runs) / len(self._env()["collections.run"]._companies())

    def audit(self):
        """How many customers a new day touches; what it costs to read everything, as the audit does."""
        with self._rolled_back() as env:
            accounts, companies = env["collections.account"], env["collections.run"]._companies()
            with bulk.reading(self.cr):
                kept = [accounts._bringing_forward(company, self.key_date)._kept() for company in companies]
            touched = sum(self._count(of_company.touched) for of_company in kept)
            known = accounts.search_count([("company_id", "in", companies.ids)])
            with self.meter.measure() as cost:
                for company in companies:
                    env["collections.audit"]._audit(company)
        self._note(touched_percent=touched * 100 / known, audit_s=cost.cpu)

    def _count(self, table):
        self.cr.execute(SQL("SELECT COUNT(*) FROM %s", table))
        return self.cr.fetchone()[0]

    def rerun(self):
        """The same day again, after it was committed; at the end the list of yesterday is in use again."""
        scene.make_lists(self._env(), self.key_date)
        self.cr.commit()
        self._vacuum()
        self._note(rerun_vs_first=_cpu(self._runs()) / self.found["run_s"])
        scene.make_lists(self._env(), self.key_date - timedelta(days=1))
        self.cr.commit()
        self._vacuum()

    def distribution(self):
        """How even the shares of a band are, over all groups and companies, with the capacities of the scene."""
        spreads = []
        with self._rolled_back() as env:
            for run in scene.make_lists(env, self.key_date):
                spreads += self._spreads(run)
        self._note(
            spread_items=max(spread.count_spread for spread, _giant in spreads),
            spread_percent=max((spread.amount_spread_percent for spread, giant in spreads if not giant), default=0),
            spread_percent_any=max(spread.amount_spread_percent for spread, _giant in spreads),
        )

    def _spreads(self, run):
        """Per band: its imbalance, and whether one customer alone is more than the difference allowed."""
        for group, works in run._works(None, set()).items():
            capacities = run._present_capacities(group, run._roster())
            assignment = distribution.share(works, capacities)
            for band, spread in distribution.imbalance(works, assignment, capacities).items():
                amounts = [float(work.amount) for work in works if work.band == band] or [0.0]
                yield spread, max(amounts) > sum(amounts) / len(capacities) * ALLOWED_DIFFERENCE

    # ----------------------------------------------------------------------------------------------------- bookings
    def incremental(self):
        """Refresh and valuation of customers one by one, and of a thousand at once."""
        with self._rolled_back() as env:
            accounts = env["collections.account"].search([("item_count", ">", 0)], order="id")
            sample = accounts[:: max(1, len(accounts) // CUSTOMERS)][:CUSTOMERS]
            largest = accounts.search([], order="item_count desc, id", limit=1)
            self._refresh_each(sample, self.key_date)  # warms up: what is composed and planned once for each company
            days = [self.key_date + timedelta(days=n) for n in range(1, 2 * PAIRS)]
            self._note(
                incremental_ms=median(self._refresh_each(sample, day) for day in days) * 1000,
                incremental_largest_ms=median(self._refresh_each(largest, day) for day in days) * 1000,
                largest_items=largest.item_count,
            )
            batch = accounts.filtered(lambda account: account.company_id == largest.company_id)[:1000]
            with self.meter.measure() as cost:
                self._refresh(batch, self.key_date)
            self._note(refresh_1000_s=cost.cpu)

    def _refresh_each(self, accounts, key_date):
        """CPU seconds of one refresh; as of another day each time, so that the row is rewritten."""
        with self.meter.measure() as cost:
            for account in accounts:
                self._refresh(account, key_date)
        return cost.cpu / len(accounts)

    def _refresh(self, accounts, key_date):
        accounts._refresh(accounts.company_id[:1], key_date, accounts.ids)

    def payments(self):
        """Register payments, each in a transaction of its own: what the add-on does in it, and with its overrides and
        without, in turn.
        """
        spent, pairs = [], []
        for n, invoice in enumerate(self._unpaid(self._env(), 4 * PAIRS + 1).ids):
            with overrides.told_apart(self.registry, ACCOUNTING, HOOKS, self.meter.cpu) as part:
                self._register(invoice)
            pair = {}
            for active in (True, False) if n % 2 else (False, True):  # who comes second finds more in memory
                with nullcontext() if active else overrides.taken_away(self.registry, ACCOUNTING):
                    pair[active] = self._register(invoice)
            spent.append(part.spent)
            pairs.append(pair)
        spent, pairs = spent[1:], pairs[1:]  # the first ones warm up
        self._note(
            payment_overhead_ms=median(spent) * 1000,
            payment_difference_ms=median(pair[True].cpu - pair[False].cpu for pair in pairs) * 1000,
            payment_overhead_statements=median(pair[True].statements - pair[False].statements for pair in pairs),
            payment_ms=_cpu(pair[False] for pair in pairs) * 1000,
        )

    def _register(self, invoice_id):
        with self._rolled_back() as env, self.meter.measure() as cost:
            self._pay(env, env["account.move"].browse(invoice_id))
        return cost

    def many_payments(self):
        """A thousand payments in one transaction: how often that is noticed and customers are derived."""
        with self._rolled_back() as env:
            invoices = self._unpaid(env, MANY_PAYMENTS)
            queue = type(env["collections.refresh"])
            with self._counted(queue, "_append") as inserts, self._counted(queue, "_trigger_job") as triggers:
                self._pay(env, invoices)
            company = env["res.company"].browse(COMPANY)
            with self._counted(type(env["collections.account"]), "_refresh") as refreshes:
                with self.meter.measure() as cost:
                    while env["collections.refresh"]._refresh_batch(company):
                        pass
        self._note(
            many_payments=len(invoices),
            many_inserts=len(inserts),
            many_triggers=len(triggers),
            many_refreshes=len(refreshes),
            many_refresh_s=cost.cpu,
        )

    def _unpaid(self, env, limit):
        """Invoices that nobody has paid yet, the youngest first; looked up once, since all is rolled back."""
        domain = [("move_type", "=", "out_invoice"), ("payment_state", "=", "not_paid"), ("company_id", "=", COMPANY)]
        if not self.unpaid:
            self.unpaid = env["account.move"].search(domain, order="id desc", limit=MANY_PAYMENTS).ids
        return env["account.move"].browse(self.unpaid[:limit])

    def _pay(self, env, invoices):
        """A payment for each, down to what a commit does before it is one."""
        context = {"active_model": "account.move", "active_ids": invoices.ids}
        wizard = env["account.payment.register"].with_context(**context).create({"group_payment": False})
        wizard.action_create_payments()
        env.cr.flush()

    @contextmanager
    def _counted(self, model_class, name):
        """A list that grows with each call of a method."""
        calls, method = [], getattr(model_class, name)

        def counting(*args, **kwargs):
            calls.append(name)
            return method(*args, **kwargs)

        setattr(model_class, name, counting)
        try:
            yield calls
        finally:
            delattr(model_class, name)

    # -------------------------------------------------------------------------------------------------- commitments
    def committed(self):
        """The same run and the same screen with one open item of ten promised or disputed; all is taken back then."""
        before = self._runs()  # once more: the machine is not what it was at the beginning
        self._note(committed_items=commitments.make(self.cr, self.key_date))
        self._settle(*commitments.TABLES)
        try:
            runs = self._runs()
            self._note(
                committed_vs_run=_cpu(runs) / _cpu(before),
                committed_vs_limit=_cpu(runs) / _cpu(before) * self.found["run_vs_limit"],
                committed_statements=self._statements(runs),
            )
            self._page("committed_account_page", screens.form_page(self._largest_customer()))
        finally:
            self.cr.rollback()
            commitments.take_back(self.cr)
            self._settle(*commitments.TABLES)

    def _settle(self, *tables):
        """What was written is in force since the list of yesterday, which worked off what waited."""
        scene.make_lists(self._env(), self.key_date - timedelta(days=1))
        self.cr.execute("delete from collections_refresh")
        self.cr.commit()
        self._vacuum()
        ledger.vacuum(self.registry, *tables)

    # ------------------------------------------------------------------------------------------------------ screens
    def pages(self):
        """The first page of "My Work List", the customer with most open items, the counter of the menu."""
        account = self._largest_customer()
        env, items = account.env, account.env["collections.worklist.item"]
        self._page("worklist_page", screens.list_page(env, "collections_mgmt.collections_worklist_item_action_my"))
        self._page("account_page", screens.form_page(account))
        self._page("counter", lambda: items.search_count(items._get_my_domain()))
        self.cr.rollback()

    def _largest_customer(self):
        """Of the list of a specialist, the one with most open items, read by him."""
        specialist = self._env()["res.users"].search([("login", "=", "bench_0")])
        items = self._env(specialist.id, allowed_company_ids=specialist.company_ids.ids)["collections.worklist.item"]
        return items.search(items._get_my_domain()).account_id.sorted("item_count", reverse=True)[:1]

    def _page(self, name, read):
        env = self._env()
        costs = []
        for _n in range(2 * PAIRS + 1):
            env.invalidate_all()
            with self.meter.measure() as cost:
                read()
            costs.append(cost)
        times = 10  # the clock of a backend ticks every hundredth of a second
        with self.meter.measure() as many:
            for _n in range(times):
                env.invalidate_all()
                read()
        self._note(**{f"{name}_ms": many.cpu / times * 1000, f"{name}_statements": min(c.statements for c in costs)})

    # --------------------------------------------------------------------------------------------------- simulation
    def simulation(self):
        """Of a draft of the strategy with the points of one rule changed, for all companies, in turn with the run."""
        self._simulate()  # warms up
        pairs = [(self._simulate(), self._run()) for _n in range(_pairs_of(self.found["run_s"]))]
        simulations, runs = zip(*pairs, strict=True)
        self._note(simulation_s=_cpu(simulations), simulation_vs_run=_cpu(simulations) / _cpu(runs))

    def _simulate(self):
        with self._rolled_back() as env:
            strategy = env.ref("collections_mgmt.collections_group_default").strategy_id
            draft = strategy.copy()
            draft.rule_ids[0].points += 5
            simulations = env["collections.simulation"].create(
                [
                    {
                        "company_id": company.id,
                        "strategy_id": draft.id,
                        "strategy_name": draft.name,
                        "instead_of_id": strategy.id,
                        "key_date": self.key_date,
                    }
                    for company in env["collections.run"]._companies()
                ]
            )
            env.flush_all()
            with self.meter.measure() as cost:
                for simulation in simulations:
                    simulation._calculate()
        return cost

    # -------------------------------------------------------------------------------------------------------- tools
    def _env(self, uid=SUPERUSER_ID, **context):
        return api.Environment(self.cr, uid, {"lang": "en_US", **context})

    @contextmanager
    def _rolled_back(self):
        env = self._env()
        env.invalidate_all(flush=False)
        yield env
        self.cr.rollback()
        env.invalidate_all(flush=False)

    def _vacuum(self):
        self.cr.rollback()
        ledger.vacuum(self.registry, *WRITTEN)

    def _note(self, **found):
        self.found.update(found)


def _pairs_of(seconds):
    """How often something that takes so long is measured, at least ``PAIRS`` times."""
    return min(MOST_PAIRS, max(PAIRS, int(PAIRS_SECONDS / seconds)))


def _cpu(costs):
    return median(cost.cpu for cost in costs)
