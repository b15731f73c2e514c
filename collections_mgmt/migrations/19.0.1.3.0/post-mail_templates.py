"""The mails about promises and plans say where to pay: renewed where nobody changed or translated their text.

A template is recognised by its text as it was shipped, whatever its white space; all but the text stays as it is.
"""

import re
from hashlib import sha256

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open
from odoo.tools.convert import xml_import

MODULE = "collections_mgmt"
# template -> file, digest of its text in 19.0.1.2.0
SHIPPED = {
    "collections_promise_mail_template": (
        "collections_mgmt/data/collections_promise_mail_template.xml",
        "4294008bf3ca16200f326bd0e060b1a7600a2e44cb61c5ea477b761df9a37dc0",
    ),
    "collections_plan_mail_template": (
        "collections_mgmt/data/collections_plan_mail_template.xml",
        "f32634a984fa8fa0de7b7cea7497291340e61ed203791d961e9dd80f24df2db4",
    ),
}


def digest(body):
    """Return what identifies a text, in hexadecimal digits."""
    return sha256(re.sub(r"\s", "", body).encode()).hexdigest()


def migrate(cr, version):
    cr.execute(
        """
        SELECT known.name, array(SELECT value FROM jsonb_each_text(template.body_html))
          FROM ir_model_data known
          JOIN mail_template template ON template.id = known.res_id
         WHERE known.module = %s AND known.model = 'mail.template' AND known.name = ANY(%s)
        """,
        [MODULE, list(SHIPPED)],
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, bodies in cr.fetchall():
        path, shipped = SHIPPED[name]
        if {digest(body) for body in bodies} == {shipped}:
            _renew(env, path)


def _renew(env, path):
    with file_open(path, "rb") as data:
        root = etree.parse(data).getroot()
    for field in root.findall("record/field"):
        if field.get("name") != "body_html":
            field.getparent().remove(field)
    xml_import(env, MODULE, {}, "init", noupdate=True, xml_filename=path).parse(root)
