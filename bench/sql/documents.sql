-- What was invoiced, how it falls due and what was paid: staged, numbered, nothing booked yet.

-- step: documents (stage)
create unlogged table benchgen.doc as
select d, kind, k, t.cid, t.ccur, r.cur, r.rate, dt, tm.id term, case when kind='inv' then tm.n else 1 end n,
    tm.days, tm.pct, net,
       case when kind<>'pay' and ci=0 and benchgen.rnd(d,20)<.5 then round(net*t.taxpct/100,2) else 0 end as tax,
       case when child is not null and kind<>'pay' and benchgen.rnd(d,21)<.3 then child else pid end as pid,
    pid as cpid,
       case when ci=0 then t.fpd else t.fpf end fp, beh,
       case when kind<>'inv' then 'open' when benchgen.rnd(d,22) < least(1, {paid}*2*age) then 'paid'
            when benchgen.rnd(d,23) < {partial}/greatest(1-{paid},.0001) then (case when tm.n>1 and benchgen.rnd(d,
    24)<.5 then 'first' else 'part' end) else 'open' end st
from (select g.*, c.pid, c.child, c.ci, c.beh, c.cpref, c.rcur, c.ti,
        case when cpref<.7 then 1 when cpref<.9 then 2 when benchgen.rnd(d,11)<.5 then 1 else 2 end cidx,
        case when kind='inv' and g.ri<.12 then 3 when kind='inv' and g.ri<.20 then 4 else c.ti end as tix
      from (select d, case when d<={invoices} then 'inv' when d<={invoices}+{credit_notes} then 'ref' else 'pay' end kind,
                least({customers}, 1+floor({customers}*power(benchgen.rnd(d,10),1/(1-{skew}))))::bigint k,
                {as_of} - 1 - (case when d<={invoices} then floor(729.0*({invoices}-d)/{invoices})::int else floor(benchgen.rnd(d,
    12)*120)::int end) dt,
                case when d<={invoices} then ({invoices}-d+0.5)/{invoices} else 0 end age,
                benchgen.rnd(d,13) ri,
                round(least(500000, (case when d<={invoices} then 40 else 20 end)*power(1-benchgen.rnd(d,14),
    -1/1.3)+10)::numeric,2) net
            from generate_series(1::bigint,{documents}) d) g join benchgen.cust c using(k)) x
join (select row_number() over (order by cid) i,* from benchgen.comp) t on t.i=x.cidx
join (select row_number() over (order by n,case days when 30 then 0 else days end) -1 i,
    * from benchgen.term) tm on tm.i=x.tix
join benchgen.rate r on r.cid=t.cid and r.n=case when t.cid={company} then (case when rcur<.80 then 'USD' when
    rcur<.92 then 'EUR' else 'GBP' end) else (case when rcur<.75 then 'EUR' when rcur<.90 then 'USD' else
    'GBP' end) end
order by d;

-- step: index of documents
create unique index on benchgen.doc(d); analyze benchgen.doc;

-- step: instalments (stage)
create unlogged table benchgen.inst as
select row_number() over (order by d,s) as r, x.*, case when st='paid' or (st='first' and s=1) then 'full'
    when st='part' and s=1 then 'part' else 'open' end rs,
  null::numeric pc, null::numeric pb, null::date pdate from (
 select d, s, n, kind, cid, st, beh, rate, dt, dt + days + 30*(s-1) due,
   case when s<n then a1 else net+tax-a1*(n-1) end ac, case when s<n then b1 else bal-b1*(n-1) end bal
 from (select *, case when n=1 then net+tax else round(net*pct,2)+round(tax*pct,2) end a1,
         round(net/rate,2)+round(tax/rate,2) bal, round((case when n=1 then net+tax else round(net*pct,
    2)+round(tax*pct,2) end)/rate,2) b1
       from benchgen.doc where kind<>'pay') dd, generate_series(1,dd.n) s) x;

-- step: payments of instalments
update benchgen.inst set
   pc = case rs when 'full' then ac else greatest(0.01,round(ac*(0.1+0.8*benchgen.rnd(d,30))::numeric,2)) end,
   pdate = greatest(dt, least({as_of}, case when rs='full' then due + round(case when beh<.3 then -2+3*z when
    beh<.7 then 10+7*z when beh<.9 then 30+15*z else 70+30*z end)::int
                                       else dt + floor(benchgen.rnd(d,31)*({as_of}-dt))::int end))
   from (select r rr, 2*(benchgen.rnd(r,32)+benchgen.rnd(r,33)+benchgen.rnd(r,
    34)-1.5) z from benchgen.inst) zz where zz.rr=r and rs<>'open';

-- step: paid amounts in company currency
update benchgen.inst set pb = case rs when 'full' then bal else round(pc/rate,2) end where rs<>'open';

-- step: index of instalments
create unique index on benchgen.inst(r); create index on benchgen.inst(d); analyze benchgen.inst;

-- step: payments (stage)
create unlogged table benchgen.pay as
select row_number() over (order by pdate, o) p, x.*, null::text pname from (
  select i.r o, i.r, i.d, i.rs, i.pc, i.pb, i.pdate, d.cid, d.cur, d.cpid,
    d.fp from benchgen.inst i join benchgen.doc d using(d) where rs<>'open'
  union all select 1000000000+d, null, d, 'una', net, round(net/rate,2), dt, cid, cur, cpid,
    fp from benchgen.doc where kind='pay') x;

-- step: index of payments
create unique index on benchgen.pay(p); create index on benchgen.pay(r); analyze benchgen.pay;

-- step: numbering (stage)
create unlogged table benchgen.num as
select 'd' t, d id, mid, prefix, n, prefix||case when n<100000 then lpad(n::text,5,
    '0') else n::text end as name from (
  select d, {move}+d mid, case kind when 'ref' then 'R' else '' end||c.scode||'/'||extract(year from
    dt)::int||'/' prefix,
     row_number() over (partition by doc.cid, kind, extract(year from dt) order by dt,d) n
  from benchgen.doc join benchgen.comp c using(cid) where kind<>'pay') x
union all
select 'p', p, mid, prefix, n, prefix||case when n<100000 then lpad(n::text,5,'0') else n::text end from (
  select p, {move}+{invoices}+{credit_notes}+p mid, 'P'||c.bcode||'/'||extract(year from pdate)::int||'/' prefix,
     row_number() over (partition by pay.cid, extract(year from pdate) order by pdate,p) n
  from benchgen.pay join benchgen.comp c using(cid)) x;

-- step: index of numbers
create unique index on benchgen.num(t,id); analyze benchgen.num;

-- step: totals of documents
create unlogged table benchgen.sum as select d, sum(ac) tot, sum(bal) totb,
    sum(case rs when 'full' then 0 when 'part' then ac-pc else ac end) res,
   sum(case rs when 'full' then 0 when 'part' then bal-pb else bal end) resb, max(due) due,
    bool_or(rs<>'open') anypaid from benchgen.inst group by d;

-- step: index of totals
create unique index on benchgen.sum(d); analyze benchgen.sum;
