"""The benchmark: an invented ledger of any size, the limit of what PostgreSQL can do with it, and the product on it.

Run by ``./dev bench`` in Odoo's own Python; see README.md.
"""
