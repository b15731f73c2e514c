"""What each figure may be, and the table that says so. No Odoo here: `./dev` prints it."""

import math

# name, budget (None: only told), number of decimals, meaning
FIGURES = (
    ("limit_s", None, 2, "CPU s, one statement with an index made for it"),
    ("run_s", None, 2, "CPU s, the whole run of all companies"),
    ("run_vs_limit", 4, 2, "from 100,000 invoices; aim 2"),
    ("statements", 76, 0, "of a run: 40 and 3 for each of 12 rules"),
    ("touched_percent", None, 1, "of the customers, whose facts are derived on the new day"),
    ("audit_s", None, 2, "CPU s, all facts read once more and compared"),
    ("rerun_vs_first", 1.2, 2, "the same day again"),
    ("peak_mb", 128, 0, "growth of the process in a run"),
    ("incremental_ms", 10, 1, "refresh and valuation of an average customer"),
    ("incremental_largest_ms", 100, 1, "of the customer with most open items"),
    ("largest_items", None, 0, "open items of that customer"),
    ("refresh_1000_s", None, 2, "CPU s, a thousand customers in one refresh"),
    ("payment_overhead_ms", 5, 1, "what methods of the add-on do in registering a payment"),
    ("payment_difference_ms", None, 1, "what a payment differs by without them; the noise of the machine is larger"),
    ("payment_overhead_statements", 3, 1, ""),
    ("payment_ms", None, 1, "the same in Odoo alone"),
    ("many_payments", None, 0, "invoices paid in one transaction, which is noticed by"),
    ("many_inserts", 1, 0, "statements that append to the queue"),
    ("many_triggers", 1, 0, "calls of the job"),
    ("many_refreshes", 2, 0, "refreshes, each of at most 500 customers"),
    ("many_refresh_s", None, 2, "CPU s of these, with the list in use following"),
    ("worklist_page_ms", 150, 1, "first 80 items"),
    ("worklist_page_statements", 15, 0, ""),
    ("account_page_ms", 300, 1, "form of the specialist's customer with most open items"),
    ("account_page_statements", 40, 0, ""),
    ("counter_ms", 20, 1, "customers left on the list"),
    ("committed_items", None, 0, "open items promised or disputed, one of ten, with which"),
    ("committed_vs_run", 1.5, 2, "the run, against the run without"),
    ("committed_vs_limit", 4, 2, "that and the first figure together"),
    ("committed_statements", 80, 0, "of it"),
    ("committed_account_page_ms", 300, 1, "form of the specialist's customer with most open items"),
    ("committed_account_page_statements", 40, 0, ""),
    ("spread_items", 1, 0, "largest difference of a band in customers"),
    ("spread_percent", 2, 2, "in percent of the amount, bands without a customer larger than that"),
    ("spread_percent_any", None, 2, "of all bands"),
    ("simulation_vs_run", 1, 2, ""),
    ("install_s", 600, 0, "wall s, on this ledger"),
    ("exponent", 1.1, 2, "growth of the run with the ledger"),
)


def exponents(results):
    """Add to each size the exponent of growth since the smallest: 1 is proportional.

    :param results: list of dicts with invoices and run_s, smallest ledger first
    """
    first = results[0]
    for result in results[1:]:
        growth = math.log(result["invoices"] / first["invoices"])
        result["exponent"] = math.log(result["run_s"] / first["run_s"]) / growth


def table(result):
    """Lines of text: figure, value, budget, verdict."""
    lines = [f"{result['invoices']:,} invoices, {result['customers']:,} customers"]
    for name, budget, decimals, meaning in FIGURES:
        if name in result:
            value = f"{result[name]:,.{decimals}f}"
            allowed = "" if budget is None else f"<= {budget:g}"
            verdict = "" if budget is None else "ok" if result[name] <= budget else "OVER"
            lines.append(f"  {name:<28}{value:>10}  {allowed:<8}{verdict:<5} {meaning}".rstrip())
    return lines
