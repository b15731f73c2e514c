-- What must be true of any ledger: each statement counts the rows that contradict it.

-- step: moves that do not balance
select count(*) from (select from account_move_line group by move_id
                       having sum(balance) <> 0 or sum(amount_currency) <> 0) wrong;

-- step: residuals that are not balance less reconciliations
select count(*)
  from account_move_line line
  left join (select id, sum(amount) amount, sum(currency) currency
               from (select debit_move_id id, amount, debit_amount_currency currency from account_partial_reconcile
                     union all
                     select credit_move_id, -amount, -credit_amount_currency from account_partial_reconcile) each
              group by id) matched on matched.id = line.id
 where line.account_id in (select id from account_account where account_type = 'asset_receivable')
   and (line.amount_residual <> line.balance - coalesce(matched.amount, 0)
        or line.amount_residual_currency <> line.amount_currency - coalesce(matched.currency, 0)
        or line.reconciled <> (line.balance - coalesce(matched.amount, 0) = 0));

-- step: documents whose residual is not that of their lines
select count(*)
  from account_move move
  join (select move_id, sum(amount_residual) residual from account_move_line
         where account_id in (select id from account_account where account_type = 'asset_receivable')
         group by move_id) line on line.move_id = move.id
 where move.move_type <> 'entry' and move.amount_residual_signed <> line.residual;

-- step: gaps in the numbering
select count(*) from (select from account_move group by journal_id, sequence_prefix
                       having max(sequence_number) <> count(*)) wrong;

-- step: full reconciliations of open items
select count(*) from account_move_line where full_reconcile_id is not null and not reconciled;

-- step: reconciliations without an amount
select count(*) from account_partial_reconcile where amount <= 0 or debit_amount_currency <= 0;

-- step: account_move_line.move_id that leads nowhere
select count(*) from account_move_line row left join account_move target on target.id = row.move_id
 where row.move_id is not null and target.id is null;

-- step: account_move_line.partner_id that leads nowhere
select count(*) from account_move_line row left join res_partner target on target.id = row.partner_id
 where row.partner_id is not null and target.id is null;

-- step: account_move_line.full_reconcile_id that leads nowhere
select count(*) from account_move_line row left join account_full_reconcile target on target.id = row.full_reconcile_id
 where row.full_reconcile_id is not null and target.id is null;

-- step: account_move_line.payment_id that leads nowhere
select count(*) from account_move_line row left join account_payment target on target.id = row.payment_id
 where row.payment_id is not null and target.id is null;

-- step: account_move_line.account_id that leads nowhere
select count(*) from account_move_line row left join account_account target on target.id = row.account_id
 where row.account_id is not null and target.id is null;

-- step: account_move.partner_id that leads nowhere
select count(*) from account_move row left join res_partner target on target.id = row.partner_id
 where row.partner_id is not null and target.id is null;

-- step: account_move.origin_payment_id that leads nowhere
select count(*) from account_move row left join account_payment target on target.id = row.origin_payment_id
 where row.origin_payment_id is not null and target.id is null;

-- step: account_partial_reconcile.debit_move_id that leads nowhere
select count(*) from account_partial_reconcile row left join account_move_line target on target.id = row.debit_move_id
 where row.debit_move_id is not null and target.id is null;

-- step: account_partial_reconcile.credit_move_id that leads nowhere
select count(*) from account_partial_reconcile row left join account_move_line target on target.id = row.credit_move_id
 where row.credit_move_id is not null and target.id is null;

-- step: account_payment.move_id that leads nowhere
select count(*) from account_payment row left join account_move target on target.id = row.move_id
 where row.move_id is not null and target.id is null;
