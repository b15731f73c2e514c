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

    _records = [{ id: 1, name: "Job", state: "running", progress: 10 }];
    _views = {
        form: `<form><field name="name"/><field name="state" invisible="1"/><field name="progress" widget="collections_progress"/></form>`,
    };
}

defineMailModels();
defineModels([Job]);

async function passes() {
    await advanceTime(INTERVAL);
    await animationFrame();
}

test("the progress of a running job moves on the screen by itself, until it is done", async () => {
    let reads = 0;
    onRpc("fe.job", "web_read", () => {
        reads += 1;
    });
    await mountView({ type: "form", resModel: "fe.job", resId: 1 });
    expect(".o_progressbar").toHaveText(/10/);
    Job._records[0].progress = 60;
    await passes();
    expect(".o_progressbar").toHaveText(/60/);
    Job._records[0].state = "done";
    await passes();
    const readsWhenDone = reads;
    await passes();
    expect(reads).toBe(readsWhenDone);
});

test("what is being typed is not read away", async () => {
    await mountView({ type: "form", resModel: "fe.job", resId: 1 });
    await contains("[name=name] input").edit("Mine", { confirm: false });
    Job._records[0].progress = 60;
    await passes();
    expect("[name=name] input").toHaveValue("Mine");
});
