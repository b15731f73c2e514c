import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { INTERVAL } from "@collections_mgmt/fields/progress/progress";

class Job extends models.Model {
    _name = "fe.job";

    name = fields.Char();
    state = fields.Char();
    progress = fields.Float();

    _records = [{ id: 1, name: "Job" }];
    _views = {
        form: `<form><field name="name"/><field name="state" invisible="1"/><field name="progress" widget="collections_progress"/></form>`,
    };
}

defineMailModels();
defineModels([Job]);

/** The server's side: what it says next can be changed, and how often it was asked. */
function serveJob() {
    const job = { id: 1, name: "Job", state: "running", progress: 10, reads: 0 };
    onRpc("fe.job", "web_read", () => {
        job.reads += 1;
        const { id, name, state, progress } = job;
        return [{ id, name, state, progress }];
    });
    return job;
}

async function passes() {
    await advanceTime(INTERVAL);
    await animationFrame();
}

test("the progress of a running job moves on the screen by itself, until it is done", async () => {
    const job = serveJob();
    await mountView({ type: "form", resModel: "fe.job", resId: 1 });
    expect(".o_progressbar").toHaveText(/10/);
    job.progress = 60;
    await passes();
    expect(".o_progressbar").toHaveText(/60/);
    job.state = "done";
    await passes();
    const { reads } = job;
    await passes();
    expect(job.reads).toBe(reads);
});

test("what is being typed is not read away", async () => {
    const job = serveJob();
    await mountView({ type: "form", resModel: "fe.job", resId: 1 });
    await contains("[name=name] input").edit("Mine", { confirm: false });
    job.name = "Theirs";
    await passes();
    expect("[name=name] input").toHaveValue("Mine");
});
