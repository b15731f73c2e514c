-- Customers with their behaviour as payers, and contacts of some.

-- step: customers (stage)
create unlogged table benchgen.cust as
select k, pb+k as pid, null::int as child,
       case when benchgen.rnd(k,1)<0.55 then 0 else 1+floor(benchgen.rnd(k,2)*9)::int end as ci,
       benchgen.rnd(k,3) as beh, benchgen.rnd(k,4) as cpref, benchgen.rnd(k,5) as rcur,
       case when benchgen.rnd(k,6)<.75 then 0 when benchgen.rnd(k,6)<.88 then 1 else 2 end as ti,
       (floor(benchgen.rnd(k,7)*10000))::int as ph, benchgen.rnd(k,8) as remail, benchgen.rnd(k,9) as rphone
from (select generate_series(1,{customers})::bigint k) g, (select {partner} pb) b;

-- step: contacts (stage)
create unlogged table benchgen.child as
select row_number() over (order by k,n) + {partner}+{customers} as id, k, n from (
  select k, n from benchgen.cust, generate_series(1,2) n where (n=1 and k % 4=0) or (n=2 and k % 20=0)) x;

-- step: contact of each customer
update benchgen.cust c set child=x.id from benchgen.child x where x.k=c.k and x.n=1;

-- step: index of customers
create unique index on benchgen.cust(k); analyze benchgen.cust;

-- step: res_partner
insert into res_partner(id,company_id,create_date,write_date,create_uid,write_uid,name,parent_id,country_id,
    commercial_partner_id,complete_name,lang,type,email,email_normalized,phone,phone_sanitized,
    commercial_company_name,active,is_company,partner_share,message_bounce,color,supplier_rank,customer_rank,
    autopost_bills)
select pid,null,now(),now(),{user},{user},'Customer '||lpad(k::text,7,'0'),null,co.id,pid,'Customer '||lpad(k::text,7,
    '0'),co.lang,'contact',
  case when remail>.03 then 'customer'||k||'@example.com' end,
    case when remail>.03 then 'customer'||k||'@example.com' end,
  case when rphone>.08 then ph_ end, case when rphone>.08 then regexp_replace(ph_,'[^0-9+]','','g') end,
  'Customer '||lpad(k::text,7,'0'),true,true,true,0,0,0,1,'ask'
from (select c.*, replace(replace(replace(co.fmt,'@',lpad(ph::text,4,'0')),'# #',substr(lpad(ph::text,4,'0'),1,
    2)||' '||substr(lpad(ph::text,4,'0'),3,2)),'#','') ph_ from benchgen.cust c join benchgen.country co on
    co.i=c.ci) c
join benchgen.country co on co.i=c.ci;

-- step: res_partner (contacts)
insert into res_partner(id,company_id,create_date,write_date,create_uid,write_uid,name,parent_id,country_id,
    commercial_partner_id,complete_name,lang,type,email,email_normalized,phone,phone_sanitized,
    commercial_company_name,active,is_company,partner_share,message_bounce,color,supplier_rank,customer_rank,
    autopost_bills)
select x.id,null,now(),now(),{user},{user},'Contact '||x.k||'-'||n,c.pid,co.id,c.pid,'Customer '||lpad(x.k::text,7,
    '0')||', Contact '||x.k||'-'||n,co.lang,
  case n when 1 then 'invoice' else 'contact' end,'contact'||x.k||'.'||n||'@example.com',
    'contact'||x.k||'.'||n||'@example.com',null,null,
  'Customer '||lpad(x.k::text,7,'0'),true,false,true,0,0,0,1,'ask'
from benchgen.child x join benchgen.cust c using(k) join benchgen.country co on co.i=c.ci;
