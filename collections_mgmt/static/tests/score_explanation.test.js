import { describe, expect, test } from "@odoo/hoot";
import { hover, queryAll, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { formatPoints } from "@collections_mgmt/fields/score_explanation/score_explanation";

function makeRule(name, points, values = {}) {
    const satisfied = values.satisfied ?? true;
    return { name, points, satisfied, leave: false, counted: satisfied, comment: "", ...values };
}

const RULES = [
    makeRule("Something is overdue", 10),
    makeRule("Broken promise", 35, { satisfied: false }),
    makeRule("Overdue more than 60 days", 50, { comment: "call today" }),
    makeRule("In legal dunning", 0, { satisfied: false, leave: true }),
    makeRule("No effective contact", 30),
];

function makeScore(values = {}) {
    return {
        strategy: "Overdue receivables",
        key_date: "2026-11-22",
        points: 90,
        maximum: 150,
        percent: 60.0,
        priority: "medium",
        high: 70,
        medium: 40,
        verdict: "listed",
        verdict_text: "On the list with medium priority",
        rules: RULES,
        ...values,
    };
}

class Account extends models.Model {
    _name = "fe.account";

    score = fields.Json();
    reasons = fields.Json();

    _records = [{ id: 1, score: false, reasons: false }];
    _views = {
        form: `<form><field name="score" widget="collections_score"/></form>`,
        list: `<list><field name="id"/><field name="reasons" widget="collections_reasons"/></list>`,
    };
}

defineMailModels();
defineModels([Account]);

async function mountScore(score) {
    Account._records[0].score = score;
    await mountView({ type: "form", resModel: "fe.account", resId: 1 });
}

async function mountReasons(reasons) {
    Account._records[0].reasons = reasons;
    await mountView({ type: "list", resModel: "fe.account" });
}

function styles(selector, name) {
    return queryAll(selector).map((element) => element.style[name]);
}

const ruleNames = () => queryAllTexts(".o_collections_rule_name");
const rulePoints = () => queryAllTexts(".o_collections_rule_points");

describe("collections score: verdict and scale", () => {
    test("the scale of a boosted customer stays that of the rules", async () => {
        await mountScore(
            makeScore({ priority: "high", rule_priority: "low", boosted: true, percent: 20 }),
        );
        expect(".o_collections_score_verdict .fa-arrow-up").toHaveCount(1);
        expect(".o_collections_score_zone.o_current").toHaveText("Low");
    });

    test("with no priority by the rules the scale marks none", async () => {
        await mountScore(makeScore({ priority: "high", rule_priority: false, boosted: true }));
        expect(".o_collections_score_zone.o_current").toHaveCount(0);
    });

    test("the boost comes before all reasons of the rules", async () => {
        await mountReasons([
            { name: "Overdue", points: 20 },
            { name: "Boosted: guarantee ends", points: 0, boosted: true },
        ]);
        expect(".o_collections_reason:first").toHaveText("Boosted: guarantee ends");
        expect(".o_collections_reason:first").toHaveClass("o_boosted");
    });

    test("points carry their sign", async () => {
        await makeMockEnv();
        expect([30, 0, -5, 2.5].map(formatPoints)).toEqual(["+30", "0", "-5", "+2.5"]);
    });

    test("the verdict comes first, then points, strategy and date", async () => {
        await mountScore(makeScore());
        expect(queryFirst(".o_collections_score").firstElementChild).toHaveText(
            "On the list with medium priority",
        );
        expect(queryAllTexts(".o_collections_score_details > span")).toEqual([
            "90 of 150 points",
            "Overdue receivables",
            "11/22/2026",
        ]);
        expect(".o_collections_score").toHaveClass("o_collections_priority_medium");
    });

    test("the scale shows three zones, two thresholds and the customer", async () => {
        await mountScore(makeScore());
        expect(queryAllTexts(".o_collections_score_zone")).toEqual(["Low", "Medium", "High"]);
        expect(styles(".o_collections_score_zone", "width")).toEqual(["40%", "30%", "30%"]);
        expect(queryAllTexts(".o_collections_score_threshold")).toEqual(["40%", "70%"]);
        expect(styles(".o_collections_score_threshold", "left")).toEqual(["40%", "70%"]);
        expect(styles(".o_collections_score_marker", "left")).toEqual(["60%"]);
        expect(".o_collections_score_marker").toHaveText("60%");
        expect(".o_collections_score_zone.o_current").toHaveText("Medium");
    });

    test("the scale speaks to those who do not see it", async () => {
        await mountScore(makeScore({ percent: 33.333 }));
        expect(".o_collections_score_scale").toHaveAttribute("role", "img");
        expect(".o_collections_score_scale").toHaveAttribute(
            "aria-label",
            "Valuation 33.3%; medium from 40%, high from 70%",
        );
    });

    test("the marker stays on the scale, the number is told as it is", async () => {
        await mountScore(makeScore({ percent: 120, priority: "high" }));
        expect(styles(".o_collections_score_marker", "left")).toEqual(["100%"]);
        expect(".o_collections_score_marker").toHaveText("120%");
    });

    test("a zone without room is left out", async () => {
        await mountScore(makeScore({ medium: 0, high: 100 }));
        expect(queryAllTexts(".o_collections_score_zone")).toEqual(["Medium"]);
        expect(".o_collections_score_threshold").toHaveCount(0);
    });

    test("without a percentage there is no scale", async () => {
        await mountScore(makeScore({ percent: null, priority: null }));
        expect(".o_collections_score_scale").toHaveCount(0);
        expect(".o_collections_score").toHaveClass("o_collections_priority_none");
    });

    test("no value is a hint", async () => {
        await mountScore(false);
        expect(".o_collections_score_empty").toHaveText(
            "Not valued yet: points and priority come with the next valuation.",
        );
        expect(".o_collections_score").toHaveCount(0);
    });
});

describe("collections score: rules", () => {
    test("the rules met are shown by points, with their comment", async () => {
        await mountScore(makeScore());
        expect(ruleNames()).toEqual([
            "Overdue more than 60 days call today",
            "No effective contact",
            "Something is overdue",
        ]);
        expect(rulePoints()).toEqual(["+50", "+30", "+10"]);
        expect("tr.o_satisfied .fa-check").toHaveCount(3);
    });

    test("rules that a list shows as one stand below their sum", async () => {
        const ladders = [{ name: "Overdue more than 60 days", points: 60, steps: [0, 2] }];
        await mountScore(makeScore({ ladders }));
        expect(ruleNames()).toEqual([
            "Overdue more than 60 days Sum of its steps",
            "Overdue more than 60 days call today",
            "Something is overdue",
            "No effective contact",
        ]);
        expect(rulePoints()).toEqual(["+60", "+50", "+10", "+30"]);
        expect("tr.o_step").toHaveCount(2);
    });

    test("an older version says so", async () => {
        await mountScore(makeScore({ version_note: "By the version of yesterday." }));
        expect(".o_collections_score_version").toHaveText("By the version of yesterday.");
    });

    test("the version in force says nothing", async () => {
        await mountScore(makeScore({ version_note: false }));
        expect(".o_collections_score_version").toHaveCount(0);
    });

    test("the rules not met fold out and in", async () => {
        await mountScore(makeScore());
        expect(".o_collections_score_toggle").toHaveText("Rules not met (2)");
        expect(".o_collections_score_toggle").toHaveAttribute("aria-expanded", "false");

        await contains(".o_collections_score_toggle").click();
        expect(".o_collections_score_toggle").toHaveAttribute("aria-expanded", "true");
        expect(queryAllTexts("tr:not(.o_satisfied) .o_collections_rule_points")).toEqual([
            "35",
            "",
        ]);
        expect("tr.o_leave:not(.o_satisfied) .o_collections_rule_note").toHaveText("Exit rule");

        await contains(".o_collections_score_toggle").click();
        expect(ruleNames()).toHaveLength(3);
    });

    test("the exit rule that holds leads, rules that did not count say so", async () => {
        const uncounted = RULES.map((rule) => ({ ...rule, counted: false }));
        await mountScore(
            makeScore({
                verdict: "exit",
                verdict_text: "Not on the list: in legal dunning",
                percent: 0,
                priority: null,
                rules: [...uncounted, makeRule("Deceased", 0, { leave: true })],
            }),
        );
        expect(ruleNames()[0]).toMatch(/^Deceased/);
        expect("tr.o_satisfied.o_leave .o_collections_rule_note").toHaveCount(1);
        expect("tr.o_uncounted").toHaveCount(3);
        expect(queryAllTexts("tr.o_uncounted .o_collections_rule_note")).toEqual([
            "Not counted",
            "Not counted",
            "Not counted",
        ]);
        expect(".o_collections_score_verdict .fa").toHaveClass("fa-sign-out");
        expect(".o_collections_score_scale").toHaveCount(0);
    });

    test("where no rule is met, the rules not met are the explanation", async () => {
        const rules = RULES.map((rule) => ({ ...rule, satisfied: false, counted: false }));
        await mountScore(makeScore({ rules, points: 0, percent: 0, priority: null }));
        expect(".o_collections_score_toggle").toHaveAttribute("aria-expanded", "true");
        expect(ruleNames()).toHaveLength(5);
    });

    test("a strategy without rules is no error", async () => {
        await mountScore(makeScore({ rules: [] }));
        expect(".o_collections_score_rules").toHaveCount(0);
        expect(".o_collections_score_toggle").toHaveCount(0);
    });
});

describe("collections reasons", () => {
    const reasons = [
        { name: "Something is overdue", points: 10 },
        { name: "Overdue more than 60 days", points: 50 },
        { name: "No effective contact", points: 30 },
        { name: "Fixed on the list", points: 0 },
    ];

    test("the two heaviest reasons are badges", async () => {
        await mountReasons(reasons);
        expect(queryAllTexts(".o_collections_reason .text-truncate")).toEqual([
            "Overdue more than 60 days",
            "No effective contact",
        ]);
        expect(queryAllTexts(".o_collections_reason_points")).toEqual(["+50", "+30"]);
    });

    test("a reason that sums up steps tells them", async () => {
        const steps = [
            { name: "Overdue", points: 10 },
            { name: "60+ days", points: 20 },
        ];
        await mountReasons([{ name: "60+ days", points: 30, steps }]);
        expect(".o_collections_reason_points").toHaveText("+30");
        await hover(".o_collections_reason");
        await advanceTime(1000);
        expect(".o-tooltip").toHaveText("60+ days +30 (Overdue +10, 60+ days +20)");
    });

    test("the others are counted and told in a tooltip", async () => {
        await mountReasons(reasons);
        expect(".o_collections_reason_more").toHaveText(/^\+2 more/);
        await hover(".o_collections_reason_more");
        await advanceTime(1000);
        expect(queryAllTexts(".o-tooltip > div")).toEqual([
            "Something is overdue +10",
            "Fixed on the list",
        ]);
    });

    test("two reasons have no others", async () => {
        await mountReasons(reasons.slice(0, 2));
        expect(".o_collections_reason").toHaveCount(2);
        expect(".o_collections_reason_more").toHaveCount(0);
    });

    for (const nothing of [false, []]) {
        test(`${JSON.stringify(nothing)} shows nothing`, async () => {
            await mountReasons(nothing);
            expect(".o_data_row").toHaveCount(1);
            expect(".o_collections_reasons").toHaveCount(0);
        });
    }
});
