-- Journal items and what is reconciled with what. Identifiers: income | tax | receivable | bank | payment.

-- step: lines: income
insert into account_move_line(id,move_id,journal_id,company_id,company_currency_id,sequence,account_id,currency_id,
    partner_id,payment_id,full_reconcile_id,create_uid,write_uid,move_name,parent_state,ref,name,matching_number,
    display_type,date,invoice_date,date_maturity,debit,credit,balance,amount_currency,amount_residual,
    amount_residual_currency,quantity,price_unit,price_subtotal,price_total,discount,is_storno,reconciled,no_followup,
    deductible_amount,create_date,write_date,tax_line_id,tax_group_id,tax_repartition_line_id,tax_base_amount,
    discount_amount_currency,discount_balance) select {income_line}+d.d,n.mid,c.sj,d.cid,d.ccur,100,c.inc,d.cur,d.cpid,null,
    null,{user},{user},n.name,'posted',null,'Service',null,'product',dt,dt,null,
  case when g<0 then b else 0 end, case when g>0 then b else 0 end, -g*b, -g*net,0,0,1,net,net,net+d.tax,0,false,
    false,false,100,dt+interval '9 hour',dt+interval '9 hour',null,null,null,null,null,null
  from (select *, round(net/rate,2) b, case kind when 'inv' then 1 else -1 end g from benchgen.doc where
    kind<>'pay') d join benchgen.num n on n.t='d' and n.id=d.d join benchgen.comp c on c.cid=d.cid order by d.d;

-- step: taxes of lines
insert into account_move_line_account_tax_rel(account_move_line_id,account_tax_id) select {income_line}+d,
    c.tax from benchgen.doc join benchgen.comp c using(cid) where doc.tax>0;

-- step: lines: tax
insert into account_move_line(id,move_id,journal_id,company_id,company_currency_id,sequence,account_id,currency_id,
    partner_id,payment_id,full_reconcile_id,create_uid,write_uid,move_name,parent_state,ref,name,matching_number,
    display_type,date,invoice_date,date_maturity,debit,credit,balance,amount_currency,amount_residual,
    amount_residual_currency,quantity,price_unit,price_subtotal,price_total,discount,is_storno,reconciled,no_followup,
    deductible_amount,create_date,write_date,tax_line_id,tax_group_id,tax_repartition_line_id,tax_base_amount,
    discount_amount_currency,discount_balance) select {tax_line}+row_number() over (order by d.d),n.mid,c.sj,d.cid,d.ccur,
    10000,c.taxacc,d.cur,d.cpid,null,null,{user},{user},n.name,'posted',null,c.taxname,null,'tax',dt,dt,null,
  case when g<0 then b else 0 end, case when g>0 then b else 0 end, -g*b, -g*d.tax,0,0,0,0,0,0,0,false,false,false,
    100,dt+interval '9 hour',dt+interval '9 hour',c.tax,c.taxgrp,case when g>0 then c.rinv else c.rref end,
    -g*round(net/rate,2),null,null
  from (select *, round(tax/rate,2) b, case kind when 'inv' then 1 else -1 end g from benchgen.doc where
    kind<>'pay') d join benchgen.num n on n.t='d' and n.id=d.d join benchgen.comp c on c.cid=d.cid where
    d.tax>0 order by d.d;

-- step: partials (stage)
create unlogged table benchgen.part as select p, r, pc, pb, rs, pdate, {partial_reconcile}+row_number() over (order by p) id,
  case rs when 'full' then {full_reconcile} + row_number() over (partition by rs order by p) end fid from benchgen.pay
    where r is not null;

-- step: index of partials
create unique index on benchgen.part(r); create unique index on benchgen.part(p); analyze benchgen.part;

-- step: lines: receivable
insert into account_move_line(id,move_id,journal_id,company_id,company_currency_id,sequence,account_id,currency_id,
    partner_id,payment_id,full_reconcile_id,create_uid,write_uid,move_name,parent_state,ref,name,matching_number,
    display_type,date,invoice_date,date_maturity,debit,credit,balance,amount_currency,amount_residual,
    amount_residual_currency,quantity,price_unit,price_subtotal,price_total,discount,is_storno,reconciled,no_followup,
    deductible_amount,create_date,write_date,tax_line_id,tax_group_id,tax_repartition_line_id,tax_base_amount,
    discount_amount_currency,discount_balance) select {receivable_line}+i.r,n.mid,c.sj,d.cid,d.ccur,12000,c.rec,d.cur,d.cpid,null,
    pt.fid,{user},{user},n.name,'posted',null,
  case when d.n>1 then n.name||' installment #'||i.s when g>0 then n.name end,
    case pt.rs when 'full' then pt.fid::text when 'part' then 'P'||pt.id end,'payment_term',d.dt,d.dt,i.due,
  case when g>0 then bal else 0 end, case when g<0 then bal else 0 end, g*bal, g*ac,
  g*(case i.rs when 'full' then 0 when 'part' then bal-i.pb else bal end),
    g*(case i.rs when 'full' then 0 when 'part' then ac-i.pc else ac end),
  0,0,0,0,0,false,i.rs='full',false,100,d.dt+interval '9 hour',d.dt+interval '9 hour',null,null,null,null,0,0
  from (select *, case kind when 'inv' then 1 else -1 end g from benchgen.doc where kind<>'pay') d join
    benchgen.num n on n.t='d' and n.id=d.d join benchgen.comp c on c.cid=d.cid join benchgen.inst i on
    i.d=d.d left join benchgen.part pt on pt.r=i.r order by i.r;

