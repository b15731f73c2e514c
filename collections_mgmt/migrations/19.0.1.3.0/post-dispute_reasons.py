"""Reasons, root causes and departments of disputes reach databases that are older than disputes.

They are created on installation only (``forcecreate``), so that what a manager deletes stays deleted; a database that
had the add-on before there were disputes got none, and a dispute cannot be recorded without a reason. One that has any
of them, and one where they came with the add-on, is left as it is.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import convert_file

MODULE = "collections_mgmt"
DATA = "data/collections_dispute_reason_data.xml"

OLDER_THAN_DISPUTES = """
    SELECT 1
      FROM ir_model_data account
      JOIN ir_model_data reason ON reason.module = account.module AND reason.name = 'model_collections_dispute_reason'
     WHERE account.module = %s AND account.name = 'model_collections_account'
       AND account.create_date < reason.create_date
       AND NOT EXISTS (SELECT FROM collections_dispute_reason)
       AND NOT EXISTS (SELECT FROM collections_dispute_root_cause)
       AND NOT EXISTS (SELECT FROM collections_dispute_department)
"""


def migrate(cr, version):
    cr.execute(OLDER_THAN_DISPUTES, [MODULE])
    if cr.fetchone():
        env = api.Environment(cr, SUPERUSER_ID, {})
        convert_file(env, MODULE, DATA, {}, mode="init", noupdate=True)
