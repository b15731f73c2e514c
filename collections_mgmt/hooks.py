"""What happens once, when the add-on is installed on a ledger that already has a past."""


def post_init_hook(env):
    """Give every company a team, its accounts and a first work list, with no configuration.

    Nothing here (or in a run) sends anything to a customer.
    """
    env["collections.group"]._staff_default_group()
    env["collections.run"]._generate_for_all_companies()
    env["collections.process"]._advance_all_companies()
