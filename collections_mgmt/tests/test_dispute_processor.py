"""Who decides disputes needs no right in accounting: what he sees, what he may do, and that he gets at nothing else."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .dispute_common import DisputeCase


class ProcessorCase(DisputeCase):
    def rpc(self, user, record, method, *args, **kwargs):
        self.env.invalidate_all()
        model = record.with_user(user).browse().with_context(allowed_company_ids=self.company.ids)
        return call_kw(model, method, [record.ids, *args], kwargs)

    def assertForbidden(self, function, *args, **kwargs):
        with mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                function(*args, **kwargs)
                self.env.flush_all()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestDisputeProcessor(ProcessorCase):
    def test_he_reads_the_whole_form_and_nothing_of_accounting(self):
        dispute = self.dispute(1200)
        mine = dispute.with_user(self.lara)
        views = mine.get_view(view_type="form")["models"]
        self.assertTrue(mine.read(list(views["collections.dispute"])))
        self.assertEqual(mine.line_ids.item_name, self.line.move_id.name)
        for model in ("account.move", "account.move.line", "collections.account", "collections.item"):
            self.assertFalse(self.env[model].with_user(self.lara).has_access("read"), model)

    def test_he_sees_the_disputes_of_his_departments_only(self):
        pallets, deduction = self.dispute(100), self.dispute(100, reason=self.taken_off)
        seen = {
            user: self.env["collections.dispute"].with_user(user).search([("account_id", "=", self.account.id)])
            for user in (self.lara, self.hugo, self.quentin, self.collector, self.supervisor, self.auditor)
        }
        self.assertEqual(seen[self.lara], pallets.with_user(self.lara))
        self.assertEqual(seen[self.hugo], pallets, "the head")
        self.assertEqual(seen[self.quentin], deduction)
        for user in (self.collector, self.supervisor, self.auditor):
            self.assertEqual(seen[user], pallets | deduction, user.login)
        for user in (self.stranger, self.supervisor_2):
            self.assertFalse(self.env["collections.dispute"].with_user(user).search([]) & (pallets | deduction))
        self.assertForbidden(self.rpc, self.lara, deduction, "read", ["name"])
        self.assertForbidden(self.rpc, self.lara, deduction, "action_start")
        self.assertForbidden(self.rpc, self.lara, deduction.line_ids, "read", ["amount"])
        self.assertForbidden(self.rpc, self.lara, deduction.line_ids, "action_print")

    def test_what_has_no_processor_is_to_be_decided_by_everybody_of_the_department(self):
        waiting, given, foreign = self.dispute(100), self.dispute(100), self.dispute(100, reason=self.taken_off)
        (waiting | foreign).processor_id = False
        given.processor_id = self.hugo
        disputes = self.env["collections.dispute"]
        for user, mine in (
            (self.lara, waiting),
            (self.hugo, waiting | given),
            (self.quentin, foreign),
            (self.collector, disputes),
        ):
            with self.subTest(user.login):
                self.env.invalidate_all()
                seen = disputes.with_user(user).search([("account_id", "=", self.account.id)])
                self.assertEqual(seen.filtered("is_mine").sudo(), mine)
                self.assertEqual(seen.search([("is_mine", "=", True), ("id", "in", seen.ids)]).sudo(), mine)
        waiting.with_user(self.hugo)._decide("invalid")
        self.assertFalse(waiting.with_user(self.lara).is_mine, "it is decided")

    def test_he_gets_the_invoice_as_a_file_of_the_dispute(self):
        dispute = self.dispute(1200)
        action = self.rpc(self.lara, dispute.line_ids, "action_print")
        file = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        self.assertEqual((file.res_model, file.res_id), ("collections.dispute", dispute.id))
        self.assertTrue(file.with_user(self.lara).raw)
        self.assertEqual(self.rpc(self.lara, dispute.line_ids, "action_print"), action, "made once")
        with self.assertRaises(AccessError):
            file.with_user(self.quentin).read(["raw"])

    def test_he_decides_and_ticks_off_but_books_and_gives_up_nothing(self):
        reason = self.dispute_reason("Steps", self.logistics, step_ids=[Command.create({"name": "Count"})])
        dispute = self.dispute(1200, reason=reason)
        self.rpc(self.lara, dispute, "action_start")
        self.rpc(self.lara, dispute.task_ids, "write", {"done": True})
        self.assertRecordValues(dispute.task_ids, [{"done": True, "done_by_id": self.lara.id, "name": "Count"}])
        for outcome in ("withdrawn", "written_off"):
            self.assertForbidden(dispute.with_user(self.lara)._decide, outcome)
        for method in ("action_void", "action_close", "action_reopen"):
            self.assertForbidden(self.rpc, self.lara, dispute, method)
        decide = self.env["collections.dispute.decide"].with_user(self.lara)
        wizard = decide.create({"dispute_ids": dispute.ids, "outcome": "valid", "note": "Two pallets short"})
        wizard.action_decide()
        self.assertEqual((dispute.state, dispute.decided_by_id), ("decided", self.lara))
        self.assertForbidden(self.rpc, self.lara, dispute, "action_credit_note")
        self.assertForbidden(self.rpc, self.collector, dispute, "action_credit_note")

    def test_the_chatters_say_what_was_decided_how_much_by_whom_why_and_what_follows(self):
        dispute = self.dispute(1200)
        decide = self.env["collections.dispute.decide"].with_user(self.lara)
        values = {"dispute_ids": dispute.ids, "outcome": "partly", "accepted": 300, "note": "One <b>pallet"}
        decide.create(values).action_decide()
        for record in (dispute, dispute.account_id):
            told = " ".join(html2plaintext(record.sudo().message_ids[0].body).split())
            with self.subTest(record=record):
                self.assertIn("Partly Valid, decided by Lara: $ 300.00 of $ 1,200.00 accepted.", told)
                self.assertIn("One <b>pallet", told)
                self.assertIn("What is accepted stays out of chasing until it is credited; the rest is chased.", told)

    def test_what_he_accepts_is_put_before_somebody_who_may_book_it(self):
        dispute = self.dispute(1200)
        decide = self.env["collections.dispute.decide"].with_user(self.lara)
        decide.create({"dispute_ids": dispute.ids, "outcome": "valid"}).action_decide()
        [activity] = dispute.sudo().activity_ids
        self.assertIn("Credit what was accepted", activity.summary)
        self.assertTrue(self.env["account.move"].with_user(activity.user_id).has_access("create"))
        self.assertIn(self.company, activity.user_id.company_ids)
        dispute.with_user(self.supervisor).action_reopen()
        self.assertNotIn(activity, dispute.sudo().activity_ids)

    def test_amounts_states_and_limits_are_written_by_nobody(self):
        dispute = self.dispute(1200)
        hostile = [
            {"state": "closed"},
            {"outcome": "valid"},
            {"amount": 1},
            {"disputed": 0},
            {"pauses": True},
            {"pause_until": "2099-01-01"},
            {"date_due": "2099-01-01"},
            {"account_id": self.bolt.id},
            {"department_id": self.quality.id},
            {"credit_note_ids": [Command.link(self.line.move_id.id)]},
            {"rejected_on": "2020-01-01"},
        ]
        for user in (self.lara, self.collector):
            for vals in hostile:
                with self.subTest(user=user.login, vals=vals):
                    self.assertForbidden(self.rpc, user, dispute, "write", vals)
            self.assertForbidden(self.rpc, user, dispute.line_ids, "write", {"amount": 1})
            self.assertForbidden(self.rpc, user, dispute, "unlink")
            command = [Command.update(dispute.line_ids.id, {"amount": 1})]
            self.assertForbidden(self.rpc, user, dispute, "write", {"line_ids": command})
            with self.assertRaises(AccessError):
                self.env["collections.dispute"].with_user(user).create({"account_id": self.account.id})
        self.assertForbidden(self.rpc, self.auditor, dispute, "write", {"description": "x"})

    def test_a_supervisor_extends_the_limits(self):
        dispute = self.dispute(1200)
        self.rpc(self.supervisor, dispute, "write", {"pause_until": self.days(60)})
        self.assertEqual(self.item(days=60).disputed, 1200)

    def test_customers_of_others_are_not_disputed_with(self):
        items = self.env["collections.dispute.create"].with_user(self.stranger)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            items.with_context(active_model="collections.item", active_ids=self.line.ids).create(
                {"reason_id": self.pallets.id}
            ).action_open()
        wizard = items.create(
            {
                "account_id": self.account.id,
                "reason_id": self.pallets.id,
                "line_ids": [Command.create({"line_id": self.line.id, "amount": 10})],
            }
        )
        self.assertForbidden(wizard.action_open)
        for user in (self.lara, self.auditor):
            with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
                self.env["collections.dispute.create"].with_user(user).create({"reason_id": self.pallets.id})

    def test_an_item_of_another_customer_is_refused(self):
        other = self.items_of(self.invoice(self.customer_2, 10, self.days(-9)))
        wizard = self.request({self.line: 10})
        wizard.line_ids.line_id = other
        self.assertRefused(UserError, "is not an open item of", wizard.action_open)

    def test_only_people_with_a_role_are_in_a_department(self):
        self.assertRefused(
            UserError, "give the role “Dispute Processor” first", self.logistics.write, {"head_id": self.accountant.id}
        )


@tagged("post_install", "-at_install")
class TestDisputeMail(ProcessorCase, MailCommon):
    @classmethod
    def default_env_context(cls):
        return {}

    def test_the_department_is_asked_and_its_answer_arrives_in_the_dispute(self):
        (self.lara | self.collector).notification_type = "email"
        with self.mock_mail_gateway():
            dispute = self.dispute(1200)
            self.flush_tracking()
        self.assertIn("logistics@example.com", str([mail["email_to"] for mail in self._mails]))
        question = dispute.message_ids.filtered("subject")[:1]
        self.assertIn("1,200.00 of", question.body)
        self.assertFalse(self.customer & question.partner_ids, "never the customer")
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                False,
                "From: logistics@example.com\nTo: catchall@test.mycompany.com\nSubject: Re: please decide\n"
                f"Message-Id: <answer@example.com>\nIn-Reply-To: {question.message_id}\n"
                "Content-Type: text/plain\n\nTwo pallets were missing indeed.\n",
            )
        self.assertIn("missing indeed", str(dispute.message_ids[:1].body))
        self.assertEqual(dispute.state, "in_process", "somebody works on it")

    def test_who_decides_has_an_activity_until_it_is_decided(self):
        dispute = self.dispute(1200)
        self.assertRecordValues(dispute.activity_ids, [{"user_id": self.lara.id, "date_deadline": self.days(7)}])
        dispute.with_user(self.lara).processor_id = self.hugo
        self.assertEqual(dispute.activity_ids.user_id, self.hugo)
        dispute.with_user(self.hugo)._decide("invalid")
        self.assertFalse(dispute.activity_ids)
