"""Open disputes older than coordinators are looked after by who has the customer, else by who recorded them."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    disputes = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})["collections.dispute"]
    waiting = disputes.search([("state", "in", ("new", "in_process", "decided")), ("coordinator_id", "=", False)])

    def coordinator(dispute):
        people = dispute.account_id._looked_after_by() | dispute.raised_by_id
        return disputes._first_who_collects(people, dispute.company_id)

    for user, found in waiting.grouped(coordinator).items():
        if user:
            found.coordinator_id = user
