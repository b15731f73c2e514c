def migrate(cr, version):
    """The items of an account are found by the index that says that it stands once on a list: the other one goes."""
    cr.execute("DROP INDEX IF EXISTS collections_worklist_item__account_id_index")
