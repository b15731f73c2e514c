"""In Odoo's shell: the invented ledger, loaded by the product's own import, and a week in which people worked on it."""

import datetime as dt  # not its names: we share them with the prelude

DAYS_WORKED = 4
DONE_SHARE = 0.75  # of a past list
DONE_TODAY = 4  # of the list of each specialist
CALLED_AT = dt.time(6)  # UTC

company = env.company


def list_of(day):
    """The work list made for a day, as lists of the items of each specialist."""
    run = env["collections.run"]._generate(company, day)
    return env["collections.worklist.item"].search([("run_id", "=", run.id)]).grouped("specialist_id").values()


def past_week():
    """Lists of the last working days, most of each worked off in the order people would."""
    days = [day for day in (key_date - dt.timedelta(days=n) for n in range(7, 0, -1)) if day.weekday() < 5]
    for number, day in enumerate(days[-DAYS_WORKED:]):
        for items in list_of(day):
            if not number:
                two_promises(items, day)
            work_off(items[: round(len(items) * DONE_SHARE)], day)


def work_off(items, day):
    """Completed one after the other from nine o'clock on, half a day's work."""
    for number, item in enumerate(items):
        at = dt.datetime.combine(day, dt.time(9)) + dt.timedelta(minutes=240 * number / len(items))
        item.write({"state": "completed", "completed_at": at, "completed_by_id": item.specialist_id.id})


def today():
    """The list of the day, of which the morning's work is done."""
    for items in list_of(key_date):
        middle = items.filtered(lambda item: item.priority != "high")
        this_morning(middle[:DONE_TODAY])
        work_off(middle[:DONE_TODAY], key_date)
        middle[DONE_TODAY : DONE_TODAY + 1].write({"state": "in_progress"})


def two_promises(items, day):
    """For the next day; one customer pays, the other does not."""
    broken, kept = [item for item in items if overdue_lines(item)][:2]
    for item in (broken, kept):
        contact(item, "promised", "Pays tomorrow", day)
        promise(item, day + dt.timedelta(days=1))
    pay(kept, day + dt.timedelta(days=1))


def this_morning(items):
    """What came of the calls: a promise, an objection, a callback, nobody there."""
    able = [item for item in items if overdue_lines(item)]
    for item, happened in zip(able, (promised, objected, called_back, not_there), strict=False):
        happened(item)


def promised(item):
    contact(item, "promised", "Waits for money from a customer of his")
    promise(item, key_date + dt.timedelta(days=7))


def objected(item):
    contact(item, "disputed", "Two pallets were missing")
    line = overdue_lines(item)[0]
    disputes = env["collections.dispute"].with_user(item.specialist_id).sudo()
    disputes._open(
        item.account_id,
        {line: line.currency_id.round(line.amount_residual_currency / 4)},
        reason_id=env.ref("collections_mgmt.collections_dispute_reason_quantity").id,
        description="Two of eight pallets were missing, says the warehouse.",
    )


def called_back(item):
    call = contact(item, "callback", "Ask again when the accountant is back")
    values = {"account_id": item.account_id.id, "date": key_date + dt.timedelta(days=1), "note": call.note}
    env["collections.resubmission"].with_user(item.specialist_id).create(values).sudo().contact_id = call


def not_there(item):
    contact(item, "no_answer", "")


def contact(item, outcome, note, day=key_date):
    """A call of the specialist."""
    return (
        env["collections.contact"]
        .with_user(item.specialist_id)
        .create(
            {
                "account_id": item.account_id.id,
                "outcome_id": env.ref(f"collections_mgmt.collections_contact_outcome_{outcome}").id,
                "at": min(dt.datetime.combine(day, CALLED_AT), dt.datetime.now(dt.UTC).replace(tzinfo=None)),
                "minutes": 4 if note else 1,
                "note": note,
            }
        )
    )


def promise(item, day):
    """Of the oldest item; what is beyond the limits, the supervisor approves."""
    line = overdue_lines(item)[0]
    lines = [(0, 0, {"line_id": line.id, "amount": line.amount_residual_currency})]
    promises = env["collections.promise"].with_user(item.specialist_id)
    given = promises.create({"account_id": item.account_id.id, "date": day, "line_ids": lines})
    given.filtered(lambda each: each.state == "to_approve").with_user(env.user).action_approve()


def pay(item, day):
    """All that was promised, as it stands in the bank's statement."""
    bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    line = item.account_id.promise_ids.line_ids.line_id
    amount = line.amount_residual
    common = {"partner_id": line.partner_id.id, "currency_id": company.currency_id.id}
    lines = [
        {**common, "account_id": line.account_id.id, "balance": -amount},
        {**common, "account_id": bank.default_account_id.id, "balance": amount},
    ]
    values = {"move_type": "entry", "journal_id": bank.id, "date": day, "ref": line.move_id.name}
    move = env["account.move"].create({**values, "line_ids": [(0, 0, vals) for vals in lines]})
    move.action_post()
    (move.line_ids.filtered(lambda each: each.account_id == line.account_id) | line).reconcile()


def overdue_lines(item):
    """Journal items in company currency that are overdue and that nothing covers, oldest first."""
    found = env["collections.item"].search([("account_id", "=", item.account_id.id), ("residual", ">", 0)])
    found = found.filtered(lambda each: each.days_overdue > 0 and each.free == each.residual)
    return found.filtered(lambda each: each.currency_id == company.currency_id).line_id


def empty_lists():
    """Made when there was no ledger yet; those of other companies are in use."""
    return env["collections.run"].search([("item_count", "=", 0), ("state", "not in", ("current", "prepared"))])


def a_draft():
    """The strategy in force with twice the weight on age, and what it would change."""
    original = env.ref("collections_mgmt.collections_strategy_overdue")
    draft = original.copy({"draft_of_id": original.id, "name": f"{original.name} (draft)"})
    for rule in draft.rule_ids.filtered(lambda rule: "oldest_days" in rule.domain):
        rule.points *= 2
    env["collections.simulation"]._start(draft, original, company, key_date)


def an_audit():
    """As at night, over all that was booked above: there is nothing to find."""
    while env["collections.refresh"]._refresh_batch(company):
        pass
    env["collections.audit"]._audit(company)


def warm_up_screens():
    """Build what the browser asks for first, so that the first click does not wait for it."""
    for name in ("web.assets_web", "web.assets_frontend", "web.assets_frontend_lazy"):
        bundle = env["ir.qweb"]._get_asset_bundle(name, assets_params={})
        bundle.js()
        bundle.css()


load_file(company)
past_week()
today()
empty_lists().unlink()
an_audit()
for name in ("promise", "dispute", "contact", "resubmission"):
    show(f"{env[f'collections.{name}'].search_count([])} of collections.{name}")
a_draft()
show("work lists of the last days made, and today's")
warm_up_screens()
env.cr.commit()
