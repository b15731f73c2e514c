"""What can be told of an incoming mail by its words."""

import re

AUTOMATIC = re.compile(
    r"^\W*(auto(matic|matische)?[ -]?(reply|response|antwort)|out of (the )?office|abwesenheit|réponse automatique"
    r"|respuesta automática|risposta automatica|automatisch antwoord|delivery status|undeliverable)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[A-Z0-9][A-Z0-9/._-]{3,30}[0-9]", re.IGNORECASE)
MOST = 200  # numbers looked at: a mail may quote a whole ledger


def is_automatic(subject):
    """Whether a machine answered, by the subject.

    >>> is_automatic("Automatic reply: Reminder"), is_automatic("Out of Office"), is_automatic("AW: Abwesenheit")
    (True, True, False)
    >>> is_automatic("Your reminder"), is_automatic(None)
    (False, False)
    """
    return bool(AUTOMATIC.match(subject or ""))


def numbers_in(text):
    """What may be numbers of documents, in the order in which they stand, each once.

    >>> numbers_in("Re: INV/2026/00012 and 4711-A1, see INV/2026/00012.")
    ['INV/2026/00012', '4711-A1']
    >>> numbers_in("")
    []
    """
    return list(dict.fromkeys(NUMBER.findall(text or "")))[:MOST]
