"""The parts of `./dev`, each with one purpose; Python's standard library only, so that a bare machine can start it.

`layout`, `console`, `process` and `steps` are the ground. On it stand the things to fetch (`debian`, `odoo_source`,
`python_env`, `browser`), the services (`postgres`, `databases`), what brings them together (`environment`) and what a
developer calls (`demo`, `testing`, `lint`, `receivables`, `benchmark`, `housekeeping`), listed in `cli`.
`inside/` holds the scripts that run within Odoo's own Python rather than here.
"""
