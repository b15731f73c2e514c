"""The architecture: contexts use downward only, calc is pure, queries execute nothing, SQL is never pasted together.

``models/__init__.py`` is the list of contexts. Every check is a function from sources to sentences, and every check is
shown to fail on a small made-up source.
"""

import ast
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT.name
LEDGER = {"account.move", "account.move.line"}
PREPARING = "models/foundation/prepared.py"  # puts numbered marks into statements that are put together as they should
EXECUTING = {"execute", "execute_query", "execute_query_dict", "execute_values", "executemany"}


# ------------------------------------------------------------------------------------------------------------ sources
def read_sources(*folders):
    """dict relative path -> source of the Python files in ``folders``."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {str(path.relative_to(ROOT)): path.read_text() for path in paths}


def contexts(init_source):
    """The contexts in order, from the imports of ``models/__init__.py``."""
    tree = ast.parse(init_source)
    return [alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]


def context_of(path, order):
    parts = Path(path).parts
    return order.index(parts[1]) if parts[0] == "models" and len(parts) > 2 and parts[1] in order else None


def classes(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def attribute(node, name):
    """Strings assigned to the class attribute ``name`` (a string or a list of them)."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(getattr(t, "id", None) == name for t in statement.targets):
            return {
                c.value for c in ast.walk(statement.value) if isinstance(c, ast.Constant) and isinstance(c.value, str)
            }
    return set()


def docstrings(tree):
    owners = [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.ClassDef | ast.FunctionDef))]
    firsts = [owner.body[0] for owner in owners if owner.body]
    return {id(first.value) for first in firsts if isinstance(first, ast.Expr)}


# ------------------------------------------------------------------------------------------------------------- checks
def defined_models(sources, order):
    """dict model -> position of the context that defines it (an extension by ``_inherit`` does not)."""
    found = {}
    for path, source in sources.items():
        position = context_of(path, order)
        for node in classes(ast.parse(source)) if position is not None else []:
            for name in attribute(node, "_name") - attribute(node, "_inherit"):
                found[name] = min(position, found.get(name, position))
    return found


def upward_imports(sources, order):
    """Imports of a context from a later one, or from wizards, controllers and reports."""
    found = []
    for path, source in sources.items():
        position = context_of(path, order)
        for node in ast.walk(ast.parse(source)) if position is not None else []:
            upward = [target for target in _imported(node, path) if _is_upward(target, order[position + 1 :])]
            found += [f"{path} imports {'.'.join(target)}" for target in upward]
    return found


def _is_upward(target, later):
    above_all = ("wizards", "controllers", "reports", "tests")
    return target[0] in above_all or (target[0] == "models" and len(target) > 1 and target[1] in later)


def _imported(node, path):
    """Paths inside the add-on that a statement imports, as lists of names."""
    if isinstance(node, ast.Import):
        modules = [alias.name.split(".") for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = list(Path(path).parent.parts[: len(Path(path).parent.parts) - node.level + 1]) if node.level else []
        base += (node.module or "").split(".") if node.module else []
        modules = [[*base, alias.name] for alias in node.names]
        if node.level:
            return modules
    else:
        return []
    prefix = ["odoo", "addons", PACKAGE]
    return [module[3:] for module in modules if module[:3] == prefix]


def upward_names(sources, order):
    """Strings that name a model (or its table) which a later context defines: comodels, ``_inherit``, env, SQL."""
    models = defined_models(sources, order)
    found = []
    for path, source in sources.items():
        position = context_of(path, order)
        if position is None:
            continue
        tree = ast.parse(source)
        later = [name for name, owner in models.items() if owner > position]
        tables = re.compile("|".join(rf"(?<![.\w]){name.replace('.', '_')}(?!\w)" for name in later) or r"(?!)")
        skipped = docstrings(tree)
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in skipped else None
            if isinstance(text, str) and (text in later or tables.search(text)):
                found.append(f"{path}:{node.lineno} names {text.strip()[:60]}")
    return found


def impure(sources):
    """Imports of Odoo, or of anything of the add-on outside of the folder."""
    found = []
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            outside = isinstance(node, ast.ImportFrom) and node.level > 1
            if outside or any(name.split(".")[0] == "odoo" for name in names):
                found.append(f"{path}:{node.lineno} imports {names or 'from outside'}")
    return found


def executing(sources):
    """Calls that send a statement to the database."""
    return _calls(sources, lambda call: getattr(call.func, "attr", None) in EXECUTING)


def committing(sources):
    """``cr.commit()`` by hand: crons use ``_commit_progress``, everything else is one transaction."""

    def is_commit(call):
        owner = getattr(call.func, "value", None)
        name = getattr(owner, "attr", None) or getattr(owner, "id", None)
        return getattr(call.func, "attr", None) == "commit" and name in ("cr", "cursor", "_cr")

    return _calls(sources, is_commit)


def pasted_sql(sources):
    """SQL put together by f-string, ``%``, ``+`` or ``format``, or executed without the ``SQL`` wrapper."""

    def is_pasted(call):
        name = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
        if name not in (*EXECUTING, "SQL") or not call.args:
            return False
        text = call.args[0]
        constant = isinstance(text, ast.Constant)
        if name == "SQL":
            return not constant and not _is_constant_text(text)
        return constant or isinstance(text, ast.JoinedStr | ast.BinOp) or _is_format(text)

    return _calls({path: source for path, source in sources.items() if path != PREPARING}, is_pasted)


def _is_constant_text(node):
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add)
        and all(isinstance(side, ast.Constant) or _is_constant_text(side) for side in (node.left, node.right))
    )


