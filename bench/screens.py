"""Reading screens as the web client does: with the fields the view itself asks for."""

from lxml import etree

RELATIONS = ("many2one", "one2many", "many2many")


def list_page(env, action_xmlid, limit=80):
    """The call that fills the first page of an action, ready to be measured."""
    action = env["ir.actions.actions"]._for_xml_id(action_xmlid)
    model = env[action["res_model"]]
    specification = _specification(env, model._name, "list")
    domain = _evaluated(action.get("domain"), env) + _default_filters(env, action)
    return lambda: model.web_search_read(domain, specification, limit=limit)


def _default_filters(env, action):
    """Domains of the filters that are switched on when the action opens."""
    arch = etree.fromstring(env[action["res_model"]].get_views([(False, "search")])["views"]["search"]["arch"])
    switched_on = _evaluated(action.get("context"), env)
    names = [key.removeprefix("search_default_") for key in switched_on if key.startswith("search_default_")]
    nodes = [node for name in names for node in arch.xpath(f"//filter[@name='{name}'][@domain]")]
    return [term for node in nodes for term in _evaluated(node.get("domain"), env)]


def form_page(record):
    """The call that fills the form of a record."""
    specification = _specification(record.env, record._name, "form")
    return lambda: record.web_read(specification)


def _specification(env, model_name, kind):
    """Once per session in the client, so it is not part of what is measured."""
    views = env[model_name].get_views([(False, kind)])
    return _fields(env, model_name, etree.fromstring(views["views"][kind]["arch"]))


def _fields(env, model_name, arch):
    """Specification of the fields below ``arch``, not of those in the views within."""
    specification = {}
    for node in arch.xpath(".//field[not(ancestor::field)]"):
        field = env[model_name]._fields[node.get("name")]
        specification[field.name] = _of_field(env, field, node) if field.type in RELATIONS else {}
    return specification


def _of_field(env, field, node):
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    inner = next((child for child in node if child.tag in ("list", "kanban")), None)
    if inner is None:
        return {"fields": {"display_name": {}}, "limit": 40}
    arch = etree.fromstring(etree.tostring(inner))
    return {"fields": _fields(env, field.comodel_name, arch), "limit": int(inner.get("limit") or 40)}


def _evaluated(domain, env):
    """The domain of an action knows the user and the companies chosen in the client."""
    from odoo.tools.safe_eval import safe_eval

    return safe_eval(domain or "[]", {"uid": env.uid, "allowed_company_ids": env.companies.ids})
