import { registry } from "@web/core/registry";

/**
 * Opens the action in `params.action` in place of the one on screen, so that going from customer to
 * customer leaves one step back to the list, not one for each customer seen.
 */
export function replaceAction(env, { params }) {
    return env.services.action.doAction(params.action, { stackPosition: "replaceCurrentAction" });
}

registry.category("actions").add("collections_mgmt.replace", replaceAction);
