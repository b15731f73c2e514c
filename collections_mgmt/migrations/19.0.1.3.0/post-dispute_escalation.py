"""Disputes that were escalated come to the level they have now; the ready levels reach older databases.

Levels are created with a new database only (``forcecreate``), so that what a manager deletes stays deleted.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import convert_file

LEVEL_OF_ESCALATED = """
    UPDATE collections_dispute dispute
       SET escalation_level = CASE dispute.escalation WHEN 'due' THEN 1 ELSE 2 END,
           escalated_to_id = (
               SELECT activity.user_id
                 FROM mail_activity activity
                 JOIN ir_model_data known ON known.module = 'collections_mgmt'
                  AND known.name = 'mail_activity_type_dispute_escalated' AND known.res_id = activity.activity_type_id
                WHERE activity.res_model = 'collections.dispute' AND activity.res_id = dispute.id
                ORDER BY activity.id DESC LIMIT 1)
     WHERE dispute.escalation IS NOT NULL AND COALESCE(dispute.escalation_level, 0) = 0
"""


def migrate(cr, version):
    cr.execute(LEVEL_OF_ESCALATED)
    env = api.Environment(cr, SUPERUSER_ID, {})
    if not env["collections.dispute.escalation"].search_count([], limit=1):
        path = "data/collections_dispute_escalation_data.xml"
        convert_file(env, "collections_mgmt", path, {}, mode="init", noupdate=True)
