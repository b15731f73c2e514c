import { EventBus } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** Messages of the server (models/worklist/refresh_bus.py): customers that changed, and those of my own list. */
export const ACCOUNTS = "collections_mgmt.accounts";
export const MY_LIST = "collections_mgmt.my_list";

/** Bookings come in bursts: screens hear of them together. */
export const DELAY = 400;

/**
 * Tells the screens which customers changed on the server.
 *
 * Triggers "changed" with `{ accountIds, mine }`: a Set of account ids, or null for all of them; `mine` when the work
 * list of the user is concerned.
 */
export const collectionsLiveService = {
    dependencies: ["bus_service"],

    start(env, { bus_service: busService }) {
        const bus = new EventBus();
        let waiting = null;

        function hear({ account_ids: ids }, mine) {
            if (!waiting) {
                waiting = { accountIds: new Set(), mine: false };
                browser.setTimeout(tell, DELAY);
            }
            waiting.mine ||= mine;
            if (!ids || !waiting.accountIds) {
                waiting.accountIds = null;
            } else {
                ids.forEach((id) => waiting.accountIds.add(id));
            }
        }

        function tell() {
            const change = waiting;
            waiting = null;
            bus.trigger("changed", change);
        }

        busService.subscribe(ACCOUNTS, (payload) => hear(payload, false));
        busService.subscribe(MY_LIST, (payload) => hear(payload, true));
        busService.start();
        return { bus, hear };
    },
};

registry.category("services").add("collections_live", collectionsLiveService);
