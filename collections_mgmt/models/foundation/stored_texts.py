from odoo.tools import SQL

from . import prepared


def stored_texts(records, names):
    """Translated texts of ``records`` in all languages, in one statement.

    :return: dict id -> dict name -> translations by language, None without any
    """
    records.flush_recordset(names)
    columns = SQL(", ").join(map(SQL.identifier, names))
    query = SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", columns, SQL.identifier(records._table), records.ids)
    return {row["id"]: row for row in prepared.query_dict(records.env, query)}
