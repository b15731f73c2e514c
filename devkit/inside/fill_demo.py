"""In Odoo's shell: the invented ledger, loaded by the product's own import, and people who worked on it.

In the months before they talked and argued; in the last week they worked off lists, and came to agreements.
"""

import datetime as dt  # not its names: we share them with the prelude

DAYS_WORKED = 4
DONE_SHARE = 0.75  # of a past list
CALLED_AT = dt.time(6)  # UTC
# days ago, reason, what was said, and how it ended: what is wrong again and again is seen
OBJECTIONS = (
    (152, "quantity", "One carton was missing", "invalid"),
    (138, "price", "The price of the last order was agreed", "withdrawn"),
    (117, "quantity", "Short delivery, says the driver", "partly"),
    (96, "delivery", "Came a week late", "invalid"),
    (90, "quantity", "Four instead of five boxes", "valid"),
    (68, "quantity", "Count differs from the delivery note", "partly"),
    (61, "price", "The new price list is not theirs", "invalid"),
    (47, "quantity", "Two boxes short again", "valid"),
    (33, "quality", "Scratched", "invalid"),
    (26, "price", "Discount of the framework contract is missing", "partly"),
    (19, "quantity", "One pallet short", None),
    (12, "order_number", "Order number is not on the invoice", None),
)
DECIDED_AFTER = 9  # days
# days ago, outcome, note
CALLS = (
    (80, "reached", "Has changed banks, wants a fresh statement"),
    (54, "no_answer", ""),
    (40, "message", "Asked for a call back"),
    (31, "reached", "Cash is tight until the season begins"),
    (17, "copies", "Did not get the last two invoices"),
    (10, "no_answer", ""),
)
CALLED_EACH = 6  # customers
PARTS = 4  # of a plan

company = env.company


def list_of(day):
    """The work list made for a day, as lists of the items of each specialist."""
    run = env["collections.run"]._generate(company, day)
    return env["collections.worklist.item"].search([("run_id", "=", run.id)]).grouped("specialist_id").values()


def past_months():
    """What customers objected to, what became of it, and calls; as of those days, the oldest first."""
    accounts = env["collections.account"]
    accounts._ensure_accounts(open_only=False)
    steps = [(days, object_to, row) for days, *row in OBJECTIONS]
    steps += [(days - DECIDED_AFTER, decide, row) for days, *row in OBJECTIONS if row[-1]]
    steps += [(days, call_some, row) for days, *row in CALLS]
    for days, step, row in sorted(steps, key=lambda each: -each[0]):
        day = key_date - dt.timedelta(days=days)
        accounts._refresh(company, day)
        env.invalidate_all()
        deal_with_tasks(day)
        step(day, *row)


def deal_with_tasks(day):
    """What somebody was asked to do before that day is done."""
    for task in env["collections.process.task"].search([("state", "=", "open"), ("started_on", "<", day)]):
        task._put_away("done", user=task.user_id or collector_of(task.account_id))


def object_to(day, reason, text, _end):
    """To a part of an item that was due on that day, of a customer who has objected to nothing yet."""
    domain = [("company_id", "=", company.id), ("overdue", ">", 0), ("dispute_ids", "=", False)]
    found = env["collections.account"].search(domain, order="overdue desc")
    account = next((each for each in found[3:] if oldest(each, day)), None)
    if not account:
        return
    line = oldest(account, day)
    env["collections.dispute"].with_user(collector_of(account)).sudo()._open(
        account,
        {line: line.currency_id.round(line.amount_residual_currency / 4)},
        reason_id=env.ref(f"collections_mgmt.collections_dispute_reason_{reason}").id,
        description=f"{text}.",
    )


def oldest(account, day):
    """The journal item of the account that was due first, if it was overdue on that day."""
    return overdue_lines(account)[:1].filtered(lambda line: line.date_maturity < day)


def decide(_day, _reason, text, end):
    for dispute in env["collections.dispute"].search([("description", "like", text), ("state", "=", "new")]):
        dispute._decide(end, accepted=dispute.amount / 2 if end == "partly" else None)


def call_some(day, outcome, note):
    """Customers who owe most, others each time."""
    found = env["collections.account"].search([("company_id", "=", company.id), ("overdue", ">", 0)])
    start = day.toordinal() % max(1, len(found) - CALLED_EACH)
    for account in found[start : start + CALLED_EACH]:
        contact(account, outcome, note, day)


def collector_of(account):
    """Who talks to the customer: always the same of the team."""
    team = env["collections.group.member"].search([("group_id", "=", account.group_id.id)], order="id").user_id
    return team[account.id % len(team)]


def past_week():
    """Lists of the last working days, most of each worked off in the order people would."""
    days = [day for day in (key_date - dt.timedelta(days=n) for n in range(7, 0, -1)) if day.weekday() < 5]
    for number, day in enumerate(days[-DAYS_WORKED:]):
        for items in list_of(day):
            if not number:
                two_promises(items, day)
                two_plans(items, day)
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
        worked = this_morning(middle)
        work_off(worked, key_date)
        (middle - worked)[:1].write({"state": "in_progress"})


def two_promises(items, day):
    """For the next day; one customer pays, the other does not."""
    for item, pays in zip(able(items), (False, True), strict=False):
        contact(item.account_id, "promised", "Pays tomorrow", day, item.specialist_id)
        promise(item, day + dt.timedelta(days=1))
        if pays:
            pay(item.account_id.promise_ids.line_ids.line_id, 1, day + dt.timedelta(days=1))


