"""The ready strategies say what to say on the phone."""

from odoo import api
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

READY = ("overdue", "preventive", "strategic")


@tagged("post_install", "-at_install")
class TestShippedScripts(TransactionCase):
    def test_each_ready_strategy_has_scripts_in_which_only_known_words_are_filled_in(self):
        for name in READY:
            rules = self.env.ref(f"collections_mgmt.collections_strategy_{name}").rule_ids
            scripts = rules.filtered("script").mapped("script")
            self.assertGreater(len(scripts), 5, name)
            for script in scripts:
                for word in ("{customer}", "{amount}", "{days}", "{me}"):
                    script = script.replace(word, "")
                self.assertNotIn("{", script)
                self.assertNotIn("\u2014", script)

    def test_no_script_is_lost_because_its_rule_is_called_otherwise(self):
        given = []

        @api.model
        def note(strategies, texts):
            given.append(texts)

        self.patch(type(self.env["collections.strategy"]), "_give_scripts", note)
        convert_file(self.env, "collections_mgmt", "data/collections_script_data.xml", {}, mode="init", noupdate=True)
        for name, scripts in given[0].items():
            rules = self.env.ref(f"collections_mgmt.{name}").rule_ids
            self.assertFalse(scripts.keys() - set(rules.mapped("name")), name)
