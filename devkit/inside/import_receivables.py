"""In Odoo's shell: load an invoice list, commit when it was accepted, and print what the ledger then says."""

BUCKETS = (("not due", 0), ("1-30", 30), ("31-60", 60), ("61-90", 90), ("over 90", None))


def wanted_company(name):
    """The named company; a new one with the generic chart of accounts when nobody is called so."""
    if not name:
        return env.company
    found = env["res.company"].search([("name", "=", name)], limit=1)
    return found or new_company(name)


def new_company(name):
    show(f"creating company {name}")
    company = env["res.company"].create({"name": name})
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env["res.users"].search([("share", "=", False)]).write({"company_ids": [(4, company.id)]})
    return company


def bucket(days):
    return next(label for label, last in BUCKETS if last is None or days <= last)


def ageing(company, day):
    """{currency: {bucket: open amount}} straight from the ledger, not from the product, so that the two can differ."""
    lines = env["account.move.line"].search(
        [
            ("company_id", "=", company.id),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
        ]
    )
    result = {}
    for line in lines:
        row = result.setdefault(line.currency_id.name, {})
        label = bucket((day - (line.date_maturity or line.date)).days)
        row[label] = row.get(label, 0) + line.amount_residual_currency
    return result


def print_ageing(company, day):
    labels = [label for label, _ in BUCKETS]
    print(f"\nOpen receivables of {company.name} in the ledger, aged as of {day}:")
    print("".join(f"{word:>16}" for word in ("currency", *labels, "total")))
    for currency, row in sorted(ageing(company, day).items()):
        amounts = [row.get(label, 0) for label in labels]
        print(f"{currency:>16}" + "".join(f"{amount:>16,.2f}" for amount in (*amounts, sum(amounts))))


target = wanted_company(arguments["company"])
loaded = load_file(target)
env.cr.commit()
print(loaded.summary_text)
print_ageing(target, key_date)
