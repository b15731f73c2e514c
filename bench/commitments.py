"""One open item of twenty promised, one disputed: what collectors agree on in the course of a few weeks.

Made by SQL, since by the product it would take an hour; the first run judges them, and from then on they are what the
product makes of them.
"""

TABLES = ("collections_promise", "collections_promise_line", "collections_dispute", "collections_dispute_line")

# the open items of customers with an account, with their number in a fixed but arbitrary order
ITEMS = """
create temp table bench_item on commit drop as
select line.id as line_id, line.move_id, move.name as item_name, line.date_maturity as item_due_date,
       line.amount_residual_currency as residual, line.amount_currency - line.amount_residual_currency as settled,
       line.amount_residual / line.amount_residual_currency as rate, line.currency_id,
       account.id as account_id, account.partner_id, account.company_id, row_number() over (order by line.id) as number,
       abs(hashint4(line.id)) %% 20 as part
  from account_move_line line
  join account_move move on move.id = line.move_id
  join account_account ledger on ledger.id = line.account_id and ledger.account_type = 'asset_receivable'
  join res_partner contact on contact.id = line.partner_id
  join res_company company on company.id = line.company_id
  join collections_account account on account.partner_id = contact.commercial_partner_id
   and account.company_id = split_part(company.parent_path, '/', 1)::int
 where line.parent_state = 'posted' and line.reconciled is not true and line.amount_residual > 0
   and line.amount_residual_currency > 0
"""

PROMISES = """
insert into collections_promise (id, account_id, currency_id, given_by_id, channel, state, fulfilment, date,
                                 promised_on, last_day, tolerance_days, tolerance_percent, amount, paid, credited,
                                 late, disputed, level)
select number, account_id, currency_id, 1, 'phone', 'open', 'open', %(day)s::date - 10 + (number %% 25)::int,
       %(day)s::date - 15, %(day)s::date - 10 + (number %% 25)::int, 0, 0, residual, 0, 0, 0, 0, 1
  from bench_item where part = 0;
insert into collections_promise_line (promise_id, account_id, line_id, move_id, item_name, item_due_date, item_amount,
                                      item_currency_id, amount, settled_before, rate, paid, credited, late, level)
select number, account_id, line_id, move_id, item_name, item_due_date, residual, currency_id, residual, settled, rate,
       0, 0, 0, 1
  from bench_item where part = 0;
"""

DISPUTES = """
insert into collections_dispute (id, name, account_id, partner_id, company_id, currency_id, reason_id, raised_by_id,
                                 state, priority, opened_on, date_due, pauses, pause_until, amount, disputed)
select number, 'B' || number, account_id, partner_id, company_id, currency_id,
       (select min(id) from collections_dispute_reason), 1, 'new', '1', %(day)s::date - 5, %(day)s::date + 9, true,
       %(day)s::date + 20, residual, residual
  from bench_item where part = 1;
insert into collections_dispute_line (dispute_id, account_id, line_id, move_id, item_name, item_due_date, item_amount,
                                      item_currency_id, amount, disputed, claimed, rate)
select number, account_id, line_id, move_id, item_name, item_due_date, residual, currency_id, residual, residual,
       residual, rate
  from bench_item where part = 1;
"""

# their customers wait to be derived anew, as when the product writes it down
NOTICES = """
insert into collections_refresh (company_id, partner_id, noticed_at, attempts)
select company_id, partner_id, now(), 0
  from collections_account
 where id in (select account_id from collections_promise union select account_id from collections_dispute)
"""


def make(cr, key_date):
    """Promise and dispute; committed by the caller. Gives the number of items agreed on."""
    cr.execute("set local session_replication_role = replica")
    cr.execute(ITEMS, {"day": key_date})
    cr.execute(PROMISES, {"day": key_date})
    cr.execute(DISPUTES, {"day": key_date})
    cr.execute(NOTICES)
    cr.execute(f"analyze {', '.join(TABLES)}")  # as autovacuum would soon
    cr.execute("select count(*) from bench_item where part < 2")
    [(count,)] = cr.fetchall()
    return count


def take_back(cr):
    """Nothing was ever agreed on; committed by the caller."""
    cr.execute("set local session_replication_role = replica")
    cr.execute(NOTICES)
    for table in TABLES:
        cr.execute(f"delete from {table}")
