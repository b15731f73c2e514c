def migrate(cr, version):
    """What is open on a list that gave way is superseded now: who was put back there stands on the list in use."""
    cr.execute(
        """
        UPDATE collections_worklist_item item
           SET run_id = run.id, key_date = run.key_date
          FROM collections_run before, collections_run run
         WHERE before.id = item.run_id AND before.state = 'superseded' AND item.state = 'open'
           AND run.company_id = item.company_id AND run.state = 'current'
           AND NOT EXISTS (SELECT FROM collections_worklist_item other
                            WHERE other.account_id = item.account_id AND other.run_id = run.id)
           AND item.id = (SELECT MAX(latest.id) FROM collections_worklist_item latest
                           WHERE latest.account_id = item.account_id AND latest.state = 'open')
        """
    )
