"""The ready reasons of disputes say how urgent they are, and which are about a delivery: nobody could say so before."""

PREFIX = "collections_dispute_reason_"
DELIVERIES = ["quantity", "delivery", "not_received"]
HIGH = ["invoice_missing", "contract"]
LOW = ["discount"]


def migrate(cr, version):
    cr.execute(
        """
        UPDATE collections_dispute_reason reason
           SET delivery = known.name = ANY(%(deliveries)s),
               priority = CASE WHEN known.name = ANY(%(high)s) THEN '2'
                               WHEN known.name = ANY(%(low)s) THEN '0' ELSE '1' END
          FROM ir_model_data known
         WHERE known.module = 'collections_mgmt' AND known.model = 'collections.dispute.reason'
           AND known.res_id = reason.id AND known.name = ANY(%(known)s)
        """,
        {
            "deliveries": _names(DELIVERIES),
            "high": _names(HIGH),
            "low": _names(LOW),
            "known": _names({*DELIVERIES, *HIGH, *LOW}),
        },
    )


def _names(reasons):
    return [PREFIX + reason for reason in reasons]
