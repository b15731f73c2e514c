from functools import partial

from odoo import fields
from odoo.tools import SQL

from ...queries.as_of import as_of


class DayCount(fields.Integer):
    """Days that pass by themselves, up to or until something. Of accounts, and not written because a day has passed.

    The column holds them as of the ``key_date`` in its row. Whoever reads the field, searches, sorts or groups by it
    gets them as of the day on which the customer is known, or of ``collections_key_date`` in the context.
    SQL over the table itself has to ask for them by ``on``.
    """

    counted = None  # function (column, day) -> SQL; None: the column goes on from the day of its row
    counted_while = None  # function (column) -> SQL condition under which it goes on; None: always

    def on(self, account, day):
        """SQL of the days as of ``day``, SQL of a date.

        :param account: an alias of the accounts
        """
        column = partial(SQL.identifier, account)
        if self.counted:
            return self.counted(column, day)
        later = SQL("%s + (%s - %s)", column(self.name), day, column("key_date"))
        if not self.counted_while:
            return later
        return SQL("CASE WHEN %s THEN %s ELSE %s END", self.counted_while(column), later, column(self.name))

    def to_sql(self, model, alias):
        asked = model.env.context.get("collections_key_date")
        day = SQL("%s::date", asked) if asked else as_of(alias)
        return SQL("%s", self.on(alias, day), to_flush=self)


class AsOf(fields.Date):
    """The day as of which an account is known. The column holds the day its row was written for."""

    def to_sql(self, model, alias):
        return SQL("%s", as_of(alias), to_flush=self)
