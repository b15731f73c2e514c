"""In Odoo's shell: the invented ledger, loaded by the product's own import, and a week in which people worked on it."""

import datetime as dt  # not its names: we share them with the prelude

DAYS_WORKED = 4
DONE_SHARE = 0.75  # of a past list
DONE_TODAY = 4  # of the list of each specialist

company = env.company


def list_of(day):
    """The work list made for a day, as lists of the items of each specialist."""
    run = env["collections.run"]._generate(company, day)
    return env["collections.worklist.item"].search([("run_id", "=", run.id)]).grouped("specialist_id").values()


def past_week():
    """Lists of the last working days, most of each worked off in the order people would."""
    days = [day for day in (key_date - dt.timedelta(days=n) for n in range(7, 0, -1)) if day.weekday() < 5]
    for day in days[-DAYS_WORKED:]:
        for items in list_of(day):
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
        work_off(middle[:DONE_TODAY], key_date)
        middle[DONE_TODAY : DONE_TODAY + 1].write({"state": "in_progress"})


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
env["collections.run"].search([("item_count", "=", 0)]).unlink()  # made when there was no ledger yet
past_week()
today()
an_audit()
a_draft()
show("work lists of the last days made, and today's")
warm_up_screens()
env.cr.commit()
