"""Notes of many records: Odoo's own, in a few statements."""

from markupsafe import Markup

from odoo.tests import TransactionCase, tagged

from ..models.foundation.notes import OWN, log_notes

MOMENT = ("message_id", "date", "create_date", "write_date")


@tagged("post_install", "-at_install")
class TestNotes(TransactionCase):
    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(30)])

    def notes(self):
        """Those of the partners but for the first of each, which tells that he was created."""
        notes = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "in", self.partners.ids)], order="res_id, id"
        )
        return notes.filtered(lambda note: "Contact created" not in note.body)

    def test_each_note_is_like_one_of_odoo(self):
        bodies = {partner.id: f'<{partner.name}> & "partners\' own"\nsecond line; 1 000 €' for partner in self.partners}
        self.partners._message_log_batch(bodies)
        made_by_odoo = self.notes()
        log_notes(self.partners, bodies)
        notes = self.notes() - made_by_odoo
        self.assertEqual(notes.mapped("res_id"), self.partners.ids)
        names = [name for name, field in notes._fields.items() if field.store and name not in (*OWN, *MOMENT)]
        for note, like in zip(notes, made_by_odoo, strict=True):
            for name in (*names, "body"):
                self.assertEqual(note[name], like[name], name)

    def test_a_note_keeps_its_marks_and_no_script(self):
        log_notes(self.partners[:2], dict.fromkeys(self.partners.ids, Markup("one<br/>two<script>three()</script>")))
        self.assertEqual(self.notes().mapped("body"), [Markup("<p>one<br>two</p>")] * 2)

    def test_they_stand_in_the_chatter_at_once(self):
        partner = self.partners[1]
        before = len(partner.message_ids)
        log_notes(self.partners, dict.fromkeys(self.partners.ids, "Noted"))
        self.assertEqual(len(partner.message_ids), before + 1)

    def test_many_take_as_many_statements_as_few(self):
        def statements(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            log_notes(partners, dict.fromkeys(partners.ids, "Noted"))
            return self.env.cr.sql_log_count - before

        statements(self.partners)  # what Odoo reads once
        self.assertEqual(statements(self.partners), statements(self.partners[:2]))
