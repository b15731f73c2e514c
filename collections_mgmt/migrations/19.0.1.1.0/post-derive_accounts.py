"""Columns of accounts that came with this version have values at once, not only with the list of the next night."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["collections.run"]._companies():
        env["collections.account"]._refresh(company, env["collections.refresh"]._key_date(company))
