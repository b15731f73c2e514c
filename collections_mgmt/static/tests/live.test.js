import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { DELAY } from "@collections_mgmt/live/live_service";

class Account extends models.Model {
    _name = "collections.account";
    name = fields.Char();
    overdue = fields.Integer();
    _records = [
        { id: 1, name: "Acme", overdue: 100 },
        { id: 2, name: "Bolt", overdue: 200 },
    ];
}

class Item extends models.Model {
    _name = "collections.worklist.item";
    account_id = fields.Many2one({ relation: "collections.account" });
    to_collect = fields.Integer();
    _records = [
        { id: 11, account_id: 1, to_collect: 100 },
        { id: 12, account_id: 2, to_collect: 200 },
    ];
}

defineMailModels();
defineModels([Account, Item]);
describe.current.tags("desktop");

const LIST = `<list js_class="collections_live_list"><field name="account_id"/><field name="to_collect"/></list>`;
const FORM = `<form js_class="collections_account_form"><field name="name"/><field name="overdue"/></form>`;

/** The server says that customers changed. */
async function hear(accountIds, mine = false) {
    getService("collections_live").bus.trigger("changed", {
        accountIds: accountIds && new Set(accountIds),
        mine,
    });
    await animationFrame();
    await animationFrame();
}

const amounts = () => queryAllTexts(".o_data_row [name=to_collect]");
const change = (model, id, values) => MockServer.env[model].write([id], values);

test("a row changes and goes without a click, and the selection stays", async () => {
    await mountView({ type: "list", resModel: "collections.worklist.item", arch: LIST });
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    change("collections.worklist.item", 11, { to_collect: 40 });
    await hear([1]);
    expect(amounts()).toEqual(["40", "200"]);
    expect(".o_data_row:eq(1) .o_list_record_selector input").toBeChecked();
    MockServer.env["collections.worklist.item"].unlink([11]);
    await hear([1]);
    expect(amounts()).toEqual(["200"]);
    expect(".o_data_row:eq(0) .o_list_record_selector input").toBeChecked();
});

test("what is ticked while the list reloads stays ticked", async () => {
    let reloading = null;
    onRpc("web_search_read", () => reloading);
    await mountView({ type: "list", resModel: "collections.worklist.item", arch: LIST });
    reloading = new Deferred();
    change("collections.worklist.item", 11, { to_collect: 40 });
    await hear([1]);
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    expect(amounts()).toEqual(["100", "200"]);
    reloading.resolve();
    await animationFrame();
    await animationFrame();
    expect(amounts()).toEqual(["40", "200"]);
    expect(".o_data_row:eq(1) .o_list_record_selector input").toBeChecked();
});

test("a change of customers that are not shown reloads nothing, one of my list does", async () => {
    await mountView({ type: "list", resModel: "collections.worklist.item", arch: LIST });
    change("collections.worklist.item", 11, { to_collect: 40 });
    await hear([77]);
    expect(amounts()).toEqual(["100", "200"]);
    await hear([77], true);
    expect(amounts()).toEqual(["40", "200"]);
});

test("a new list reloads whatever is shown", async () => {
    await mountView({ type: "list", resModel: "collections.worklist.item", arch: LIST });
    change("collections.worklist.item", 12, { to_collect: 7 });
    await hear(null);
    expect(amounts()).toEqual(["100", "7"]);
});

test("an account on screen shows its new figures", async () => {
    await mountView({ type: "form", resModel: "collections.account", resId: 1, arch: FORM });
    change("collections.account", 1, { overdue: 5 });
    await hear([2]);
    expect("[name=overdue] input").toHaveValue("100");
    await hear([1]);
    expect("[name=overdue] input").toHaveValue("5");
});

test("what is being typed is not lost: a note says that there is news, discarding shows it", async () => {
    await mountView({ type: "form", resModel: "collections.account", resId: 1, arch: FORM });
    await contains("[name=name] input").edit("Acme Limited");
    change("collections.account", 1, { overdue: 5 });
    await hear([1]);
    expect("[name=name] input").toHaveValue("Acme Limited");
    expect("[name=overdue] input").toHaveValue("100");
    expect(".o_notification:contains(have changed)").toHaveCount(1);
    await hear([1]);
    expect(".o_notification:contains(have changed)").toHaveCount(1);
    await contains(".o_form_button_cancel").click();
    await animationFrame();
    expect("[name=name] input").toHaveValue("Acme");
    expect("[name=overdue] input").toHaveValue("5");
});

test("cards follow too", async () => {
    await mountView({
        type: "kanban",
        resModel: "collections.worklist.item",
        arch: `<kanban js_class="collections_live_kanban"><templates><t t-name="card"><field name="to_collect"/></t></templates></kanban>`,
    });
    MockServer.env["collections.worklist.item"].unlink([11]);
    await hear([1, 77], true);
    expect(queryAllTexts(".o_kanban_record:not(.o_kanban_ghost)")).toEqual(["200"]);
});

test("messages of a burst are told together", async () => {
    await mountView({ type: "list", resModel: "collections.worklist.item", arch: LIST });
    const told = [];
    getService("collections_live").bus.addEventListener("changed", ({ detail }) =>
        told.push(detail),
    );
    const live = getService("collections_live");
    live.hear({ account_ids: [1] }, false);
    live.hear({ account_ids: [2, 1] }, true);
    expect(told).toEqual([]);
    await advanceTime(DELAY);
    expect(told.map(({ accountIds, mine }) => [[...accountIds], mine])).toEqual([[[1, 2], true]]);
    live.hear({ account_ids: [1] }, false);
    live.hear({ account_ids: false }, false);
    await advanceTime(DELAY);
    expect(told[1]).toEqual({ accountIds: null, mine: false });
});
