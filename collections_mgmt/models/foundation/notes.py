from html import escape

from markupsafe import Markup

from odoo.tools import SQL

OWN = ("id", "res_id", "body")


def log_notes(records, bodies):
    """Log a note in the chatter of each of ``records``, as ``_message_log_batch`` does, in a constant number of
    statements: Odoo makes the first, and the others are like it.

    :param records: of a model with a chatter; as who may log
    :param bodies: dict id -> text, or ``Markup``
    """
    first, others = records[:1], records[1:]
    template = first._message_log_batch(bodies={record.id: bodies[record.id] for record in first})
    if not others:
        return
    template.flush_recordset()
    columns = [name for name, field in template._fields.items() if field.store and field.column_type]
    records.env.cr.execute(
        SQL(
            """
            INSERT INTO mail_message (res_id, body, %(alike)s)
            SELECT note.res_id, note.body, %(alike)s
              FROM UNNEST(%(ids)s, %(bodies)s) AS note(res_id, body)
              JOIN mail_message template ON template.id = %(template)s
            """,
            alike=SQL(", ").join(SQL.identifier(name) for name in columns if name not in OWN),
            ids=others.ids,
            bodies=[_stored(bodies[record.id], template) for record in others],
            template=template.id,
        )
    )
    others.invalidate_recordset(["message_ids"], flush=False)


def _stored(body, template):
    """As Odoo stores it. A text is a paragraph: to search it for what is dangerous takes longer than all else."""
    if isinstance(body, Markup):
        return template._fields["body"].convert_to_column(body, template)
    return f"<p>{escape(body, quote=False)}</p>"
