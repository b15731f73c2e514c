"""SQL of the add-on: one file per grain, each function returns an ``SQL`` object and executes nothing."""
