"""A customer accepts a plan by the link he got: he and nobody else, once, while it stands."""

import base64
from datetime import timedelta
from html import unescape

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .plan_common import PlanCase

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SIGNED = base64.b64encode(b"%PDF-1.4 signed")


class PortalCase(PlanCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile.write({"plan_signed": True, "plan_link_days": 7})
        cls.theirs, cls.others = (
            new_test_user(cls.env, login=f"portal_{number}", groups="base.group_portal") for number in (1, 2)
        )
        cls.theirs.partner_id.parent_id = cls.customer
        cls.others.partner_id.parent_id = cls.customer_2

    def offered(self, *parts, **vals):
        plan = self.plan(*parts, accepted=True, **vals)
        plan.action_offer()
        self.env.flush_all()
        return plan.sudo()

    def page(self, plan, token=None):
        return self.url_open(f"/my/plan/{plan.id}?access_token={token or plan.access_token}")

    def accept(self, plan, token=None, name="Anna Acme", signature=SIGNATURE):
        path = f"/my/plan/{plan.id}/accept?access_token={token or plan.access_token}"
        result = self.make_jsonrpc_request(path, {"name": name, "signature": signature})
        self.env.invalidate_all()
        return result

    def assertNotAccepted(self, plan, result, pattern="not valid"):
        self.assertIn(pattern, result["error"])
        self.assertFalse(plan.accepted_how)
        self.assertEqual(self.acme.planned, 0)


@tagged("post_install", "-at_install")
class TestPlanPortal(PortalCase):
    def test_a_plan_that_is_to_be_signed_waits(self):
        plan = self.plan(accepted=True)
        self.assertPlan(plan, "proposed", signed=True, accepted=False)
        self.assertEqual(self.covered(self.one), (0, 1000))

    def test_the_customer_reads_and_signs_it(self):
        plan = self.offered()
        page = self.page(plan).text
        for part in (plan.number, self.one.name, "1,000.00", "07/10/2026", "collections_mgmt.plan_signature"):
            self.assertIn(part, page)
        self.assertIn('"defaultName": ""', unescape(page), "a company signs by a person")
        result = self.accept(plan)
        self.assertIn("message=accepted", result["redirect_url"])
        self.assertPlan(plan, "active", accepted_how="portal", accepted_by="Anna Acme", accepted_on=self.key_date)
        self.assertTrue(plan.accepted_ip)
        self.assertTrue(plan.accepted_at)
        self.assertEqual(plan.signature.decode()[:8], SIGNATURE[:8])
        self.assertEqual(self.covered(self.one), (1000, 0))
        [file] = plan.message_ids.attachment_ids
        self.assertIn(plan.number, file.name)
        self.assertIn("Anna Acme", self.notes(plan))
        after = self.url_open(result["redirect_url"]).text
        self.assertIn("you have accepted this plan", after)
        self.assertNotIn("collections_mgmt.plan_signature", after)

    def test_it_says_where_to_pay_and_with_which_reference(self):
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "DE02120300000000202051", "partner_id": self.company.partner_id.id}
        )
        plan = self.offered()
        self.assertIn(bank, plan.bank_account_ids)
        page = " ".join(self.page(plan).text.split())
        self.assertTrue(plan.rf_reference)
        self.assertIn(f"name the payment reference <strong>{plan.rf_reference}</strong>", page)

    def test_his_own_user_may_be_logged_in(self):
        plan = self.offered()
        self.authenticate(self.theirs.login, self.theirs.login)
        self.accept(plan)
        self.assertPlan(plan, "active", accepted_recorded_by_id=self.theirs.id)

    def test_nothing_is_mailed(self):
        self.customer.email = "acme@example.com"
        before = self.env["mail.mail"].search_count([])
        plan = self.offered()
        self.accept(plan)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertRefused(UserError, "switch sending on", plan._get_share_url)

    # ---------------------------------------------------------------------- from outside
    def test_a_wrong_link_shows_and_accepts_nothing(self):
        plan = self.offered()
        other = self.plan((9, 600), items=[(self.other_line, 600)]).sudo()
        for token in ("wrong", other.access_token or "None", ""):
            with self.subTest(token=token):
                page = self.url_open(f"/my/plan/{plan.id}?access_token={token}", allow_redirects=False)
                self.assertEqual(page.status_code, 303)
                path = f"/my/plan/{plan.id}/accept?access_token={token}"
                result = self.make_jsonrpc_request(path, {"name": "Eve", "signature": SIGNATURE})
                self.assertNotAccepted(plan, result)
        self.assertNotAccepted(plan, self.accept(other, token=plan.access_token))

    def test_a_link_ends_after_its_days(self):
        plan = self.offered()
        self.assertEqual(plan.link_until, self.key_date + timedelta(days=7))
        plan.link_until = self.days(-1)
        self.env.flush_all()
        self.assertNotIn(plan.number, self.page(plan).text)
        self.assertNotAccepted(plan, self.accept(plan))
        self.assertFalse(plan.link)

    def test_a_new_link_ends_the_earlier_one(self):
        plan = self.offered()
        old = plan.access_token
        plan.with_user(self.collector).action_offer()
        self.env.flush_all()
        self.assertNotAccepted(plan, self.accept(plan, token=old))
        self.accept(plan)
        self.assertPlan(plan, "active")

    def test_a_token_that_nobody_gave_out_opens_nothing(self):
        plan = self.plan().sudo()
        plan._portal_ensure_token()
        self.env.flush_all()
        self.assertNotAccepted(plan, self.accept(plan))

    def test_another_customer_sees_and_accepts_nothing(self):
        plan = self.offered()
        self.authenticate(self.others.login, self.others.login)
        self.assertNotIn(plan.number, self.page(plan).text)
        self.assertNotAccepted(plan, self.accept(plan))
        self.assertFalse(self.env["collections.plan"].with_user(self.others).has_access("read"))

    def test_who_looks_after_the_customer_does_not_sign_for_him(self):
        plan = self.offered()
        self.authenticate(self.collector.login, self.collector.login)
        page = self.url_open(f"/my/plan/{plan.id}").text
        self.assertIn(plan.number, page)
        self.assertNotIn("collections_mgmt.plan_signature", page)
        self.assertNotAccepted(plan, self.accept(plan), "cannot be accepted here")

    def test_twice_it_is_accepted_once(self):
        plan = self.offered()
        self.accept(plan)
        self.assertIn("cannot be accepted", self.accept(plan, name="Eve")["error"])
        self.assertEqual(plan.accepted_by, "Anna Acme")

    def test_what_was_withdrawn_is_not_accepted(self):
        plan = self.offered()
        token = plan.access_token
        plan.with_user(self.collector)._cancel("other")
        self.env.flush_all()
        self.assertFalse(plan.access_token)
        self.assertNotAccepted(plan, self.accept(plan, token=token))
        self.assertPlan(plan, "cancelled")

    def test_what_does_not_hold_any_more_is_not_accepted_and_the_collector_knows_why(self):
        plan = self.offered()
        self.pay(self.one, 100)
        self.refresh()
        self.env.flush_all()
        self.assertNotAccepted(plan, self.accept(plan), "Please call us")
        self.assertIn("could not accept it", self.notes(plan))
        self.assertFalse(plan.signature)

    def test_without_name_or_signature_nothing_is_accepted(self):
        plan = self.offered()
        for values, pattern in (
            ({"name": " "}, "your name"),
            ({"signature": ""}, "Please sign"),
            ({"signature": "no image"}, "sign again"),
            ({"signature": base64.b64encode(b"<svg onload='alert(1)'/>").decode()}, "sign again"),
            ({"signature": "A" * 1_000_001}, "Please sign"),
            ({"signature": ["list"]}, "sign again"),
        ):
            with self.subTest(pattern=pattern, size=len(str(values))):
                self.assertNotAccepted(plan, self.accept(plan, **values), pattern)

    def test_who_forgets_his_name_is_told_so_and_signs_then(self):
        plan = self.offered(contact_id=self.theirs.partner_id.id)
        self.start_tour(f"/my/plan/{plan.id}?access_token={plan.access_token}", "collections_plan_sign_tour")
        self.env.invalidate_all()
        self.assertRecordValues(plan, [{"state": "active", "accepted_by": "Anna Acme"}])

    def test_the_link_is_not_for_what_we_write_about_it(self):
        plan = self.offered()
        threads = self.env["collections.plan"].with_user(self.env.ref("base.public_user"))
        self.assertFalse(threads._get_thread_with_access(plan.id, token=plan.access_token))

    def test_links_are_given_out_by_who_may_follow(self):
        plan = self.plan((9, 500), items=[(self.line, 500)])
        self.assertRefused(AccessError, "", plan.with_user(self.auditor).action_offer)
        plan.action_offer()
        self.assertTrue(plan.link)
        self.assertFalse(plan.with_user(self.auditor).link)
        self.assertRefused(AccessError, "", plan.with_user(self.auditor).read, ["access_token"])
        self.accept(self.offered((5, 600), items=[(self.other_line, 600)]))
        active = self.acme.plan_ids.filtered(lambda each: each.state == "active")
        self.assertRefused(UserError, "waits for the customer", active.with_user(self.collector).action_offer)

    # ---------------------------------------------------------------------- on paper
    def on_paper(self, plan, user=None, **vals):
        action = plan.with_user(user or self.collector).action_accept()
        wizards = self.env[action["res_model"]].with_user(user or self.collector).with_context(**action["context"])
        return wizards.create({"signed_by": "Anna Acme", "file": SIGNED, "file_name": "signed.pdf"})

    def test_the_collector_keeps_what_was_signed(self):
        plan = self.plan()
        self.on_paper(plan).action_accept()
        plan = plan.sudo()
        self.assertPlan(
            plan,
            "active",
            accepted_how="paper",
            accepted_by="Anna Acme",
            accepted_recorded_by_id=self.collector.id,
        )
        [file] = plan.message_ids.attachment_ids
        self.assertEqual((file.name, file.raw), ("signed.pdf", b"%PDF-1.4 signed"))
        self.assertRefused(AccessError, "", file.with_user(self.collector).unlink)
        self.assertRefused(AccessError, "", file.with_user(self.collector).write, {"raw": b"other"})

    def test_it_is_kept_once(self):
        plan = self.plan()
        first, second = self.on_paper(plan), self.on_paper(plan)
        first.action_accept()
        self.assertRefused(UserError, "does not wait", second.action_accept)

    def test_where_a_word_is_enough_nobody_asks(self):
        self.profile.plan_signed = False
        plan = self.plan(accepted=False)
        self.assertFalse(plan.action_accept())
        self.assertPlan(plan, "active", accepted_how="said", accepted_recorded_by_id=self.collector.id)
