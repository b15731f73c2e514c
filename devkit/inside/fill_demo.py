"""In Odoo's shell: load the invented ledger through the product's own import and make today's work list."""

company = env.company


def warm_up_screens():
    """Build what the browser asks for first, so that the first click does not wait for it."""
    for name in ("web.assets_web", "web.assets_frontend", "web.assets_frontend_lazy"):
        bundle = env["ir.qweb"]._get_asset_bundle(name, assets_params={})
        bundle.js()
        bundle.css()


load_file(company)
run = env["collections.run"]._generate(company, key_date)
show(f"work list made: {run.display_name}")
warm_up_screens()
env.cr.commit()
