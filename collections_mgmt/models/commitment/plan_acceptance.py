import uuid
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.image import base64_to_image
from odoo.tools.urls import urljoin

from .dispute_department import COLLECTING

NAME_LENGTH = 128
SIGNATURE_LENGTH = 1_000_000  # characters of base64
WAYS = [("said", "Said so"), ("portal", "Signed on our page"), ("paper", "Signed on paper")]


class CollectionsProfile(models.Model):
    _inherit = "collections.profile"

    plan_signed = fields.Boolean(
        string="Plans Are Signed",
        tracking=True,
        help="A plan counts once the customer has signed it, on our page or on paper. Off: his word is enough.",
    )
    plan_link_days = fields.Integer(
        string="Link of a Plan (days)",
        default=14,
        tracking=True,
        help="For so many days the link to a plan is good, with which the customer reads and accepts it.",
    )

    _plan_link_days_in_range = models.Constraint(
        "CHECK(plan_link_days BETWEEN 1 AND 90)", "The link of a plan is good for 1 to 90 days."
    )


class CollectionsPlan(models.Model):
    """How the customer accepts a plan, and what proves it (G8): who, when, from where, and what it said.

    A link is given by who looks after the customer, ends after some days and with the offer, and is not mailed unless
    sending is switched on.
    """

    _name = "collections.plan"
    _inherit = ["collections.plan", "portal.mixin"]

    access_token = fields.Char(groups=COLLECTING)
    signed = fields.Boolean(string="To Be Signed", readonly=True, help="By the profile when it was recorded.")
    link_until = fields.Date(string="Link Is Good until", readonly=True)
    link = fields.Char(string="Link for the Customer", compute="_compute_link")
    accepted_how = fields.Selection(WAYS, string="How Agreed", readonly=True)
    accepted_by = fields.Char(string="Agreed by", readonly=True)
    accepted_at = fields.Datetime(string="Agreed at", readonly=True)
    accepted_ip = fields.Char(string="Agreed from (IP)", readonly=True)
    accepted_recorded_by_id = fields.Many2one(
        "res.users", string="Agreement Recorded by", readonly=True, ondelete="set null"
    )
    signature = fields.Image(readonly=True, copy=False, max_width=1024, max_height=1024)

    # ------------------------------------------------------------------------------------------------------------- link
    def _compute_access_url(self):
        for plan in self:
            plan.access_url = f"/my/plan/{plan.id}"

    @api.depends("link_until", "state")
    @api.depends_context("uid")
    def _compute_link(self):
        """For who looks after the customer: with it anybody can accept."""
        shown = self.env.su or self.env.user.has_group(COLLECTING)
        for plan in self:
            plan.link = urljoin(plan.get_base_url(), plan._link_path()) if shown and plan._is_offered() else False

    def _link_path(self):
        return f"{self.access_url}?access_token={self.sudo().access_token}"

    def _is_offered(self):
        """Whether its link is good: one was given, its days are not over, and the plan stands."""
        self.ensure_one()
        plan = self.sudo()
        return bool(
            plan.access_token
            and plan.link_until
            and plan.link_until >= fields.Date.context_today(plan)
            and plan.state in ("proposed", "active")
        )

    def _is_of_customer(self, user):
        """Whether nobody is logged in, or somebody of the customer."""
        return user._is_public() or user.partner_id.commercial_partner_id == self.sudo().partner_id

    def _get_share_url(self, *args, **kwargs):
        """Odoo's own way of sending links mails them."""
        self._check_may_send()
        return super()._get_share_url(*args, **kwargs)

    @api.model
    def _get_thread_with_access(self, thread_id, *, hash=None, pid=None, token=None, **kwargs):
        """The link is for the plan, not for what we write about it."""
        return super()._get_thread_with_access(thread_id, **kwargs)

    def action_offer(self):
        """Give out a new link, with which the customer reads and accepts the plan; an earlier one ends."""
        self._check_may_follow()
        for plan in self.sudo():
            if plan.state != "proposed":
                raise UserError(self.env._("A link is given for a plan that waits for the customer."))
            days = plan.account_id.profile_id.plan_link_days or 14
            until = fields.Date.context_today(plan) + timedelta(days=days)
            plan.write({"access_token": str(uuid.uuid4()), "link_until": until})
            told = self.env._("A link to accept it was made, good until %s.", format_date(self.env, until))
            plan._message_log(body=told, author_id=self.env.user.partner_id.id)

    def action_preview(self):
        """The page as the customer sees it."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self.access_url, "target": "new"}

    def _close(self, state, day, from_states=("active", "defaulted"), **values):
        """With the offer its link ends."""
        return super()._close(state, day, from_states, **{**values, "access_token": False, "link_until": False})

    # -------------------------------------------------------------------------------------------------------- accepting
    def _given_vals(self, vals, items):
        given = super()._given_vals(vals, items)
        account = self.env["collections.account"].browse(vals.get("account_id")).sudo()
        if account.profile_id.plan_signed:
            given |= {"signed": True, "accepted": False}
        return given

    def action_accept(self):
        """His word is enough, or ask for what he signed."""
        self._check_may_follow()
        if any(plan.signed and plan.state == "proposed" for plan in self):
            self.ensure_one()
            action = self.env["ir.actions.actions"]._for_xml_id("collections_mgmt.collections_plan_accept_action")
            action["context"] = {"default_plan_id": self.id}
            return action
        result = super().action_accept()
        self.sudo().filtered(lambda plan: not plan.accepted_how)._keep_proof("said", self.env.user)
        return result

    def _accept_on_paper(self, name, file_name, content):
        """Keep what he signed, and let the plan count."""
        self.ensure_one()
        self._check_may_follow()
        self._check_waits()
        self._take_effect()
        plan = self.sudo()
        plan._keep_proof("paper", self.env.user, name)
        plan._post_proof(self.env._("Signed on paper by %s", name), file_name, content, self.env.user.partner_id)

    def _may_be_accepted_online(self, user):
        """Customers accept, not those who look after them."""
        return self.sudo().state == "proposed" and self._is_offered() and not user._is_internal()

    def _accept_online(self, name, signature, ip, user=None):
        """The customer accepts with his name and signature. Called with all rights, after his link was checked.

        :param user: who is logged in, if anybody
        :return: a sentence for the customer when it does not hold any more
        :raise UserError: the same when he may try again
        """
        self.ensure_one()
        name = name.strip()[:NAME_LENGTH] if isinstance(name, str) else ""
        if not name:
            raise UserError(self.env._("Please enter your name."))
        if not signature or len(str(signature)) > SIGNATURE_LENGTH:
            raise UserError(self.env._("Please sign."))
        self._check_waits()
        self._keep_signature(signature)
        ours = self.with_context(lang=self.given_by_id.lang)  # what we read is in our language
        if why := ours._could_not_take_effect():
            ours._message_log(body=ours.env._("%(name)s could not accept it: %(why)s", name=name, why=why))
            return self.env._("This plan cannot be accepted any more. Please call us.")
        ours._keep_proof("portal", user, name, ip)
        content, kind = self._agreement_file()
        body = ours.env._("Signed on our page by %(name)s, from %(ip)s", name=name, ip=ip or "?")
        author = user.partner_id if user else self.contact_id or self.partner_id
        ours._post_proof(body, f"{self.display_name}.{kind}".replace("/", "-"), content, author)
        return False

    def _keep_signature(self, signature):
        """A picture: what is no picture, or one that brings something along, is none."""
        try:
            if base64_to_image(signature).format not in ("PNG", "JPEG"):
                raise ValueError("no picture")
            with self.env.cr.savepoint():
                self.signature = signature
                self.flush_recordset()
        except (UserError, ValueError, TypeError) as error:
            raise UserError(self.env._("The signature could not be read. Please sign again.")) from error

    def _could_not_take_effect(self):
        """Let it count, or say why not."""
        try:
            with self.env.cr.savepoint():
                self._take_effect()
        except UserError as error:
            self.signature = False
            return error.args[0]
        return False

    def _check_waits(self):
        """Of two at once the second is told."""
        self.sudo().account_id._lock_agreements()
        self.invalidate_recordset(["state"])
        if self.sudo().state != "proposed":
            raise UserError(self.env._("This plan does not wait for acceptance (any more)."))

    def _keep_proof(self, how, user, name=False, ip=False):
        self.write(
            {
                "accepted_how": how,
                "accepted_by": name,
                "accepted_at": fields.Datetime.now(),
                "accepted_ip": ip,
                "accepted_recorded_by_id": user and user.id,
            }
        )

    def _agreement_file(self):
        """What was agreed, as PDF; where none can be made, as a page."""
        reports = self.env["ir.actions.report"].sudo()
        report = "collections_mgmt.collections_plan_report_agreement"
        if reports.get_wkhtmltopdf_state() in ("install", "broken"):
            return reports._render_qweb_html(report, self.ids)
        return reports._render_qweb_pdf(report, self.ids)

    def _post_proof(self, body, file_name, content, author):
        """As a note: nobody is mailed."""
        self.message_post(
            body=body, attachments=[(file_name, content)], author_id=author.id, subtype_xmlid="mail.mt_note"
        )
        self._log_notes({self: body})
