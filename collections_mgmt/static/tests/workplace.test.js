import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { queryAll, queryAllTexts } from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    MockServer,
    mockService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { user } from "@web/core/user";
import { registry } from "@web/core/registry";

class CollectionsItem extends models.Model {
    _name = "collections.item";

    name = fields.Char();
    residual = fields.Float();
    account_id = fields.Many2one({ relation: "fe.account" });

    _records = [
        { id: 1, name: "INV/1", residual: 100, account_id: 1 },
        { id: 2, name: "INV/2", residual: 50.5, account_id: 1 },
        { id: 3, name: "CREDIT/3", residual: -20, account_id: 1 },
    ];
}

class Account extends models.Model {
    _name = "fe.account";

    name = fields.Char();
    item_ids = fields.One2many({ relation: "collections.item" });
    people = fields.Json();
    sticky_note = fields.Text();

    _records = [
        {
            id: 1,
            name: "Acme",
            item_ids: [1, 2, 3],
            people: [
                {
                    id: 7,
                    name: "Mrs Lang",
                    function: "",
                    roles: ["Dunning"],
                    phone: "+49 30 901820",
                    dial: "+4930901820",
                    email: "",
                    local_time: "02:00 Berlin",
                    asleep: true,
                },
            ],
            sticky_note: "French only",
        },
    ];
}

defineMailModels();
defineModels([CollectionsItem, Account]);

const FORM = `
    <form>
        <field name="people" widget="collections_people"/>
        <field name="sticky_note" widget="collections_sticky_note" readonly="1"/>
        <field name="item_ids" widget="collections_items" readonly="1">
            <list><field name="name"/><field name="residual"/></list>
        </field>
    </form>`;

beforeEach(() => {
    patchWithCleanup(user, { hasGroup: async () => true });
});

async function mountAccount(act = () => {}) {
    const called = [];
    onRpc("collections.item", "action_resubmit", ({ args }) => {
        called.push(args[0]);
        act();
        return false;
    });
    await mountView({ type: "form", resModel: "fe.account", resId: 1, arch: FORM });
    return called;
}

const SUMMARY = ".o_collections_item_summary:first";
const RESUBMIT = ".o_collections_item_actions button[name=action_resubmit]";

test("without a selection a button acts on all debts of the customer, not on his credits", async () => {
    const called = await mountAccount();
    expect(SUMMARY).toHaveText("All that is owed");
    await contains(RESUBMIT).click();
    expect(called).toEqual([[1, 2]]);
});

test("with a selection it acts on the selected items, which are then selected no more", async () => {
    const called = await mountAccount(() =>
        MockServer.env["collections.item"].write([2], { residual: 40 }),
    );
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    expect(SUMMARY).toHaveText(/1 of 3 items, .*50.5/);
    await contains(RESUBMIT).click();
    expect(called).toEqual([[2]]);
    expect(SUMMARY).toHaveText("All that is owed");
});

test("a dialog closed without a result leaves the selection as it was", async () => {
    const called = await mountAccount();
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    await contains(RESUBMIT).click();
    expect(SUMMARY).toHaveText(/1 of 3 items, .*50.5/);
    await contains(RESUBMIT).click();
    expect(called).toEqual([[2], [2]]);
});

test("what asks for money tells whether anything was ticked", async () => {
    const asked = [];
    onRpc("collections.item", "action_send", ({ args, kwargs }) => {
        asked.push([args[0], Boolean(kwargs.context.collections_free)]);
        return false;
    });
    await mountAccount();
    const send = ".o_collections_item_actions button[name=action_send]";
    expect(`${send} ~ .o_collections_item_summary`).toHaveText("What is overdue and free");
    await contains(send).click();
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    await contains(send).click();
    expect(asked).toEqual([
        [[1, 2], true],
        [[2], false],
    ]);
});

test("the box in the header selects all that is shown, and none again", async () => {
    await mountAccount();
    await contains("thead .o_list_record_selector input").click();
    expect(SUMMARY).toHaveText(/3 of 3 items/);
    await contains("thead .o_list_record_selector input").click();
    expect(SUMMARY).toHaveText("All that is owed");
});

test("who does not collect gets no buttons", async () => {
    patchWithCleanup(user, { hasGroup: async () => false });
    await mountAccount();
    expect(".o_collections_item_actions").toHaveCount(0);
});

test("a context adds an action by one line", async () => {
    const actions = registry.category("collections_item_actions");
    actions.add("action_fe_promise", { label: "Promise", icon: "fa-check" }, { sequence: 1 });
    await mountAccount();
    expect(queryAllTexts(".o_collections_item_actions button")[0]).toBe("Promise");
    actions.remove("action_fe_promise");
});

test("a person has a link that dials, the time there, and a click logs the call", async () => {
    const done = [];
    mockService("action", {
        doAction: async (action, options) => done.push([action, options.additionalContext]),
    });
    await mountAccount();
    expect(".o_collections_call").toHaveAttribute("href", "tel:+4930901820");
    expect(".o_collections_person").toHaveText(/02:00 Berlin/);
    expect(".o_collections_person .text-warning").toHaveCount(1);
    for (const link of queryAll(".o_collections_call")) {
        link.addEventListener("click", (ev) => ev.preventDefault());
    }
    await contains(".o_collections_call").click();
    expect(done[0][0]).toBe("collections_mgmt.collections_contact_create_action");
    expect(done[0][1].default_partner_id).toBe(7);
});

test("a note is written where it sticks", async () => {
    const written = [];
    onRpc("fe.account", "stick_note", ({ args }) => written.push(args));
    await mountAccount();
    await contains(".o_collections_sticky_note").click();
    await contains("textarea.o_collections_sticky_note").edit("Reads no mail", { confirm: false });
    await contains("textarea.o_collections_sticky_note").press("Enter");
    await animationFrame();
    expect(written).toEqual([[[1], "Reads no mail"]]);
});
