from . import plan_portal
