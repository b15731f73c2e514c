from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ...calc import promise, schedule
from ...calc.settled import Units
from ...queries.plan_settlement import plan_parts, plan_settlement
from ..foundation import bulk, prepared

# a direct debit may be taken back for 13 months: for so long a completed plan is still followed
FOLLOWED_DAYS = 400
AMOUNTS = {"paid": "numeric", "credited": "numeric", "disputed": "numeric"}
RESULT = AMOUNTS | {"open_amount": "numeric", "next_date": "date", "next_amount": "numeric", "covered_until": "date"}


class CollectionsPlan(models.Model):
    """What became of plans, judged from what was matched with their items (G5, G7).

    Payments clear the oldest instalment first; one missed beyond its grace accelerates: the claim of the plan ends. All
    is judged anew each time, so that a payment taken back opens a completed plan again, and one booked late but made in
    time undoes a default. What is disputed is not expected meanwhile. Constant number of statements; what stays as it
    was is not written.
    """

    _inherit = "collections.plan"

    @api.model
    def _judge(self, company, key_date, account_ids=None, in_default=False):
        """Judge what lives of a root company, or of ``account_ids``, as of ``key_date``.

        :param bool in_default: those that are or were in default, which are served last; else the others
        """
        since = key_date - timedelta(days=FOLLOWED_DAYS)
        settlement = plan_settlement(company.id, account_ids, since, in_default=in_default, key_date=key_date)
        rows = prepared.query_dict(self.env, settlement)
        _share_out(rows)
        plans = _grouped(rows, "plan_id")
        judged = [plan for plan, items in plans.items() if not any(item["is_draft"] for item in items)]
        if not judged:  # what is being corrected stays as it was until it is posted again
            return
        parts = _grouped(prepared.query_dict(self.env, plan_parts(judged)), "plan_id")
        results = [_result(plans[plan], parts[plan], key_date) for plan in judged]
        self._write_results(plans, results)
        self._follow_results(results, key_date)

    def _write_results(self, plans, results):
        items = [item for result in results for item in plans[result["id"]]]
        rows = [
            (item["id"], *_money((*item["share"][:2], item["waits"]), item["rounding"]), item["line"]) for item in items
        ]
        self._update(self.env["collections.plan.item"], AMOUNTS | {"line_id": "int4"}, rows)
        parts = [part for result in results for part in result["parts"]]
        self._update(self.env["collections.plan.installment"], AMOUNTS, parts)
        self._update(self, RESULT, [tuple(result[name] for name in ("id", *RESULT)) for result in results])
        self.env["collections.plan.installment"].invalidate_model(["missing", "state"], flush=False)

    def _update(self, model, columns, rows):
        """Write ``rows`` of id and values in one statement.

        :param columns: dict name -> type of the column
        """
        names = SQL(", ").join(SQL.identifier(name) for name in ("id", *columns))
        arrays = [
            SQL("%s::%s[]", [row[position] for row in rows], SQL.identifier(kind))
            for position, kind in enumerate(("int4", *columns.values()))
        ]
        new = SQL("SELECT %s FROM unnest(%s) AS new(%s)", names, SQL(", ").join(arrays), names)
        bulk.update_changed(model, list(columns), new)

    def _follow_results(self, results, key_date):
        """Move what is in another state now, and say so."""
        changed = {result["id"]: result["state"] for result in results if result["state"] != result["before"]}
        plans = self.browse(changed)
        days = {
            "active": {"defaulted_on": False, "completed_on": False},
            "completed": {"completed_on": key_date},
            "defaulted": {"defaulted_on": key_date, "completed_on": False},
        }
        for state, moving in plans.grouped(lambda plan: changed[plan.id]).items():
            moving._move_to(state, tuple(days), **days[state])
        plans._log_notes({plan: plan._result_sentence() for plan in plans})
        plans.flush_recordset()
        live = ("active", "defaulted")
        self.browse(row["id"] for row in results if row["is_less"] and row["state"] in live)._tell_misfit()


def _grouped(rows, name):
    groups = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups


def _money(amounts, rounding):
    unit = Decimal(str(rounding))
    return (units * unit for units in amounts)


