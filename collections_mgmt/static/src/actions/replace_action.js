import { registry } from "@web/core/registry";

/**
 * Opens the action in `params.action`; the pager of its form goes through `params.res_ids`, which an
 * action from the server cannot say by itself.
 */
export function openAction(env, { params }, options = {}) {
    const props = params.res_ids ? { resIds: params.res_ids } : {};
    return env.services.action.doAction(params.action, { ...options, props });
}

/**
 * The same in place of what is on screen, so that going from customer to customer leaves one step
 * back to the list, not one for each customer seen.
 */
export function replaceAction(env, action) {
    return openAction(env, action, { stackPosition: "replaceCurrentAction" });
}

const actions = registry.category("actions");
actions.add("collections_mgmt.open", (env, action) => openAction(env, action));
actions.add("collections_mgmt.replace", (env, action) => replaceAction(env, action));
