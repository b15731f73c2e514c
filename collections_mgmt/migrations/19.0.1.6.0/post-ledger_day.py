def migrate(cr, version):
    """The day as of which all customers of a company are known was told by each of them: that of most of them. Whoever
    is of an earlier day waits to be derived.
    """
    cr.execute(
        """
        INSERT INTO collections_ledger_day (company_id, key_date)
        SELECT company_id, MODE() WITHIN GROUP (ORDER BY key_date)
          FROM collections_account
         WHERE key_date IS NOT NULL
         GROUP BY company_id
            ON CONFLICT (company_id) DO NOTHING
        """
    )
    cr.execute(
        """
        INSERT INTO collections_refresh (company_id, partner_id, noticed_at, attempts)
        SELECT account.company_id, account.partner_id, now() AT TIME ZONE 'UTC', 0
          FROM collections_account account
          JOIN collections_ledger_day day ON day.company_id = account.company_id AND day.key_date > account.key_date
        """
    )
