"""What Odoo itself has to make before rows can be loaded: a second company, currencies, terms, languages."""

from typing import NamedTuple

from odoo import Command

RATES = (
    {"USD": 1.0, "EUR": 0.9, "GBP": 0.8},  # of the first company, in US dollars
    {"EUR": 1.0, "USD": 1.1, "GBP": 0.88},  # of the second, in euros
)
# country, its numbers ("@": four digits, "#": two), the language its people get
COUNTRIES = (
    ("us", "+1 212 555 @", "en_US"),
    ("be", "+32 470 12 # #", "fr_FR"),
    ("fr", "+33 6 12 34 # #", "fr_FR"),
    ("de", "+49 1512 345@", "de_DE"),
    ("uk", "+44 7400 12@", "en_US"),
    ("nl", "+31 6 1234 @", "en_US"),
    ("es", "+34 612 34 @", "en_US"),
    ("it", "+39 312 345 @", "en_US"),
    ("ca", "+1 416 555 @", "en_US"),
    ("mx", "+52 55 1234 @", "en_US"),
)
SHARES = {1: 1.0, 2: 0.5, 3: 0.3333}


class Setting(NamedTuple):
    """Identifiers the rows refer to: tables as lists of dicts, and the user who made everything."""

    companies: list
    rates: list
    terms: list
    countries: list
    user_id: int


def prepare(env):
    """Make what is missing and give its identifiers."""
    for code in ("fr_FR", "de_DE"):
        env["res.lang"]._activate_lang(code)
    currencies = {name: env.ref(f"base.{name}") for name in ("USD", "EUR", "GBP")}
    for currency in currencies.values():
        currency.active = True
    companies = [env.ref("base.main_company"), _second_company(env, currencies["EUR"])]
    return Setting(
        [_company(env, company) for company in companies],
        list(_rates(env, companies, currencies)),
        list(_terms(env)),
        [
            {"i": i, "id": env.ref(f"base.{code}").id, "fmt": phone, "lang": lang}
            for i, (code, phone, lang) in enumerate(COUNTRIES)
        ],
        env.ref("base.user_admin").id,
    )


def _second_company(env, currency):
    values = {"name": "Bench EU", "currency_id": currency.id, "country_id": env.ref("base.us").id}
    company = env["res.company"].create(values)
    env.cr.commit()  # the chart of accounts is loaded in a hook of the commit
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        env.cr.commit()
    company.currency_id = currency  # which the chart has reset
    for user in (env.ref("base.user_root"), env.ref("base.user_admin")):
        user.company_ids = [Command.link(company.id)]
    return company


def _rates(env, companies, currencies):
    env["res.currency.rate"].search([]).unlink()
    for company, rates in zip(companies, RATES, strict=True):
        for name, rate in rates.items():
            currency_id = currencies[name].id
            env["res.currency.rate"].create(
                {"name": "2015-01-01", "currency_id": currency_id, "rate": rate, "company_id": company.id}
            )
            yield {"cid": company.id, "n": name, "cur": currency_id, "rate": rate}


def _terms(env):
    for days in (30, 15, 45):
        term = env.ref(f"account.account_payment_term_{days}days")
        yield {"id": term.id, "n": 1, "days": days, "pct": SHARES[1]}
    for parts in ((50, 50), (33.33, 33.33, 33.34)):
        lines = [
            Command.create({"value": "percent", "value_amount": part, "nb_days": 30 * n})
            for n, part in enumerate(parts, 1)
        ]
        term = env["account.payment.term"].create({"name": f"Bench {len(parts)} x", "line_ids": lines})
        yield {"id": term.id, "n": len(parts), "days": 30, "pct": SHARES[len(parts)]}


def _company(env, company):
    """Journals, accounts, tax and fiscal positions of a company, under the short names the statements use."""
    sales, bank = [
        env["account.journal"].search([("type", "=", kind), ("company_id", "=", company.id)], limit=1)
        for kind in ("sale", "bank")
    ]
    method = bank.inbound_payment_method_line_ids.filtered(lambda line: line.code == "manual")[:1]
    method.payment_account_id = bank.default_account_id
    tax = company.account_sale_tax_id
    repartition = {
        kind: tax.repartition_line_ids.filtered(
            lambda line, kind=kind: line.document_type == kind and line.repartition_type == "tax"
        )
        for kind in ("invoice", "refund")
    }
    positions = env["account.fiscal.position"].search([("company_id", "=", company.id), ("auto_apply", "=", True)])
    domestic = positions.filtered(lambda position: position.country_id.code == "US")[:1]
    foreign = positions.filtered(lambda position: not position.country_id and not position.country_group_id)[:1]
    return {
        "cid": company.id,
        "ccur": company.currency_id.id,
        "sj": sales.id,
        "scode": sales.code,
        "bj": bank.id,
        "bcode": bank.code,
        "pml": method.id,
        "pm": method.payment_method_id.id,
        "bank": bank.default_account_id.id,
        "inc": sales.default_account_id.id,
        "rec": _receivable_account(env, company).id,
        "tax": tax.id,
        "taxname": tax.with_context(lang="en_US").name,
        "taxpct": float(tax.amount),
        "taxgrp": tax.tax_group_id.id,
        "rinv": repartition["invoice"].id,
        "rref": repartition["refund"].id,
        "taxacc": repartition["invoice"].account_id.id,
        "fpd": domestic.id or None,
        "fpf": foreign.id or None,
    }


def _receivable_account(env, company):
    partner = env["res.partner"].with_company(company).create({"name": "for its default account"})
    account = partner.property_account_receivable_id
    partner.unlink()
    return account
