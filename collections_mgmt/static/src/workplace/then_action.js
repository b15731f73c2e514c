import { registry } from "@web/core/registry";

/**
 * Opens the dialog in `params.action`; when it was answered, goes on from the customer `params.account_id` to the next
 * of the list. Who closes the dialog without an answer stays with the customer.
 */
export async function thenAction(env, { params, context }) {
    const { action, orm } = env.services;
    // a dialog that opens from another inherits what is done when that one is closed
    await action.doAction({ type: "ir.actions.act_window_close" });
    await action.doAction(params.action, {
        onClose: async (info) => {
            if (info?.dismiss || info?.special) {
                return action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
            }
            const next = await orm.call(
                "collections.account",
                "action_item_after_contact",
                [[params.account_id]],
                { context },
            );
            return action.doAction(next);
        },
    });
}

registry.category("actions").add("collections_mgmt.then", thenAction);
