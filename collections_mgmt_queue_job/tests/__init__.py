from . import test_mass_action_jobs
