import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * What can be done with the selected open items of a customer. The key is a method of `collections.item`, called with
 * the ids of the items; it opens a dialog. A context adds its own by one line:
 *
 *     registry.category("collections_item_actions").add("action_promise", { label: _t("Promise"), icon: "fa-handshake-o" }, { sequence: 10 });
 */
export const itemActions = registry.category("collections_item_actions");

itemActions.add(
    "action_log_contact",
    { label: _t("Log Contact"), icon: "fa-phone" },
    { sequence: 5 },
);
itemActions.add(
    "action_promise",
    { label: _t("Promise"), icon: "fa-handshake-o" },
    { sequence: 10 },
);
itemActions.add(
    "action_dispute",
    { label: _t("Dispute"), icon: "fa-balance-scale" },
    { sequence: 20 },
);
itemActions.add("action_plan", { label: _t("Plan"), icon: "fa-calendar" }, { sequence: 30 });
itemActions.add("action_resubmit", { label: _t("Resubmit"), icon: "fa-bell-o" }, { sequence: 40 });
itemActions.add("action_hold", { label: _t("Hold"), icon: "fa-pause" }, { sequence: 60 });
// asks for money: with nothing ticked only for what is overdue and free
const title = _t("Of the ticked items; without a tick what is overdue and not covered");
itemActions.add(
    "action_send",
    { label: _t("Send"), icon: "fa-envelope-o", free: true, title },
    { sequence: 70 },
);
itemActions.add(
    "action_payment_link",
    { label: _t("Payment Link"), icon: "fa-credit-card", free: true, title },
    { sequence: 80 },
);
