"""Pure calculations of collections management: no database, no clock, no input or output.

Each module takes plain values and returns plain values; its doctest examples are its specification.
Run them without Odoo: ``python -m doctest collections_mgmt/calc/<module>.py``.
"""
