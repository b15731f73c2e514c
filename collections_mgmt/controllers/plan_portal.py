from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class PlanPortal(CustomerPortal):
    """The customer reads the plan he is offered, and accepts it, by a link that ends (G8)."""

    @http.route("/my/plan/<int:plan_id>", type="http", auth="public", website=True)
    def portal_plan(self, plan_id, access_token=None, report_type=None, download=False, message=None, **_kwargs):
        """The plan, or the agreement as PDF."""
        try:
            plan = self._plan_of_link(plan_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type == "pdf":
            report = "collections_mgmt.collections_plan_report_agreement"
            return self._show_report(model=plan, report_type="pdf", report_ref=report, download=download)
        values = {
            "plan": plan.with_context(lang=plan.partner_id.lang),
            "page_name": "collections_plan",
            "accepted_now": message == "accepted" and plan.state != "proposed",
            "may_accept": plan._may_be_accepted_online(request.env.user),
            "token": access_token,
            "res_company": plan.company_id,
        }
        return request.render("collections_mgmt.portal_plan", values)

    @http.route("/my/plan/<int:plan_id>/accept", type="jsonrpc", auth="public", website=True)
    def portal_plan_accept(self, plan_id, access_token=None, name=None, signature=None):
        """Accept it with name and signature."""
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            plan = self._plan_of_link(plan_id, access_token)
            if not plan._may_be_accepted_online(request.env.user):
                raise UserError(request.env._("This plan cannot be accepted here (any more). Please call us."))
            user = request.env.user
            logged_in = None if user._is_public() else user
            refused = plan._accept_online(name, signature, request.httprequest.remote_addr, logged_in)
        except (AccessError, MissingError):
            return {"error": request.env._("This link is not valid any more. Please ask for a new one.")}
        except UserError as error:
            return {"error": error.args[0]}
        if refused:
            return {"error": refused}
        return {"force_refresh": True, "redirect_url": f"{plan._link_path()}&message=accepted"}

    def _plan_of_link(self, plan_id, access_token):
        """The plan with all rights, for who has its link or may read it anyway.

        :raise AccessError: when the link is wrong or over, or somebody else's user is logged in
        """
        if not isinstance(access_token, str) or not access_token.isascii():
            access_token = None  # Odoo compares nothing else
        plan = self._document_check_access("collections.plan", plan_id, access_token=access_token)
        user = request.env.user
        if plan.with_user(user).has_access("read"):
            return plan
        if not plan._is_offered() or not plan._is_of_customer(user):
            raise AccessError(request.env._("This link is not valid any more. Please ask for a new one."))
        return plan
