import { describe, expect, test } from "@odoo/hoot";
import { hover, press, queryAll, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { bucketAges, wholePercents } from "@collections_mgmt/fields/aging_bar/aging_bar";

const NBSP = "\u00a0";
const LABELS = { not_due: "Not due", 1: "1–30", 2: "31–60", 3: "61–90", 4: "Over 90" };

function makeAging([notDue, ...overdue], { credit = 0, currency_id = 1 } = {}) {
    const amounts = { not_due: notDue };
    overdue.forEach((amount, index) => (amounts[index + 1] = amount));
    const buckets = ["not_due", "1", "2", "3", "4"]
        .filter((key) => key in amounts)
        .map((key) => ({ key, label: LABELS[key], amount: amounts[key] }));
    const total = buckets.reduce((sum, bucket) => sum + bucket.amount, 0);
    return { currency_id, total, buckets, credit };
}

class Account extends models.Model {
    _name = "fe.account";

    name = fields.Char();
    aging = fields.Json();

    _records = [{ id: 1, name: "Azure Interior", aging: false }];
    _views = {
        form: `<form><field name="name"/><field name="aging" widget="collections_aging_bar"/></form>`,
        list: `<list><field name="name"/><field name="aging" widget="collections_aging_bar"/></list>`,
        kanban: `<kanban><templates><t t-name="card"><field name="aging" widget="collections_aging_bar"/></t></templates></kanban>`,
    };
}

defineMailModels();
defineModels([Account]);

async function mountAging(aging, { type = "form", options } = {}) {
    Account._records[0].aging = aging;
    const arch = options
        ? `<form><field name="name"/><field name="aging" widget="collections_aging_bar" options="${options}"/></form>`
        : undefined;
    await mountView({ type, resModel: "fe.account", resId: 1, arch });
}

function widths() {
    return queryAll(".o_collections_aging_segment").map((segment) => segment.style.width);
}

function texts(selector) {
    return queryAllTexts(selector).map((text) => text.replaceAll(NBSP, " "));
}

function ariaLabel() {
    return queryFirst(".o_collections_aging_bar").getAttribute("aria-label").replaceAll(NBSP, " ");
}

describe("collections aging bar: numbers", () => {
    test("whole per cents add up to 100", () => {
        expect(wholePercents([1, 1, 1])).toEqual([34, 33, 33]);
        expect(wholePercents([335, 335, 330])).toEqual([34, 33, 33]);
        expect(wholePercents([29, 71])).toEqual([29, 71]);
    });

    test("nothing positive has no share", () => {
        expect(wholePercents([])).toEqual([]);
        expect(wholePercents([0, -5])).toEqual([0, 0]);
        expect(wholePercents([50, -50, 50])).toEqual([50, 0, 50]);
    });

    test("the ages run from just due to oldest, however many buckets there are", () => {
        const ages = (...keys) => bucketAges(keys.map((key) => ({ key })));
        expect(ages("not_due", "1", "2", "3", "4")).toEqual([0, 1, 2, 4, 5]);
        expect(ages("not_due", "1", "2", "3", "4", "5")).toEqual([0, 1, 2, 3, 4, 5]);
        expect(ages("not_due", "1", "2")).toEqual([0, 1, 5]);
        expect(ages("1")).toEqual([1]);
    });
});

describe("collections aging bar: form", () => {
    test("the widths are the shares of the buckets", async () => {
        await mountAging(makeAging([500, 250, 125, 100, 25]));
        expect(widths()).toEqual(["50%", "25%", "12.5%", "10%", "2.5%"]);
        expect(".o_collections_aging_segment:first").toHaveClass("o_collections_age_0");
        expect(".o_collections_aging_segment:last").toHaveClass("o_collections_age_5");
    });

    test("the legend tells label, amount and share of every bucket, then the total", async () => {
        await mountAging(makeAging([400, 300, 200, 100, 0]));
        expect(texts(".o_collections_aging_label > span:nth-child(2)").slice(0, 5)).toEqual([
            "Not due",
            "1–30",
            "31–60",
            "61–90",
            "Over 90",
        ]);
        expect(texts(".o_collections_aging_amount")).toEqual([
            "$ 400.00",
            "$ 300.00",
            "$ 200.00",
            "$ 100.00",
            "$ 0.00",
            "$ 1,000.00",
        ]);
        expect(texts(".o_collections_aging_share")).toEqual(["40%", "30%", "20%", "10%", ""]);
        expect(".o_collections_aging_credit").toHaveCount(0);
    });

    test("the amounts are in the currency of the value", async () => {
        await mountAging(makeAging([400, 0, 0, 0, 0], { currency_id: 2 }));
        expect(texts(".o_collections_aging_amount")[0]).toBe("400.00 €");
    });

    test("the bar speaks to those who do not see it", async () => {
        await mountAging(makeAging([400, 0, 600, 0, 0], { credit: -50 }));
        expect(".o_collections_aging_bar").toHaveAttribute("role", "img");
        expect(ariaLabel()).toBe(
            "Open items $ 1,000.00. Not due: $ 400.00 (40%), 31–60: $ 600.00 (60%), Credits: $ -50.00",
        );
    });

    test("a tiny bucket is shown and not called zero", async () => {
        await mountAging(makeAging([100000, 1, 0, 0, 0]));
        expect(".o_collections_aging_segment").toHaveCount(2);
        expect(queryAll(".o_collections_aging_segment")[1].offsetWidth).toBeGreaterThan(2);
        expect(texts(".o_collections_aging_share").slice(0, 2)).toEqual(["100%", "<1%"]);
    });

    test("negative and zero buckets take no room, their amounts stay told", async () => {
        await mountAging(makeAging([300, -120, 100, 0, 0]));
        expect(widths()).toEqual(["75%", "25%"]);
        expect(texts(".o_collections_aging_amount").slice(0, 4)).toEqual([
            "$ 300.00",
            "$ -120.00",
            "$ 100.00",
            "$ 0.00",
        ]);
        expect(texts(".o_collections_aging_share").slice(0, 4)).toEqual(["75%", "", "25%", ""]);
    });

    test("credits alone make an empty bar with a legend", async () => {
        await mountAging(makeAging([0, 0, 0, 0, 0], { credit: -75 }));
        expect(".o_collections_aging_bar").toHaveCount(1);
        expect(".o_collections_aging_segment").toHaveCount(0);
        expect(texts(".o_collections_aging_credit .o_collections_aging_amount")).toEqual([
            "$ -75.00",
        ]);
    });

    test("no open items is a sentence", async () => {
        await mountAging(makeAging([0, 0, 0, 0, 0]));
        expect(".o_collections_aging_empty").toHaveText("No open items: nothing to collect here.");
        expect(".o_collections_aging_bar").toHaveCount(0);
    });

    test("no value at all is the same sentence", async () => {
        await mountAging(false);
        expect(".o_collections_aging_empty").toHaveCount(1);
    });

    test("a segment has a tooltip", async () => {
        await mountAging(makeAging([400, 600, 0, 0, 0]));
        await hover(".o_collections_aging_segment:last");
        await advanceTime(1000);
        expect(texts(".o-tooltip")).toEqual(["1–30: $ 600.00 (60%)"]);
    });
});

describe("collections aging bar: click", () => {
    function mockButton() {
        mockService("action", {
            doActionButton: ({ name, type, resModel, resId, buttonContext }) =>
                expect.step([name, type, resModel, resId, buttonContext]),
        });
    }
    const opened = (bucket) => ["action_open_bucket", "object", "fe.account", 1, { bucket }];

    test("a click on the legend or on the bar opens the bucket", async () => {
        mockButton();
        await mountAging(makeAging([400, 600, 0, 0, 0]), { options: "{'clickable': True}" });
        await contains("button[data-bucket='1']").click();
        expect.verifySteps([opened("1")]);
        await contains(".o_collections_aging_segment[data-bucket=not_due]").click();
        expect.verifySteps([opened("not_due")]);
    });

    test("the keyboard opens the bucket too", async () => {
        mockButton();
        await mountAging(makeAging([400, 600, 0, 0, 0]), { options: "{'clickable': True}" });
        queryFirst("button[data-bucket='1']").focus();
        await press("Enter");
        await animationFrame();
        expect.verifySteps([opened("1")]);
    });

    test("an empty bucket is no button", async () => {
        await mountAging(makeAging([400, 0, 0, 0, 0]), { options: "{'clickable': True}" });
        expect("button.o_collections_aging_entry").toHaveCount(1);
    });

    test("without the option nothing is clickable", async () => {
        mockButton();
        await mountAging(makeAging([400, 600, 0, 0, 0]));
        expect("button.o_collections_aging_entry").toHaveCount(0);
        await contains(".o_collections_aging_segment:first").click();
        expect.verifySteps([]);
    });
});

describe("collections aging bar: compact", () => {
    for (const [type, options] of [["list"], ["kanban"], ["form", "{'compact': True}"]]) {
        test(`in a ${type} only the bar is shown`, async () => {
            await mountAging(makeAging([750, 250, 0, 0, 0]), { type, options });
            expect(widths()).toEqual(["75%", "25%"]);
            expect(".o_collections_aging_legend").toHaveCount(0);
            expect(ariaLabel()).toBe(
                "Open items $ 1,000.00. Not due: $ 750.00 (75%), 1–30: $ 250.00 (25%)",
            );
        });
    }

    test("the tooltip lists what is not zero", async () => {
        await mountAging(makeAging([750, 0, 250, 0, 0], { credit: -10 }), { type: "list" });
        await hover(".o_collections_aging_compact");
        await advanceTime(1000);
        expect(texts(".o-tooltip th")).toEqual(["Not due", "31–60", "Total", "Credits"]);
        expect(texts(".o-tooltip td:nth-child(2)")).toEqual([
            "$ 750.00",
            "$ 250.00",
            "$ 1,000.00",
            "$ -10.00",
        ]);
    });

    test("no open items is an empty bar that says so", async () => {
        await mountAging(false, { type: "list" });
        expect(".o_collections_aging_segment").toHaveCount(0);
        expect(ariaLabel()).toBe("No open items");
    });
});
