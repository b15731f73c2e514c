from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...calc import promise as calc
from ...queries.promise_settlement import promise_settlement, promise_to_judge
from ..foundation import bulk, prepared

# what became of the promised amount
GOT = ("paid", "credited", "late", "disputed")


class CollectionsPromise(models.Model):
    """What became of promises, judged from what was matched with their items (F5, F6).

    Promises that are open or in process are judged anew each time, so that a payment taken back opens them again; a
    closed one never changes. What a dispute keeps out of chasing is not owed meanwhile. Constant number of statements;
    what stays as it was is not written.
    """

    _inherit = "collections.promise"

    @api.model
    def _judge(self, company, key_date, account_ids=None):
        """Judge what lives of a root company, or of ``account_ids``, as of ``key_date``."""
        ids = self._to_judge(company, key_date) if account_ids is None else None
        if ids == []:
            return
        rows = prepared.query_dict(self.env, promise_settlement(company.id, key_date, account_ids, ids))
        if not rows:
            return
        shares = _shares(rows)
        disputed = _disputed(rows, shares)
        results = [
            _result(lines, shares, disputed, key_date)
            for lines in _grouped(rows, "promise_id").values()
            if not any(line["is_draft"] for line in lines)  # being corrected: as it was until it is posted again
        ]
        self._write_shares(rows, shares, disputed)
        self._write_results(results)
        self._follow_results(results, key_date)

    @api.model
    def _to_judge(self, company, key_date):
        return [promise_id for (promise_id,) in self.env.execute_query(promise_to_judge(company.id, key_date))]

    def _write_shares(self, rows, shares, disputed):
        """Per item what it got; unchanged rows are not sent at all."""
        changed = [
            (row["id"], *(units * row["rounding"] for units in new))
            for row in rows
            if row["id"] in shares
            and (new := (*shares[row["id"]][:3], disputed[row["id"]])) != tuple(row[name] for name in GOT)
        ]
        columns = dict.fromkeys(GOT, "numeric")
        self._update(self.env["collections.promise.line"], columns, changed)

    def _write_results(self, results):
        columns = {**dict.fromkeys(GOT, "numeric"), "fulfilment": "varchar"}
        columns |= {"judged_on": "date", "last_payment_date": "date", "covered_on": "date"}
        self._update(self, columns, [tuple(result[name] for name in ("id", *columns)) for result in results])

    def _update(self, model, columns, rows):
        """Write ``rows`` of id and values in one statement.

        :param columns: dict name -> type of the column
        """
        if not rows:
            return
        arrays = [SQL("%s::int[]", [row[0] for row in rows])]
        for position, kind in enumerate(columns.values(), 1):
            arrays.append(SQL("%s::%s[]", [row[position] for row in rows], SQL.identifier(kind)))
        names = SQL(", ").join(SQL.identifier(name) for name in ("id", *columns))
        bulk.update_changed(
            model, list(columns), SQL("SELECT %s FROM unnest(%s) AS new(%s)", names, SQL(", ").join(arrays), names)
        )
        # what follows from them is kept in no column
        self.invalidate_model(["missing"], flush=False)
        self.env["collections.promise.line"].invalidate_model(["fulfilment"], flush=False)

    def _follow_results(self, results, key_date):
        """What follows from the results: taken in process, told, closed."""
        new = {result["id"]: result for result in results if result["fulfilment"] != result["before"]}
        changed = self.browse(new)
        changed._move_many_to("in_process", ("open",))
        changed._log_notes({promise: promise._result_sentence() for promise in changed})
        cleared = [result["id"] for result in results if result["closes_on"] and result["closes_on"] <= key_date]
        self.browse(cleared)._close("cleared", key_date)


def _grouped(rows, name):
    groups = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups


