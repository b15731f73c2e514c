import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const SUMMARY = {
    currency_id: false,
    bands: [
        {
            key: "high",
            label: "High",
            count_before: 3,
            count_after: 5,
            amount_before: 900.4,
            amount_after: 1500,
        },
        {
            key: "medium",
            label: "Medium",
            count_before: 4,
            count_after: 4,
            amount_before: 10,
            amount_after: 10,
        },
        {
            key: "low",
            label: "Low",
            count_before: 3,
            count_after: 0,
            amount_before: 5,
            amount_after: 0,
        },
    ],
    changes: [
        { key: "enters", label: "Enters", count: 1, to_collect_before: 0, to_collect_after: 70 },
        { key: "leaves", label: "Leaves", count: 0 },
    ],
};

class Simulation extends models.Model {
    _name = "fe.simulation";

    state = fields.Char();
    summary = fields.Json();

    _records = [{ id: 1, state: "done", summary: SUMMARY }];
    _views = {
        form: `<form><field name="state" invisible="1"/>
            <widget name="collections_poll" invisible="state != 'queued'"/>
            <field name="summary" widget="collections_simulation" invisible="state != 'done'"/></form>`,
    };
}

defineMailModels();
defineModels([Simulation]);

async function mountSimulation(values = {}) {
    Object.assign(Simulation._records[0], { state: "done", summary: SUMMARY }, values);
    await mountView({ type: "form", resModel: "fe.simulation", resId: 1 });
}

test("a card per priority and one for all, with the difference", async () => {
    await mountSimulation();
    expect(queryAllTexts(".o_collections_simulation_card strong")).toEqual([
        "High",
        "Medium",
        "Low",
        "On the list",
    ]);
    expect(queryAllTexts(".o_collections_simulation_delta")).toEqual(["+2", "0", "-3", "-1"]);
    expect(queryFirst(".o_band_high .o_collections_simulation_bar.o_after").style.width).toBe(
        "50%",
    );
    expect(queryFirst(".o_band_low .o_collections_simulation_bar.o_after").style.width).toBe("0%");
    expect(".o_band_high .small").toHaveText(/900\s*1,500\s*\+600/);
});

test("a change shows its customers; where nobody changes there is nothing to click", async () => {
    mockService("action", {
        doActionButton: (params) => expect.step([params.name, params.buttonContext.change]),
    });
    await mountSimulation();
    expect("button[data-change=leaves]").not.toBeEnabled();
    await contains("button[data-change=enters]").click();
    expect.verifySteps([["action_view_lines", "enters"]]);
});

test("without a result yet it is empty", async () => {
    await mountSimulation({ summary: false });
    expect(queryAllTexts(".o_collections_simulation_delta")).toEqual(["0"]);
});

test("while it is calculated the record is read every two seconds, and no more afterwards", async () => {
    onRpc("web_read", () => expect.step("read"));
    await mountSimulation({ state: "queued" });
    expect.verifySteps(["read"]);
    await advanceTime(2100);
    expect.verifySteps(["read"]);
    MockServer.env["fe.simulation"].write([1], { state: "done" });
    await advanceTime(2100);
    expect.verifySteps(["read"]);
    expect(".o_collections_simulation").toHaveCount(1);
    await advanceTime(5000);
    expect.verifySteps([]);
});
