import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import "@collections_mgmt/fields/priority/priority_badge";

class Account extends models.Model {
    _name = "fe.account";

    priority = fields.Selection({ selection: [["high", "High"]] });
    verdict = fields.Selection({
        selection: [
            ["listed", "To be listed"],
            ["hold", "On hold"],
        ],
    });

    _records = [
        { id: 1, priority: "high", verdict: "listed" },
        { id: 2, priority: "high", verdict: "hold" },
        { id: 3, priority: false, verdict: "hold" },
    ];
    _views = {
        list: `
            <list>
                <field name="priority" widget="collections_priority" decoration-danger="priority == 'high'"/>
            </list>`,
    };
}

defineMailModels();
defineModels([Account]);

test("who is on hold is not shown as one to be called", async () => {
    await mountView({ type: "list", resModel: "fe.account" });
    expect(queryAllTexts(".o_data_row .o_field_widget")).toEqual(["High", "On hold", ""]);
    expect(".o_data_row:eq(0) .badge").toHaveClass("text-bg-danger");
    expect(".o_data_row:eq(1) .badge").not.toHaveClass("text-bg-danger");
});
