"""Is the loaded ledger one that Odoo could have written? Rows against rows, and computed fields against Odoo."""

FIELDS = {
    "account.move": "sequence_prefix sequence_number name commercial_partner_id company_id invoice_currency_rate "
    "amount_untaxed amount_tax amount_total amount_residual amount_untaxed_signed amount_untaxed_in_currency_signed "
    "amount_tax_signed amount_total_signed amount_total_in_currency_signed amount_residual_signed payment_state "
    "invoice_partner_display_name always_tax_exigible made_sequence_gap invoice_date_due fiscal_position_id "
    "partner_shipping_id payment_reference checked date",
    "account.move.line": "journal_id company_id company_currency_id move_name parent_state date invoice_date ref "
    "is_storno debit credit amount_currency currency_id partner_id payment_id account_id tax_line_id tax_group_id "
    "amount_residual amount_residual_currency reconciled display_type price_subtotal price_total no_followup sequence "
    "quantity",
    "account.partial.reconcile": "company_id max_date debit_currency_id credit_currency_id",
    "account.payment": "state is_reconciled is_matched amount_company_currency_signed outstanding_account_id "
    "destination_account_id company_id name payment_method_line_id",
    "res.partner": "complete_name commercial_partner_id email_normalized phone_sanitized partner_share "
    "commercial_company_name",
}
SAMPLE = 30  # documents of each kind


def check_rows(cr, invariants, show):
    """Each invariant is (name, statement that counts what contradicts it)."""
    wrong = {}
    for name, statement in invariants:
        cr.execute(statement)
        [(count,)] = cr.fetchall()
        if count:
            wrong[name] = count
    assert not wrong, f"the generator contradicts itself: {wrong}"
    show(f"{len(invariants)} invariants hold")


def check_computed_fields(env, seed, show):
    """Let Odoo compute the stored fields of a sample anew: nothing may change. Rolled back."""
    wrong, count = {}, 0
    for records in _sample(env, seed):
        names = FIELDS[records._name].split()
        before = {row["id"]: row for row in records.read(names, load="")}
        for name in names:
            env.add_to_compute(records._fields[name], records)
        env._recompute_all()
        for row in records.read(names, load=""):
            for name in names:
                count += 1
                if _differs(before[row["id"]][name], row[name]):
                    wrong[f"{records._name}.{name}"] = (row["id"], before[row["id"]][name], row[name])
    env.cr.rollback()
    assert not wrong, f"Odoo computes something else: {wrong}"
    show(f"{count} computed values agree with Odoo")


def _sample(env, seed):
    """Documents of each kind with all that hangs on them."""
    env.cr.execute(
        """
        select id from (select id, row_number() over (partition by move_type, payment_state, company_id, currency_id
                                                      order by hashint8extended(id, %s)) as n
                          from account_move) sampled
         where n <= %s order by id
        """,
        [seed, SAMPLE],
    )
    moves = env["account.move"].browse(row for (row,) in env.cr.fetchall())
    lines = moves.line_ids
    partials = lines.matched_debit_ids | lines.matched_credit_ids
    lines |= partials.debit_move_id | partials.credit_move_id
    payments = moves.origin_payment_id | lines.payment_id
    return moves, lines, partials, payments, moves.partner_id | moves.commercial_partner_id


def _differs(before, after):
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) > 0.00001
    return (before or False) != (after or False)
