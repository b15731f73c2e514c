"""The JavaScript unit tests of this add-on (``static/tests/*.test.js``), run in a headless browser."""

from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@collections_mgmt"


def hoot_id(name):
    """The id under which hoot knows a suite; an unknown id would run the whole of Odoo's tests.

    >>> hoot_id("@web/core")
    'e39ce9ba'
    """
    value = 0
    for char in name:
        value = (value * 31 + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestFrontend(HttpCase):
    @no_retry
    def test_javascript_unit_tests_pass(self):
        failed = []

        def stops_the_run(message):
            """A failed test does not end the run: all are told together at its end."""
            if "[HOOT]" not in message:
                return True
            failed.append(message)
            return False

        try:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={hoot_id(SUITE)}",
                "",
                login="admin",
                timeout=300,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=stops_the_run,
            )
        except AssertionError as error:
            raise AssertionError("\n\n".join([*failed, str(error)])) from error
