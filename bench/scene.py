"""The scene on which is measured: a team of uneven capacities, a strategy of twelve rules, the list of yesterday."""

from datetime import timedelta

from odoo import Command

CAPACITIES = (100, 100, 100, 80, 80, 60, 50, 50, 30, 20)
RULES = (
    ("Overdue", "[('overdue', '>', 0)]", 5),
    ("Overdue 1,000 or more", "[('overdue', '>=', 1000)]", 10),
    ("Overdue 10,000 or more", "[('overdue', '>=', 10000)]", 15),
    ("30 days overdue", "[('oldest_days', '>=', 30)]", 10),
    ("90 days overdue", "[('oldest_days', '>=', 90)]", 15),
    ("Half of the debt is overdue", "[('overdue_share', '>=', 50)]", 5),
    ("No payment for 45 days", "[('days_since_payment', '>=', 45)]", 10),
    ("Pays 15 days late", "[('avg_days_late', '>=', 15)]", 10),
    ("Pays later than half a year ago", "[('delay_trend', '>=', 10)]", 5),
    ("Over the credit limit", "[('credit_over', '>', 0)]", 10),
    ("Usually pays on time", "[('avg_days_late', '<=', 2), ('paid_12m', '>', 0)]", -5),
    ("Credits of half the overdue", "[('credits_share', '>=', 50)]", -10),
)


def set_up(env, key_date):
    """Once, after installation; committed by the caller."""
    companies = env["collections.run"]._companies()
    group = env.ref("collections_mgmt.collections_group_default")
    group.member_ids = [Command.clear()] + [
        Command.create({"user_id": user.id, "capacity": capacity})
        for user, capacity in zip(_specialists(env, companies), CAPACITIES, strict=True)
    ]
    rules = [
        Command.create({"sequence": n, "name": name, "domain": domain, "points": points})
        for n, (name, domain, points) in enumerate(RULES)
    ]
    group.strategy_id = env["collections.strategy"].create({"name": "Twelve rules", "rule_ids": rules})
    env.cr.commit()  # a list is made after what is set, not at the same moment
    make_lists(env, key_date - timedelta(days=1))


def make_lists(env, key_date):
    """A run of each company; gives the runs."""
    runs = env["collections.run"]
    for company in runs._companies().sorted("id"):
        runs |= runs._generate(company, key_date)
    env.flush_all()
    return runs


def _specialists(env, companies):
    roles = [env.ref("base.group_user").id, env.ref("collections_mgmt.collections_mgmt_group_specialist").id]
    return env["res.users"].create(
        [
            {
                "name": f"Specialist {n}",
                "login": f"bench_{n}",
                "company_id": companies[0].id,
                "company_ids": [Command.set(companies.ids)],
                "group_ids": [Command.set(roles)],
            }
            for n in range(len(CAPACITIES))
        ]
    )
