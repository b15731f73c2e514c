"""Two teams and three customers in debt, for the tests of what people decide about a customer for a time."""

from odoo.tests import freeze_time
from odoo.tools import SQL

from .worklist_common import WorklistCommon


class SteeringCase(WorklistCommon):
    """Acme, Bolt and Crane owe the team's two collectors; another team with its own supervisor stands beside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.another_team()
        cls.reason = cls.env["collections.hold.reason"].create({"name": "Credit note to come"})
        cls.debts((cls.customer, 5000, 40), (cls.customer_2, 3000, 40), (cls.customer_3, 100, 5))
        cls.refresh()
        cls.acme, cls.bolt, cls.crane = (cls.account_of(c) for c in (cls.customer, cls.customer_2, cls.customer_3))

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.key_date))

    def on_day(self, day):
        """It is ``day`` days after the key date, and the nightly run is over."""
        frozen = freeze_time(self.days(day))
        frozen.start()
        self.addCleanup(frozen.stop)
        self.refresh(key_date=self.days(day))
        self.env.invalidate_all()

    def hold(self, user=None, account=None, days=14, start=0, **vals):
        """A hold of ``days`` days (None: open end), from ``start`` days after the key date on."""
        end = self.days(start + days - 1) if days else False
        return (
            self.env["collections.hold"]
            .with_user(user or self.collector)
            .create(
                {
                    "account_id": (account or self.acme).id,
                    "reason_id": self.reason.id,
                    "date_from": self.days(start),
                    "date_to": end,
                    **vals,
                }
            )
        )

    def hold_item(self, line, user=None, **vals):
        return self.hold(user, self.account_of(line.partner_id), line_id=line.id, **vals)

    def verdict(self, account, days=0):
        """The verdict of the account as of another day."""
        source = account._as_of(self.company, self.days(days))
        return self.env.execute_query(SQL("SELECT verdict FROM %s AS a WHERE id = %s", source, account.id))[0][0]

    def listed(self, days=0):
        return set(self.items(self.run_list(self.days(days))).account_id.partner_id.mapped("name"))

    def notes(self, account):
        return " ".join(account.sudo().message_ids.mapped(lambda message: str(message.body)))

    def assertRefused(self, error, pattern, function, *args, **kwargs):
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            function(*args, **kwargs)
