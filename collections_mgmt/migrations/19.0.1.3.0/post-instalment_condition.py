"""The ready condition on instalments that are due soon left out those due today; nobody's own wording is changed."""

BEFORE = "[('instalment_days', '!=', False), ('instalment_days', '>=', 0), ('instalment_days', '<=', 3)]"
NOW = "[('instalment_date', '!=', False), ('instalment_days', '>=', 0), ('instalment_days', '<=', 3)]"


def migrate(cr, version):
    cr.execute(
        """
        UPDATE collections_condition condition SET domain = %s
          FROM ir_model_data known
         WHERE known.module = 'collections_mgmt' AND known.name = 'collections_condition_instalment_due'
           AND known.res_id = condition.id AND condition.domain = %s
        """,
        [NOW, BEFORE],
    )