-- step: lines: bank
insert into account_move_line(id,move_id,journal_id,company_id,company_currency_id,sequence,account_id,currency_id,
    partner_id,payment_id,full_reconcile_id,create_uid,write_uid,move_name,parent_state,ref,name,matching_number,
    display_type,date,invoice_date,date_maturity,debit,credit,balance,amount_currency,amount_residual,
    amount_residual_currency,quantity,price_unit,price_subtotal,price_total,discount,is_storno,reconciled,no_followup,
    deductible_amount,create_date,write_date,tax_line_id,tax_group_id,tax_repartition_line_id,tax_base_amount,
    discount_amount_currency,discount_balance) select {bank_line}+y.p,n.mid,c.bj,y.cid,c.ccur,100,c.bank,y.cur,y.cpid,
    {payment}+y.p,null,{user},{user},n.name,'posted',i.name,
      'Manual Payment'||coalesce(': '||i.name,''), null,'product',y.pdate,null,y.pdate,
    y.pb,0,y.pb,y.pc,
      y.pb, y.pc,1,0,y.pc,y.pc,0,false,false,false,100,y.pdate+interval '9 hour',
    y.pdate+interval '9 hour',null,null,null,null,null,null
      from benchgen.pay y join benchgen.num n on n.t='p' and n.id=y.p join benchgen.comp c on c.cid=y.cid
      left join benchgen.num i on i.t='d' and i.id=y.d and y.r is not null order by y.p;

-- step: lines: payment
insert into account_move_line(id,move_id,journal_id,company_id,company_currency_id,sequence,account_id,currency_id,
    partner_id,payment_id,full_reconcile_id,create_uid,write_uid,move_name,parent_state,ref,name,matching_number,
    display_type,date,invoice_date,date_maturity,debit,credit,balance,amount_currency,amount_residual,
    amount_residual_currency,quantity,price_unit,price_subtotal,price_total,discount,is_storno,reconciled,no_followup,
    deductible_amount,create_date,write_date,tax_line_id,tax_group_id,tax_repartition_line_id,tax_base_amount,
    discount_amount_currency,discount_balance) select {payment_line}+y.p,n.mid,c.bj,y.cid,c.ccur,100,c.rec,y.cur,y.cpid,
    {payment}+y.p,pt.fid,{user},{user},n.name,'posted',i.name,
      'Manual Payment'||coalesce(': '||i.name,''), case pt.rs when 'full' then pt.fid::text when 'part' then 'P'||pt.id end,'product',y.pdate,null,y.pdate,
    0,y.pb, -1*y.pb, -1*y.pc,
      (case when y.r is null then 1 else 0 end)*-1*y.pb, (case when y.r is null then 1 else 0 end)*-1*y.pc,1,0,-1*y.pc,-1*y.pc,0,false,y.r is not null,false,100,y.pdate+interval '9 hour',
    y.pdate+interval '9 hour',null,null,null,null,null,null
      from benchgen.pay y join benchgen.num n on n.t='p' and n.id=y.p join benchgen.comp c on c.cid=y.cid
    left join benchgen.part pt on pt.p=y.p
      left join benchgen.num i on i.t='d' and i.id=y.d and y.r is not null order by y.p;

-- step: account_full_reconcile
insert into account_full_reconcile(id,create_uid,write_uid,create_date,write_date) select fid,{user},{user},pdate,
    pdate from benchgen.part where fid is not null order by fid;

-- step: account_partial_reconcile
insert into account_partial_reconcile(id,debit_move_id,credit_move_id,full_reconcile_id,debit_currency_id,
    credit_currency_id,company_id,create_uid,write_uid,max_date,amount,debit_amount_currency,credit_amount_currency,
    create_date,write_date)
select pt.id,{receivable_line}+pt.r,{payment_line}+pt.p,pt.fid,y.cur,y.cur,y.cid,{user},{user},greatest(y.pdate,i.dt),y.pb,y.pc,y.pc,y.pdate,
    y.pdate from benchgen.part pt join benchgen.pay y using(p) join benchgen.inst i on i.r=pt.r order by pt.id;

-- step: customer_rank
update res_partner p set customer_rank=x.n from (select cpid,
    count(*) n from benchgen.doc group by cpid) x where x.cpid=p.id;
