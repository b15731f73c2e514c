"""The architecture: one package a context, in the order of the walk of the data.

A context may use those above it in this list, never those below; an upper context extends a lower model by
``_inherit`` in its own folder. ``tests/test_architecture.py`` reads this list and fails on an upward reference.
"""

from . import foundation
from . import organisation
from . import commitment
from . import portfolio
from . import strategy
from . import worklist
from . import contact
from . import process