def _is_format(node):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", None) in ("format", "join")


def _calls(sources, condition):
    return [
        f"{path}:{node.lineno} {ast.unparse(node)[:60]}"
        for path, source in sources.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and condition(node)
    ]


def ledger_columns(sources):
    """Stored fields added to the hot tables of the ledger."""
    found = []
    for path, source in sources.items():
        for node in classes(ast.parse(source)):
            if not LEDGER & (attribute(node, "_inherit") | attribute(node, "_name")):
                continue
            for statement in node.body:
                call = getattr(statement, "value", None)
                if isinstance(statement, ast.Assign) and isinstance(call, ast.Call) and _is_stored_field(call):
                    found.append(f"{path}:{statement.lineno} {ast.unparse(statement)[:60]}")
    return found


def _is_stored_field(call):
    if getattr(getattr(call.func, "value", None), "id", None) != "fields" or call.func.attr == "One2many":
        return False
    options = {keyword.arg: getattr(keyword.value, "value", True) for keyword in call.keywords}
    return options.get("store", not ({"compute", "related"} & options.keys()))


# -------------------------------------------------------------------------------------------------------------- tests
@tagged("-at_install", "post_install")
class TestArchitecture(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = contexts((ROOT / "models/__init__.py").read_text())
        cls.models = read_sources("models")
        cls.code = read_sources("models", "queries", "calc", "wizards", "controllers", "reports") | {
            "hooks.py": (ROOT / "hooks.py").read_text()
        }

    def made_up(self, check, source, path="models/portfolio/made_up.py", **others):
        """What ``check`` says of a made-up file."""
        return check({path: source, **others}, self.order)

    def test_the_list_of_contexts_is_the_list_of_folders(self):
        folders = {path.parent.name for path in (ROOT / "models").glob("*/__init__.py")}
        self.assertEqual(set(self.order), folders)
        self.assertEqual(self.order[:3], ["foundation", "organisation", "commitment"])

    def test_no_context_imports_from_a_later_one(self):
        self.assertFalse(upward_imports(self.models, self.order))

    def test_an_upward_import_is_found(self):
        for source in (
            "from ..worklist.item_state import STATES",
            "from ..worklist import item",
            "from .. import worklist",
            "from odoo.addons.collections_mgmt.models.worklist import item",
            "import odoo.addons.collections_mgmt.models.worklist.item",
            "from ...wizards import run_generate",
            "def late():\n    from ..worklist import item",
        ):
            self.assertTrue(self.made_up(upward_imports, source), source)
        for source in ("from ..foundation import bulk", "from . import item", "from ...calc import aging"):
            self.assertFalse(self.made_up(upward_imports, source), source)

    def test_no_context_names_a_model_of_a_later_one(self):
        self.assertFalse(upward_names(self.models, self.order))

    def test_a_model_of_a_later_context_is_found_wherever_it_is_named(self):
        later = {"models/worklist/made.py": "class A(models.Model):\n    _name = 'collections.run'"}
        for source in (
            "class B(models.Model):\n    _inherit = 'collections.run'",
            "class B(models.Model):\n    _inherit = ['mail.thread', 'collections.run']",
            "class B(models.Model):\n    _name = 'b'\n    run_id = fields.Many2one('collections.run')",
            "class B(models.Model):\n    _name = 'b'\n    run_id = fields.Many2one(comodel_name='collections.run')",
            "def f(self):\n    return self.env['collections.run']",
            "QUERY = SQL('SELECT id FROM collections_run')",
        ):
            self.assertTrue(self.made_up(upward_names, source, **later), source)
        harmless = (
            "class B(models.Model):\n    '''See collections.run.'''\n    _name = 'b'\n    x = 'collections.runner'"
        )
        self.assertFalse(self.made_up(upward_names, harmless, **later))

    def test_an_extension_does_not_move_a_model_up(self):
        sources = {
            "models/organisation/a.py": "class A(models.Model):\n    _name = 'collections.account'",
            "models/strategy/a.py": (
                "class A(models.Model):\n    _name = 'collections.account'\n"
                "    _inherit = ['collections.account', 'collections.score']"
            ),
        }
        self.assertEqual(defined_models(sources, self.order), {"collections.account": self.order.index("organisation")})

    def test_every_model_of_the_add_on_is_known_to_the_check(self):
        known = defined_models(self.models, self.order)
        for name in ("collections.account", "collections.item", "collections.strategy", "collections.worklist.item"):
            self.assertIn(name, known)

    def test_calc_knows_nothing_of_odoo(self):
        self.assertFalse(impure(read_sources("calc")))
        for source in (
            "import odoo",
            "from odoo import fields",
            "from odoo.tools import SQL",
            "from ..models import x",
        ):
            self.assertTrue(impure({"calc/made_up.py": source}), source)
        self.assertFalse(impure({"calc/made_up.py": "import math\nfrom . import aging\nfrom .aging import bands"}))

    def test_queries_execute_nothing(self):
        self.assertFalse(executing(read_sources("queries")))
        for source in ("env.cr.execute(sql)", "env.execute_query(sql)", "self.env.execute_query_dict(sql)"):
            self.assertTrue(executing({"queries/made_up.py": source}), source)

    def test_nobody_commits_by_hand(self):
        self.assertFalse(committing(self.code))
        for source in ("self.env.cr.commit()", "cr.commit()"):
            self.assertTrue(committing({"made_up.py": source}), source)
        self.assertFalse(committing({"made_up.py": "cron._commit_progress(1)"}))

    def test_the_ledger_gets_no_column(self):
        self.assertFalse(ledger_columns(self.code))
        head = "class M(models.Model):\n    _inherit = 'account.move.line'\n    "
        for source in (
            "promise_id = fields.Many2one('x')",
            "level = fields.Integer(compute='_c', store=True)",
            "level = fields.Integer(related='a.b', store=True)",
        ):
            self.assertTrue(ledger_columns({"made_up.py": head + source}), source)
        for source in ("level = fields.Integer(compute='_c')", "ids = fields.One2many('x', 'y')"):
            self.assertFalse(ledger_columns({"made_up.py": head + source}), source)

    def test_the_ledger_got_no_column_in_the_database_either(self):
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        registry = Registry(get_db_name())
        for model in LEDGER:
            ours = [
                f.name for f in registry[model]._fields.values() if f.store and f.column_type and PACKAGE in f._modules
            ]
            self.assertFalse(ours)

    def test_sql_is_never_pasted_together(self):
        self.assertFalse(pasted_sql(self.code))
        for source in (
            "SQL(f'SELECT {name}')",
            "SQL('SELECT %s' % name)",
            "SQL('SELECT ' + name)",
            "SQL('SELECT {}'.format(name))",
            "SQL(text)",
            "cr.execute(f'SELECT {name}')",
            "cr.execute('SELECT %s' % name)",
            "cr.execute('SELECT 1')",
            "env.execute_query('SELECT ' + name)",
        ):
            self.assertTrue(pasted_sql({"made_up.py": source}), source)
        for source in ("SQL('SELECT %s', name)", "cr.execute(SQL('SELECT 1'))", "SQL('a' 'b')", "SQL('a' + 'b')"):
            self.assertFalse(pasted_sql({"made_up.py": source}), source)