def two_plans(items, day):
    """In weekly parts from the next day on; one customer pays the first, the other does not."""
    for item, pays in zip(able(items), (False, True), strict=False):
        contact(item.account_id, "plan", "Cannot pay all at once", day, item.specialist_id)
        plan(item, day + dt.timedelta(days=1), accepted=True)
        if pays:
            pay(item.account_id.plan_ids.item_ids.line_id, 1 / PARTS, day + dt.timedelta(days=1))


def this_morning(items):
    """What came of the calls: a promise, an objection, instalments, a callback, nobody there. Gives these items."""
    worked = items.browse()
    for item, happened in zip(able(items), (promised, objected, offered, called_back, not_there), strict=False):
        happened(item)
        worked |= item
    return worked


def able(items):
    """Those with something overdue to agree on, and no agreement yet."""
    agreements = ("promise_ids", "dispute_ids", "plan_ids")
    free = items.filtered(lambda item: not any(item.account_id[name] for name in agreements))
    return [item for item in free if overdue_lines(item.account_id)]


def promised(item):
    contact(item.account_id, "promised", "Waits for money from a customer of his", user=item.specialist_id)
    promise(item, key_date + dt.timedelta(days=7))


def objected(item):
    contact(item.account_id, "disputed", "Two pallets were missing", user=item.specialist_id)
    line = overdue_lines(item.account_id)[0]
    disputes = env["collections.dispute"].with_user(item.specialist_id).sudo()
    disputes._open(
        item.account_id,
        {line: line.currency_id.round(line.amount_residual_currency / 4)},
        reason_id=env.ref("collections_mgmt.collections_dispute_reason_quantity").id,
        description="Two of eight pallets were missing, says the warehouse.",
    )


def offered(item):
    """Waits for the customer to accept it."""
    contact(item.account_id, "plan", "Wants to see it in writing", user=item.specialist_id)
    plan(item, key_date + dt.timedelta(days=5), accepted=False)


def called_back(item):
    call = contact(item.account_id, "callback", "Ask again when the accountant is back", user=item.specialist_id)
    values = {"account_id": item.account_id.id, "date": key_date + dt.timedelta(days=1), "note": call.note}
    env["collections.resubmission"].with_user(item.specialist_id).create(values).sudo().contact_id = call


def not_there(item):
    contact(item.account_id, "no_answer", "", user=item.specialist_id)


def contact(account, outcome, note, day=key_date, user=None):
    """A call."""
    return (
        env["collections.contact"]
        .with_user(user or collector_of(account))
        .create(
            {
                "account_id": account.id,
                "outcome_id": env.ref(f"collections_mgmt.collections_contact_outcome_{outcome}").id,
                "at": min(dt.datetime.combine(day, CALLED_AT), dt.datetime.now(dt.UTC).replace(tzinfo=None)),
                "minutes": 4 if note else 1,
                "note": note,
            }
        )
    )


def promise(item, day):
    """Of the oldest item; what is beyond the limits, the supervisor approves."""
    line = overdue_lines(item.account_id)[0]
    lines = [(0, 0, {"line_id": line.id, "amount": line.amount_residual_currency})]
    promises = env["collections.promise"].with_user(item.specialist_id)
    approve(promises.create({"account_id": item.account_id.id, "date": day, "line_ids": lines}))


def plan(item, first, accepted):
    """Of the oldest item, in equal weekly parts; what is beyond the limits, the supervisor approves."""
    line = overdue_lines(item.account_id)[0]
    part = line.currency_id.round(line.amount_residual_currency / PARTS)
    amounts = [*[part] * (PARTS - 1), line.amount_residual_currency - part * (PARTS - 1)]
    days = [first + dt.timedelta(weeks=number) for number in range(PARTS)]
    parts = [(0, 0, {"date": day, "principal": amount}) for day, amount in zip(days, amounts, strict=True)]
    values = {
        "account_id": item.account_id.id,
        "every": "week",
        "accepted": accepted,
        "item_ids": [(0, 0, {"line_id": line.id, "amount": line.amount_residual_currency})],
        "installment_ids": parts,
    }
    approve(env["collections.plan"].with_user(item.specialist_id).create(values))


def approve(agreements):
    agreements.filtered(lambda each: each.state == "to_approve").with_user(env.user).action_approve()


def pay(line, share, day):
    """A share of what is open of a journal item, as it stands in the bank's statement."""
    bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
    amount = company.currency_id.round(line.amount_residual * share)
    common = {"partner_id": line.partner_id.id, "currency_id": company.currency_id.id}
    lines = [
        {**common, "account_id": line.account_id.id, "balance": -amount},
        {**common, "account_id": bank.default_account_id.id, "balance": amount},
    ]
    values = {"move_type": "entry", "journal_id": bank.id, "date": day, "ref": line.move_id.name}
    move = env["account.move"].create({**values, "line_ids": [(0, 0, vals) for vals in lines]})
    move.action_post()
    (move.line_ids.filtered(lambda each: each.account_id == line.account_id) | line).reconcile()


def overdue_lines(account):
    """Journal items in company currency that are overdue and that nothing covers, oldest first."""
    found = env["collections.item"].search([("account_id", "=", account.id), ("residual", ">", 0)])
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
past_months()
past_week()
today()
empty_lists().unlink()
an_audit()
for name in ("promise", "dispute", "plan", "contact", "resubmission"):
    show(f"{env[f'collections.{name}'].search_count([])} of collections.{name}")
a_draft()
show("work lists of the last days made, and today's")
warm_up_screens()
env.cr.commit()
