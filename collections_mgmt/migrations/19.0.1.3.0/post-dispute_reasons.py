"""The ready reasons, departments and root causes of disputes reach databases that are older than disputes.

They are created with a new database only (``forcecreate``), so that what a manager deletes stays deleted; one that was
updated got none, and without a reason nobody can dispute anything. One that has any of them is left as it is.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import convert_file

MODELS = ("collections.dispute.reason", "collections.dispute.department", "collections.dispute.root.cause")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    if not any(env[model].search_count([], limit=1) for model in MODELS):
        path = "data/collections_dispute_reason_data.xml"
        convert_file(env, "collections_mgmt", path, {}, mode="init", noupdate=True)
