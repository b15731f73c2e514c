-- Invoices, credit notes and payments as documents.

-- step: account_move (inv, ref)
insert into account_move(id,sequence_number,journal_id,company_id,invoice_payment_term_id,partner_id,
    commercial_partner_id,partner_shipping_id,fiscal_position_id,currency_id,
 invoice_user_id,create_uid,write_uid,sequence_prefix,name,state,move_type,auto_post,payment_reference,
    payment_state,invoice_partner_display_name,date,invoice_date,invoice_date_due,
 invoice_currency_rate,amount_untaxed,amount_tax,amount_total,amount_residual,amount_untaxed_signed,
    amount_untaxed_in_currency_signed,amount_tax_signed,amount_total_signed,
 amount_total_in_currency_signed,amount_residual_signed,always_tax_exigible,checked,posted_before,made_sequence_gap,
    is_manually_modified,is_move_sent,create_date,write_date)
select n.mid,n.n,c.sj,d.cid,d.term,d.pid,d.cpid,d.cpid,d.fp,d.cur,{user},{user},{user},n.prefix,n.name,'posted',
    case kind when 'inv' then 'out_invoice' else 'out_refund' end,'no',
 case kind when 'inv' then n.name end, case when s.res=0 then 'paid' when s.anypaid then 'partial' else
    'not_paid' end, p.complete_name,dt,dt,s.due,d.rate,
 net,d.tax,s.tot,s.res, g*round(net/rate,2),g*net,g*round(d.tax/rate,2),g*s.totb,g*s.tot,g*s.resb,false,true,true,
    false,false,false,dt+interval '9 hour',dt+interval '9 hour'
from (select *, case kind when 'inv' then 1 else -1 end g from benchgen.doc where kind<>'pay') d join
    benchgen.num n on n.t='d' and n.id=d.d join benchgen.comp c on c.cid=d.cid
join benchgen.sum s on s.d=d.d join res_partner p on p.id=d.pid order by d.d;

-- step: account_move (payments)
insert into account_move(id,sequence_number,journal_id,company_id,origin_payment_id,partner_id,
    commercial_partner_id,fiscal_position_id,currency_id,
 create_uid,write_uid,sequence_prefix,name,ref,state,move_type,auto_post,payment_state,invoice_partner_display_name,
    date,invoice_date_due,
 invoice_currency_rate,amount_untaxed,amount_tax,amount_total,amount_residual,amount_untaxed_signed,
    amount_untaxed_in_currency_signed,amount_tax_signed,amount_total_signed,
 amount_total_in_currency_signed,amount_residual_signed,always_tax_exigible,checked,posted_before,made_sequence_gap,
    is_manually_modified,is_move_sent,create_date,write_date)
select n.mid,n.n,c.bj,y.cid,{payment}+p,y.cpid,y.cpid,y.fp,y.cur,{user},{user},n.prefix,n.name,i.name,'posted','entry','no',
    'not_paid',pa.complete_name,y.pdate,{as_of},
 0,0,0,y.pc,0,0,0,0,y.pb,y.pc,0,true,true,true,false,false,false,y.pdate+interval '9 hour',y.pdate+interval '9 hour'
from benchgen.pay y join benchgen.num n on n.t='p' and n.id=y.p join benchgen.comp c on c.cid=y.cid join
    res_partner pa on pa.id=y.cpid
left join benchgen.num i on i.t='d' and i.id=y.d and y.r is not null order by p;

-- step: account_payment
insert into account_payment(id,move_id,journal_id,company_id,payment_method_line_id,payment_method_id,currency_id,
    partner_id,outstanding_account_id,destination_account_id,create_uid,write_uid,
 name,state,payment_type,partner_type,memo,date,amount,amount_company_currency_signed,is_reconciled,is_matched,
    is_sent,create_date,write_date)
select {payment}+p,n.mid,c.bj,y.cid,c.pml,c.pm,y.cur,y.cpid,c.bank,c.rec,{user},{user},n.name,'paid','inbound','customer',
    i.name,y.pdate,y.pc,y.pb,y.r is not null,true,false,y.pdate+interval '9 hour',y.pdate+interval '9 hour'
from benchgen.pay y join benchgen.num n on n.t='p' and n.id=y.p join benchgen.comp c on c.cid=y.cid left join
    benchgen.num i on i.t='d' and i.id=y.d and y.r is not null order by p;

-- step: invoices of payments
insert into account_move__account_payment(invoice_id,payment_id) select {move}+d,
    {payment}+p from benchgen.pay where r is not null;
