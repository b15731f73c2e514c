"""The ready processes reach ready strategies that are older than processes: as the data say, switched off.

Steps are created with their strategies only (``forcecreate``), so that what a manager deletes stays deleted; a database
that had the strategies before there were steps got none. One where they came together is left as it is, and so is a
strategy somebody gave steps of his own.
"""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open
from odoo.tools.convert import xml_import

MODULE = "collections_mgmt"
DATA = "collections_mgmt/data/collections_process_data.xml"

OLDER_THAN_STEPS = """
    SELECT known.name
      FROM ir_model_data known
      JOIN collections_strategy strategy ON strategy.id = known.res_id
      JOIN ir_model_data came ON came.module = known.module AND came.name = 'model_collections_process_step'
     WHERE known.module = %s AND known.model = 'collections.strategy' AND strategy.create_date < came.create_date
       AND NOT EXISTS (SELECT FROM collections_process_step step WHERE step.strategy_id = strategy.id)
"""


def migrate(cr, version):
    cr.execute(OLDER_THAN_STEPS, [MODULE])
    older = {name for (name,) in cr.fetchall()}
    if not older:
        return
    with file_open(DATA, "rb") as data:
        root = etree.parse(data).getroot()
    for record in root.findall("record"):
        if record.get("model") != "collections.process.step" or _strategy(record) not in older:
            root.remove(record)
    env = api.Environment(cr, SUPERUSER_ID, {})
    xml_import(env, MODULE, {}, "init", noupdate=True, xml_filename=DATA).parse(root)


def _strategy(record):
    return record.find("field[@name='strategy_id']").get("ref")
