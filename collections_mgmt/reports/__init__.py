from . import dispute_analysis
from . import team_load
from . import worklist_analysis
from . import sales_receivable