def _result(items, parts, key_date):
    """What is to be said of one plan, amounts in currency."""
    first = items[0]
    unit = Decimal(str(first["rounding"]))
    amounts = [part["principal"] + (part["interest"] if first["is_booked"] else 0) for part in parts]
    paid, credited, in_time = _settled(items)
    shares = schedule.clear(amounts, paid, credited)
    missing = _missing(amounts, shares)
    waits = _waits(amounts, shares, paid, credited, sum(item["waits"] for item in items))
    owed = [units - waiting for units, waiting in zip(missing, waits, strict=True)]
    state = _state(first, parts, missing, owed, key_date)
    if state == "defaulted" and _was_in_time(first, parts, amounts, in_time, credited):
        state = "defaulted" if _missed(first, parts, owed, key_date) else "active"
    following = next((number for number, units in enumerate(owed) if units), None)
    next_date = None if following is None else parts[following]["date"]
    return {
        "id": first["plan_id"],
        "before": first["state"],
        "state": state,
        "parts": [
            (part["id"], *(units * unit for units in (*share, waiting)))
            for part, share, waiting in zip(parts, shares, waits, strict=True)
        ],
        "paid": paid * unit,
        "credited": credited * unit,
        "disputed": sum(waits) * unit,
        "is_less": credited > first["known_credit"],
        "open_amount": sum(missing) * unit,
        "next_date": next_date,
        "next_amount": 0 if following is None else owed[following] * unit,
        "covered_until": _covered_until(first, state, next_date),
    }


def _share_out(rows):
    """Add to each item of a plan its ``share``: what of it was paid and credited, and what was paid in time; units."""
    for same_item in _grouped([row for row in rows if row["line"]], "line").values():
        _share_item(same_item)
    for row in rows:
        if not row["line"]:  # the document is gone
            row["share"], row["waits"] = (0, row["amount"], 0), 0


def _share_item(same_item):
    """The same of one journal item: who agreed first is served first."""
    first = same_item[0]
    credited = max(0, *(_credited_since(row) for row in same_item))
    spare = max(0, min(row["item_amount"] for row in same_item) - sum(row["amount"] for row in same_item))
    pools = {"payments": Units(first["payments"]), "credits": Units(credited)}
    for paid, before in first["ahead"] or ():
        pools["payments"].leave_to(paid, before)
    # a dispute was about what is in no plan
    pools["credits"].take(min(spare, max(row["objected"] for row in same_item)))
    for row in same_item:
        row["share"] = _share(row, pools, credited)
    # who objects after he defaulted stays in default
    rests = [0 if row["defaulted_on"] else row["amount"] - sum(row["share"][:2]) for row in same_item]
    for row, waits in zip(same_item, promise.waiting(rests, first["residual"], first["claimed"]), strict=True):
        row["waits"] = waits


def _credited_since(row):
    """What became of the item otherwise than by payment since the plan is in force."""
    return row["item_amount"] + row["payments_before"] - row["residual"] - row["payments"]


def _share(row, pools, credited):
    settled = max(0, min(row["amount"], row["item_amount"] - row["residual"]))
    paid = pools["payments"].take(settled, row["payments_before"])
    otherwise = pools["credits"].take(settled - paid, credited - max(0, _credited_since(row)))
    # whoever paid it: no more is open of a plan than of its item
    otherwise += max(0, row["amount"] - paid - otherwise - row["residual"])
    return paid, otherwise, max(0, min(paid, row["payments_in_time"] - row["payments_before"]))


def _settled(items):
    """What was paid and credited since the plan is in force, and what was paid in time: units."""
    return (sum(item["share"][position] for item in items) for position in range(3))


def _missing(amounts, shares):
    return [amount - sum(share) for amount, share in zip(amounts, shares, strict=True)]


def _waits(amounts, shares, paid, credited, disputed):
    """What of each instalment waits for the end of a dispute: the last ones, which a credit note would settle."""
    without = schedule.clear(amounts, paid, credited + disputed)
    return [less[1] - share[1] for less, share in zip(without, shares, strict=True)]


def _state(first, parts, missing, owed, key_date):
    if not any(missing):
        return "completed"
    if first["defaulted_on"] or _missed(first, parts, owed, key_date):
        return "defaulted"
    return "active"


def _missed(first, parts, missing, key_date):
    """Whether an instalment is still missing as of ``key_date``, its grace over."""
    grace = timedelta(days=first["grace_days"])
    return any(units and part["date"] + grace < key_date for part, units in zip(parts, missing, strict=True))


def _was_in_time(first, parts, amounts, in_time, credited):
    """Whether by now it is known that the instalment that put the plan in default was paid in time."""
    last_day = first["defaulted_on"] and first["covered_until"]
    if not last_day:
        return False
    missing = _missing(amounts, schedule.clear(amounts, in_time, credited))
    return not _missed(first, parts, missing, last_day + timedelta(days=1))


def _covered_until(first, state, next_date):
    if state == "active" and next_date:
        return next_date + timedelta(days=first["grace_days"])
    return first["covered_until"] if state == "defaulted" else None
