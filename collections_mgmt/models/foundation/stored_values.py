from odoo.tools import SQL

from . import prepared


def stored_values(*asked):
    """Columns of several tables as they are stored, translated texts in all languages, in one statement.

    :param asked: for each table records, names of fields whose values JSON knows, and, where its rows are found by
        something else than their ids, an SQL condition
    :return: for each a dict id -> dict name -> value
    """
    rows = (_rows(place, *table) for place, table in enumerate(asked))
    found = [{} for _table in asked]
    for place, record_id, values in prepared.query(asked[0][0].env, SQL(" UNION ALL ").join(rows)):
        found[place][record_id] = dict(zip(asked[place][1], values, strict=True))
    return found


def _rows(place, records, names, condition=None):
    return SQL(
        "SELECT %s, id, json_build_array(%s) FROM %s WHERE %s",
        place,
        SQL(", ").join(map(SQL.identifier, names)),
        SQL.identifier(records._table),
        condition or SQL("id = ANY(%s)", records.ids),
        to_flush=[records._fields[name] for name in names],
    )
