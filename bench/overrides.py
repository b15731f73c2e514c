"""Methods of the add-on on models of Odoo: taken away, or what they do told apart from what they override."""

from contextlib import contextmanager
from functools import wraps

ADDON = "odoo.addons.collections_mgmt"


@contextmanager
def taken_away(registry, model_names):
    """Within, the models do what they do without the add-on."""
    taken = list(_overrides(registry, model_names))
    for definition, name, _method in taken:
        delattr(definition, name)
    try:
        yield
    finally:
        for definition, name, method in taken:
            setattr(definition, name, method)


@contextmanager
def told_apart(registry, model_names, hooks, clock):
    """``with told_apart(...) as part``: ``part.spent`` is what the clock ran in methods of the add-on on models, and in
    ``hooks``, without what they override.

    :param hooks: pairs of the name of a model of the add-on and that of a method of it, that a transaction calls
    :param clock: function that gives seconds
    """
    part = Part(clock)
    ours = list(_overrides(registry, model_names))
    names = {name for _definition, name, _method in ours}
    theirs = [each for each in _methods(registry, model_names) if each[1] in names and not _is_of_addon(each[0])]
    ours += [each for model, name in hooks for each in _overrides(registry, [model]) if each[1] == name]
    for definition, name, method in ours:
        setattr(definition, name, part.ours(method))
    for definition, name, method in theirs:
        setattr(definition, name, part.theirs(method))
    try:
        yield part
    finally:
        for definition, name, method in ours + theirs:
            setattr(definition, name, method)


def _overrides(registry, model_names):
    return (each for each in _methods(registry, model_names) if _is_of_addon(each[0]))


def _methods(registry, model_names):
    """(class, name, method), of each class that the models are made of, once."""
    for definition in dict.fromkeys(each for model_name in model_names for each in registry[model_name].__mro__):
        for name, value in list(vars(definition).items()):
            if callable(value) and not name.startswith("__"):
                yield definition, name, value


def _is_of_addon(definition):
    return definition.__module__.startswith(ADDON)


class Part:
    """Seconds of a clock while methods of ours run, and not those of theirs that they override."""

    def __init__(self, clock):
        self.clock, self.spent = clock, 0.0
        self._running, self._since, self._within = False, 0.0, False

    def ours(self, method):
        @wraps(method)
        def counted(*args, **kwargs):
            if not self._running:
                return self._turn(True, method, *args, **kwargs)
            # called by one of ours: what this one overrides is done for us, too
            within, self._within = self._within, True
            try:
                return method(*args, **kwargs)
            finally:
                self._within = within

        return counted

    def theirs(self, method):
        @wraps(method)
        def left_out(*args, **kwargs):
            if self._within or not self._running:
                return method(*args, **kwargs)
            return self._turn(False, method, *args, **kwargs)

        return left_out

    def _turn(self, running, method, *args, **kwargs):
        self._switch(running)
        try:
            return method(*args, **kwargs)
        finally:
            self._switch(not running)

    def _switch(self, running):
        now = self.clock()
        if not running:
            self.spent += now - self._since
        self._running, self._since = running, now
