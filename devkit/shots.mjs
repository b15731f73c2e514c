// Pictures of the screens: node shots.mjs ADDRESS IMAGES_FOLDER DESCRIPTION_FOLDER [NAME ...]
// A picture names who looks, where he goes and what he does there; it fails when what it waits for does not come.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";

const require = createRequire(process.env.DEV_NODE);
const { chromium } = require("playwright-core");

const [address, images, description, ...wanted] = process.argv.slice(2);
const SIZE = { width: 1400, height: 860 };
const PATIENCE = 60000;

const LIST = ".o_list_view .o_data_row";
const FIRST = ".o_data_row .o_data_cell[name=account_id]";

const PICTURES = [
    { name: "my_work_list", user: "collector", path: "collections", see: LIST, app: true },
    {
        name: "account",
        user: "collector",
        path: "collections",
        see: LIST,
        click: [FIRST],
        then: ".o_notebook",
        app: true,
    },
    {
        name: "why",
        user: "collector",
        path: "collections",
        see: LIST,
        click: [FIRST, "button[name=action_why]"],
        then: ".modal .o_collections_why",
        app: true,
    },
    { name: "customers", user: "supervisor", path: "collections-customers", see: LIST },
    { name: "team", user: "supervisor", path: "collections-load", see: LIST, app: true },
    {
        name: "analysis",
        user: "supervisor",
        path: "collections-worklist-analysis",
        see: ".o_pivot",
        click: [".o_switch_view.o_graph"],
        then: ".o_graph_renderer canvas",
    },
    {
        name: "simulation",
        user: "manager",
        path: "collections-simulations",
        see: LIST,
        click: [".o_data_row .o_data_cell"],
        then: ".o_form_view",
        app: true,
    },
    {
        name: "strategy",
        user: "manager",
        path: "collections-strategies",
        see: LIST,
        click: [".o_data_row .o_data_cell[name=name]"],
        then: ".o_notebook",
    },
    {
        name: "disputes",
        user: "supervisor",
        path: "collections-disputes",
        see: LIST,
        click: [".o_searchview_facet .o_facet_remove", ".o_switch_view.o_graph"],
        then: ".o_graph_renderer canvas",
        app: true,
    },
    { name: "plans", user: "collector", path: "collections-plans", see: LIST },
    { name: "runs", user: "manager", path: "collections-runs", see: LIST },
];

async function open(browser, user) {
    const page = await (await browser.newContext({ viewport: SIZE, locale: "en-US" })).newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${address}/web/login`);
    await page.fill("#login", user);
    await page.fill("#password", user);
    await page.click("button[type=submit]");
    await page.waitForSelector(".o_web_client .o_action_manager > *");
    return page;
}

async function take(page, picture) {
    await page.goto(
        `${address}/odoo/${picture.path ?? "action-collections_mgmt.collections_worklist_item_action_my"}`,
    );
    await page.waitForSelector(picture.see);
    for (const selector of picture.click ?? []) {
        await page.click(selector);
        await settled(page);
    }
    if (picture.then) {
        await page.waitForSelector(picture.then);
    }
    await settled(page);
    const file = join(images, `${picture.name}.png`);
    await page.screenshot({ path: file });
    if (picture.app) {
        copyFileSync(file, join(description, `${picture.name}.png`));
    }
    process.stdout.write(`${picture.name}\n`);
}

async function settled(page) {
    await page.waitForTimeout(400);
    await page.waitForSelector(".o_loading_indicator", { state: "detached" });
    await page.waitForTimeout(1000); // animations and charts
}

const browser = await chromium.launch({
    executablePath: process.env.BROWSER,
    args: ["--no-sandbox"],
});
const pages = {};
let failed = 0;
for (const picture of PICTURES.filter(({ name }) => !wanted.length || wanted.includes(name))) {
    try {
        pages[picture.user] ??= await open(browser, picture.user);
        await take(pages[picture.user], picture);
    } catch (error) {
        failed += 1;
        process.stderr.write(`${picture.name}: ${error.message.split("\n")[0]}\n`);
    }
}
await browser.close();
process.exit(failed ? 1 : 0);
