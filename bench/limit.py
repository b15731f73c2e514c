"""The limit: what the decision costs PostgreSQL alone, in one statement, with an index made for it.

Open items per customer by a covering partial index, points, priority, a collector in turn, and one row per customer. No
foreign keys, no facts of the past but the last payment, no snapshot, no reasons, no names for anything.
"""

INDEX = """
create index bench_open on account_move_line (account_id, company_id, partner_id)
       include (date_maturity, amount_residual)
 where reconciled is not true and parent_state = 'posted' and amount_residual <> 0
"""

TABLE = """
create table bench_worklist (id bigserial primary key, company_id int, partner_id int, collector_id int, day date,
       points int, priority text, n_items int, overdue numeric, total numeric, oldest date, last_payment date)
"""

LIST = """
insert into bench_worklist (company_id, partner_id, collector_id, day, points, priority, n_items, overdue, total,
                            oldest, last_payment)
with item as (
    select company_id, partner_id, amount_residual as residual, %(day)s::date - date_maturity as days, date_maturity
      from account_move_line
     where account_id = any(%(accounts)s) and reconciled is not true and parent_state = 'posted'
       and amount_residual <> 0
), customer as (
    select company_id, partner_id, count(*) filter (where residual > 0) as n_items, sum(residual) as total,
           coalesce(sum(residual) filter (where days <= 0), 0) as b0,
           coalesce(sum(residual) filter (where days between 1 and 30), 0) as b30,
           coalesce(sum(residual) filter (where days between 31 and 60), 0) as b60,
           coalesce(sum(residual) filter (where days between 61 and 90), 0) as b90,
           coalesce(sum(residual) filter (where days between 91 and 120), 0) as b120,
           coalesce(sum(residual) filter (where days > 120), 0) as b121,
           min(date_maturity) filter (where residual > 0 and days > 0) as oldest,
           max(residual) as largest, coalesce(sum(residual) filter (where residual < 0), 0) as credits
      from item
     group by company_id, partner_id
), payment as (
    select company_id, partner_id, max(date) as last_payment
      from account_payment
     where payment_type = 'inbound' and state in ('in_process', 'paid')
     group by company_id, partner_id
), valued as (
    select customer.*, payment.last_payment,
           least(100, 10 * (b30 > 0)::int + 20 * (b60 > 0)::int + 30 * (b90 > 0)::int + 40 * (b120 > 0)::int
                      + 50 * (b121 > 0)::int)
           + least(50, floor(ln(1 + greatest(total - b0, 0)) * 5))::int
           + case when last_payment is null then 20 else least(20, (%(day)s::date - last_payment) / 10) end as points
      from customer left join payment using (company_id, partner_id)
     where total - b0 > 0
), ranked as (
    select valued.*, row_number() over (partition by company_id order by total - b0 desc, partner_id) - 1 as n
      from valued
)
select company_id, partner_id, case when (n / 10) %% 2 = 0 then n %% 10 else 9 - n %% 10 end, %(day)s, points,
       case when points >= 120 then 'A' when points >= 80 then 'B' when points >= 40 then 'C' else 'D' end,
       n_items, total - b0, total, oldest, last_payment
  from ranked
"""


def prepare(cr):
    """Table and index; the caller rolls back."""
    cr.execute("set local jit = off")
    cr.execute(TABLE)
    cr.execute(INDEX)


def run(cr, key_date):
    """The one statement; gives the number of rows."""
    cr.execute("select array_agg(id) from account_account where account_type = 'asset_receivable'")
    [(accounts,)] = cr.fetchall()
    cr.execute(LIST, {"day": key_date, "accounts": accounts})
    return cr.rowcount
