"""A large mass action by jobs: made, performed, stopped, resumed; and once by a real server with its job runner."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo.tests import get_db_name, tagged
from odoo.tools import config

from odoo.addons.collections_mgmt.models.foundation import mass_action_work
from odoo.addons.collections_mgmt.tests.real_customers import RealCustomersCase
from odoo.addons.collections_mgmt.tests.worklist_common import WorklistCommon
from odoo.addons.queue_job.tests.common import trap_jobs

SECONDS = 50


@tagged("post_install", "-at_install")
class TestMassActionJobs(WorklistCommon):
    """Five customers, two a chunk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.five = cls.partners(5)
        cls.debts(*[(partner, 1000, 40) for partner in cls.five])
        cls.refresh()
        cls.accounts = cls.accounts_of(cls.five)
        cls.accounts.specialist_id = cls.collector

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(mass_action_work, "CHUNK", 2))
        self.env.flush_all()
        self.env.invalidate_all()

    def previewed(self):
        actions = self.env["collections.mass.action"].with_user(self.supervisor)
        action = actions.create({"kind": "release", "domain": str([("id", "in", self.accounts.ids)])})
        action.action_preview()
        return action

    def test_a_job_a_chunk_and_one_that_closes(self):
        action = self.previewed()
        with trap_jobs() as trap:
            action.action_start()
            trap.assert_jobs_count(4)
            self.assertEqual((action.state, action.progress_text), ("running", "0 of 5"))
            trap.perform_enqueued_jobs()
        self.assertEqual((action.state, action.progress_text), ("done", "5 of 5"))
        self.assertFalse(self.accounts.specialist_id)

    def test_a_small_action_makes_no_job(self):
        with patch.object(mass_action_work, "CHUNK", 5), trap_jobs() as trap:
            action = self.previewed()
            action.action_start()
            trap.assert_jobs_count(0)
        self.assertEqual(action.state, "done")

    def test_jobs_of_a_stopped_action_do_nothing_and_new_ones_go_on(self):
        action = self.previewed()
        with trap_jobs() as trap:
            action.action_start()
            action.sudo()._run_chunk()
            action.action_stop()
            trap.perform_enqueued_jobs()
            self.assertEqual((action.state, action.done_count), ("stopped", 2))
        with trap_jobs() as trap:
            action.action_resume()
            trap.assert_jobs_count(3)
            trap.perform_enqueued_jobs()
        self.assertEqual((action.state, action.done_count), ("done", 5))

    def test_an_action_is_taken_back_by_jobs(self):
        action = self.previewed()
        for method in ("action_start", "action_undo"):
            with trap_jobs() as trap:
                getattr(action, method)()
                trap.perform_enqueued_jobs()
        self.assertEqual((action.state, action.undone_count), ("undone", 5))
        self.assertEqual(self.accounts.specialist_id, self.collector)

    def test_a_job_runs_with_the_rights_of_who_asked(self):
        action = self.previewed()
        with trap_jobs() as trap:
            action.action_start()
            self.group.supervisor_ids = False
            self.env.invalidate_all()
            trap.perform_enqueued_jobs()
        self.assertEqual(action.sudo().failed_count, 5)
        self.assertEqual(self.accounts.specialist_id, self.collector)


@tagged("post_install", "-at_install")
class TestJobRunner(RealCustomersCase):
    """Real transactions, and a real server with the job runner in it. What is committed is removed again."""

    CUSTOMERS = 450

    def account_vals(self, env):
        return {"group_override_id": env["collections.group"].search([], limit=1).id}

    def remove(self):
        with self.transaction() as env:
            env["queue.job"].search([("model_name", "=", "collections.mass.action")]).unlink()
        return super().remove()

    @contextmanager
    def job_server(self):
        """An Odoo server of its own on this database, with the job runner."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = Path(config["logfile"] or os.devnull).with_suffix(".jobs.log")
        command = [sys.executable, "-c", "import odoo.cli; odoo.cli.main()", "server", "-c", config["config"]]
        command += ["-d", get_db_name(), "--load=web,queue_job", f"--http-port={port}", f"--logfile={log}"]
        command += ["--max-cron-threads=0", "--workers=0", "--log-level=info"]
        variables = {
            **os.environ,
            "ODOO_QUEUE_JOB_CHANNELS": "root:2",
            "ODOO_QUEUE_JOB_PORT": str(port),
            "ODOO_QUEUE_JOB_HOST": "127.0.0.1",
        }
        server = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield server
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def state(self, action_id):
        with self.transaction() as env:
            action = env["collections.mass.action"].browse(action_id)
            return action.state, action.done_count, action.failed_count

    def test_a_real_job_runner_carries_a_large_action_out(self):
        with self.transaction() as env:
            action = self.previewed(env)
            action.action_start()
            action_id = action.id
        with self.transaction() as env:
            jobs = env["queue.job"].search([("model_name", "=", "collections.mass.action")])
            self.assertEqual(sorted(jobs.mapped("state")), ["pending"] * 3 + ["wait_dependencies"])
        time.sleep(1)
        self.assertEqual(self.state(action_id)[0], "running", "nobody else runs jobs here")
        with self.job_server() as server:
            deadline = time.monotonic() + SECONDS
            while self.state(action_id)[0] == "running" and time.monotonic() < deadline and server.poll() is None:
                time.sleep(0.5)
        self.assertEqual(self.state(action_id), ("done", self.CUSTOMERS, 0))
        with self.transaction() as env:
            jobs = env["queue.job"].search([("model_name", "=", "collections.mass.action")])
            self.assertEqual(jobs.mapped("state"), ["done"] * 4)
