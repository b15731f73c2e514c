"""Ready strategies say what to say: those in which nobody wrote a script of his own, by the names of their rules."""

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import convert_file


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    convert_file(env, "collections_mgmt", "data/collections_script_data.xml", {}, mode="init", noupdate=True)
