"""What can be told of an incoming mail by its words and its headers."""

import re

AUTOMATIC = re.compile(
    r"^\W*(auto(matic|matische)?[ -]?(reply|response|antwort)|out of (the )?office|abwesenheit|réponse automatique"
    r"|respuesta automática|risposta automatica|automatisch antwoord|delivery status|undeliverable)",
    re.IGNORECASE,
)
# header -> what it says when a machine wrote (RFC 3834; the others are what Exchange and old autoresponders add)
MACHINES = {
    "auto-submitted": re.compile(r"(?!\s*no\b)\s*\S", re.IGNORECASE),
    "x-auto-response-suppress": re.compile(r"(?!\s*none\b)\s*\S", re.IGNORECASE),
    "precedence": re.compile(r"\s*(auto_reply|bulk|junk)\b", re.IGNORECASE),  # a list forwards what people wrote
    "x-autoreply": re.compile(r"(?!\s*no\b)\s*\S", re.IGNORECASE),
    "x-autorespond": re.compile(r"\s*\S"),
}
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


def is_by_machine(headers):
    """Whether a machine sent it, by its headers.

    :param headers: iterable of (name, value)

    >>> is_by_machine([("Auto-Submitted", "auto-replied")]), is_by_machine([("auto-submitted", "no")])
    (True, False)
    >>> is_by_machine([("Precedence", "auto_reply")]), is_by_machine([("Precedence", "list")])
    (True, False)
    >>> is_by_machine([("X-Auto-Response-Suppress", "OOF, AutoReply")]), is_by_machine([("Subject", "auto")])
    (True, False)
    """
    marks = [(MACHINES.get(name.lower()), str(value)) for name, value in headers]
    return any(mark.match(value) for mark, value in marks if mark)


def numbers_in(text):
    """What may be numbers of documents, in the order in which they stand, each once.

    >>> numbers_in("Re: INV/2026/00012 and 4711-A1, see INV/2026/00012.")
    ['INV/2026/00012', '4711-A1']
    >>> numbers_in("")
    []
    """
    return list(dict.fromkeys(NUMBER.findall(text or "")))[:MOST]
