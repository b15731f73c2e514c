"""Databases older than disputes get the ready departments and reasons, without which nothing can be disputed.

They are created with the add-on only (``forcecreate``), so that what a manager deletes stays deleted; where there is
any reason, nothing is added.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

MODULE = "collections_mgmt"
DATA = "data/collections_dispute_reason_data.xml"


def migrate(cr, version):
    cr.execute("SELECT FROM collections_dispute_reason LIMIT 1")
    if not cr.rowcount:
        convert_file(api.Environment(cr, SUPERUSER_ID, {}), MODULE, DATA, {}, "init", noupdate=True)