def _shares(rows):
    """Promised item -> ``calc.promise.Share``; what was replaced keeps what it got."""
    shares = {}
    for same_item in _by_item(rows):
        promised = [_promised(row) for row in same_item]
        gone = 0 if same_item[0]["is_draft"] else max(0, *(row["item_total"] - row["total"] for row in same_item))
        settlements = _settlements(same_item)
        shares |= calc.allocate(promised, settlements, gone, _planned(same_item[0], settlements, gone))
    return shares


def _by_item(rows):
    """Promised items that were not replaced, those of one journal item together."""
    items = defaultdict(list)
    for row in rows:
        if not row["replaced_on"]:
            items[row["item"] or -row["id"]].append(row)
    return items.values()


def _promised(row):
    return calc.Promised(row["id"], row["amount"], row["recorded_on"], row["last_day"], row["before"])


def _settlements(same_item):
    first = same_item[0]
    matches = zip(first["days"] or (), first["amounts"] or (), first["payments"] or (), strict=True)
    spare = max(0, first["item_amount"] - first["planned"] - sum(row["amount"] for row in same_item))
    objection = calc.Objection(first["objected"], first["objected_on"])
    return calc.heed([calc.Settlement(*match) for match in matches], objection, spare)


def _planned(row, settlements, gone):
    """What plans got of the item: they are served first."""
    payments = sum(settlement.amount for settlement in settlements if settlement.paid)
    credits = sum(settlement.amount for settlement in settlements if not settlement.paid) + gone
    for paid, credited, paid_before, open_before in row["plans"] or ():
        credited_since = open_before + paid_before - row["residual"] - payments
        yield calc.Planned(paid, credited, paid_before, max(0, credits - max(0, credited_since)))


def _disputed(rows, shares):
    """Promised item -> what of it waits for the end of a dispute."""
    disputed = {row["id"]: 0 for row in rows}
    for same_item in _by_item(rows):
        ordered = calc.serving_order(_promised(row) for row in same_item)
        rests = [promised.amount - sum(shares[promised.key][:3]) for promised in ordered]
        first = same_item[0]
        parts = calc.waiting(rests, first["residual"] - first["planned_open"], first["claimed"])
        disputed |= {promised.key: part for promised, part in zip(ordered, parts, strict=True)}
    return disputed


def _result(lines, shares, disputed, key_date):
    """What is to be said of one promise, from its items.

    An item replaced within the time of the promise is no longer part of it; one replaced later keeps what it got.
    """
    first = lines[0]
    counted = [line for line in lines if not line["replaced_on"] or line["replaced_on"] > line["last_day"]]
    got = {
        line["id"]: shares.get(line["id"]) or calc.Share(line["paid"], line["credited"], line["late"]) for line in lines
    }
    amount, paid, credited = (
        sum(line["amount"] for line in counted),
        sum(got[line["id"]].paid for line in counted),
        sum(got[line["id"]].credited for line in counted),
    )
    over = key_date > first["last_day"]
    waiting = sum(disputed[line["id"]] for line in lines)
    fulfilment = calc.judge(amount, paid, credited, over, first["tolerance_percent"], waiting)
    days = [share.covered_on for share in got.values()]
    cleared = all(line["is_cleared"] for line in lines) and fulfilment != "open"
    return {
        "id": first["promise_id"],
        **{
            name: sum(getattr(share, name) for share in got.values()) * first["rounding"]
            for name in ("paid", "credited", "late")
        },
        "disputed": waiting * first["rounding"],
        "before": first["fulfilment"],
        "fulfilment": fulfilment,
        "judged_on": key_date if fulfilment != first["fulfilment"] else first["judged_on"],
        "last_payment_date": max((share.last_paid for share in got.values() if share.last_paid), default=None),
        "covered_on": max(days) if all(days) else None,
        "closes_on": _cleared_on(lines) + timedelta(days=first["confirm_days"]) if cleared else None,
    }


def _cleared_on(lines):
    return max(max(line["days"] or (), default=line["promised_on"]) for line in lines)
