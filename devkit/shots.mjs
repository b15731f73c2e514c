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

const PICTURES = [
    { name: "my_work_list", user: "collector", app: true, see: ".o_list_view .o_data_row" },
    {
        name: "account",
        user: "collector",
        app: true,
        see: ".o_list_view .o_data_row",
        click: [".o_data_row .o_data_cell[name=account_id]"],
        then: ".o_form_view .o_notebook",
    },
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
