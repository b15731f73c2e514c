"""The examples in the docstrings of ``calc`` are its specification, so they run with the suite.

Odoo's loader ignores ``load_tests``, hence a test method of our own.
"""

import doctest
import importlib
import pkgutil

from odoo.tests import BaseCase

from odoo.addons.collections_mgmt import calc


class TestCalcDoctests(BaseCase):
    def test_the_examples_of_every_calculation_hold(self):
        names = [module.name for module in pkgutil.iter_modules(calc.__path__)]
        self.assertIn("distribution", names)
        for name in names:
            with self.subTest(module=name):
                result = doctest.testmod(importlib.import_module(f"{calc.__name__}.{name}"))
                self.assertEqual(result.failed, 0, f"calc/{name}.py: the examples are printed above")
                self.assertGreater(result.attempted, 0, f"calc/{name}.py has no examples")
