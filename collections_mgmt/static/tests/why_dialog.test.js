import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

function makeWhy(values = {}) {
    return {
        account: "Acme",
        key_date: "2026-06-30",
        earliest: "2026-06-30",
        verdict: "exit",
        verdict_text: "On no list: the exit rule “Small” applies.",
        listed: false,
        steps: [
            { key: "profile", title: "Takes part", ok: true, text: "Profile “A”.", lines: [] },
            { key: "minimum", title: "Minimum", ok: null, text: "None.", lines: [] },
            {
                key: "exits",
                title: "Exit rules",
                ok: false,
                text: "The exit rule “Small” keeps him off.",
                lines: [
                    {
                        label: "Small",
                        ok: true,
                        value: "",
                        inputs: [{ label: "To Collect", value: "$ 40", asked: "less than $ 50" }],
                    },
                ],
            },
        ],
        ...values,
    };
}

async function openWhy(answers) {
    const asked = [];
    onRpc("collections.account", "why", ({ args, kwargs }) => {
        asked.push([args[0], kwargs.key_date]);
        return answers[Math.min(asked.length, answers.length) - 1];
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "collections_mgmt.why",
        target: "new",
        params: { account_id: 7 },
    });
    await animationFrame();
    return asked;
}

test("verdict, marks of the steps and what a rule asks for", async () => {
    const asked = await openWhy([makeWhy()]);
    expect(asked).toEqual([[7, false]]);
    expect(".o_collections_why_verdict").toHaveText("On no list: the exit rule “Small” applies.");
    expect("[data-step=profile] .fa-check-circle").toHaveCount(1);
    expect("[data-step=minimum] .fa-circle-o").toHaveCount(1);
    expect("[data-step=exits].o_stop .fa-times-circle").toHaveCount(1);
    expect(queryAllTexts(".o_collections_why_input")).toEqual([
        "To Collect: $ 40 (asked: less than $ 50)",
    ]);
});

test("another day asks again", async () => {
    const later = makeWhy({ key_date: "2026-07-10", verdict_text: "On the list.", listed: true });
    const asked = await openWhy([makeWhy(), later]);
    await contains(".o_collections_why_date input").edit("07/10/2026", { confirm: "enter" });
    await animationFrame();
    expect(asked).toEqual([
        [7, false],
        [7, "2026-07-10"],
    ]);
    expect(".o_collections_why_verdict").toHaveText("On the list.");
    expect(queryFirst(".o_collections_why")).toHaveClass("o_listed");
});

test("of many rules those that hold come first, the rest behind a button", async () => {
    const lines = [...Array(10).keys()].map((n) => ({
        label: `Rule ${n}`,
        ok: n < 3,
        value: "+5",
        inputs: [],
    }));
    const step = { key: "rules", title: "Rules", ok: true, text: "3 of 10 hold.", lines };
    await openWhy([makeWhy({ steps: [step] })]);
    expect("[data-step=rules] tr").toHaveCount(3);
    await contains("[data-step=rules] button:contains(Show 7 rules that do not hold)").click();
    expect("[data-step=rules] tr").toHaveCount(10);
    expect("[data-step=rules] tr.o_fails").toHaveCount(7);
});

test("a text of any other context is shown as it is, never as markup", async () => {
    await openWhy([makeWhy({ verdict: "held", verdict_text: "On hold: <b>until</b> Friday." })]);
    expect(".o_collections_why_verdict").toHaveText("On hold: <b>until</b> Friday.");
});
