"""Call scripts say nothing that may not be true: those of ready strategies that nobody changed or translated."""

from psycopg2.extras import Json

RENEWED = (
    (
        "This is {me}. We have spoken before: the oldest item is now {days} days overdue, {amount} in all.\n"
        "I would like to note a firm day with you and confirm it in writing. Which day can you keep?",
        "This is {me}. The oldest item is now {days} days overdue, {amount} in all.\n"
        "I would like to note a firm day with you and confirm it in writing. Which day can you keep?",
    ),
    (
        "This is {me}. We have checked your objection and told you what we found: the invoice is right.\n"
        "Is anything about the answer open? If not: when do you pay it?",
        "This is {me}. We have checked your objection and told you what we found. What we could not accept is still "
        "open.\nIs anything about the answer unclear? If not: when do you pay it?",
    ),
    (
        "This is {me}. I have tried to reach you several times about {amount}, overdue for {days} days.\n"
        "Who is the right person for payments, and when do I reach him best?",
        "This is {me}. We have not spoken for a while, and {amount} is overdue, the oldest for {days} days.\n"
        "Who is the right person for payments, and when do I reach him best?",
    ),
)


def migrate(cr, version):
    for before, after in RENEWED:
        texts = [Json({"en_US": after}), Json({"en_US": before})]
        cr.execute("UPDATE collections_strategy_rule SET script = %s::jsonb WHERE script = %s::jsonb", texts)
