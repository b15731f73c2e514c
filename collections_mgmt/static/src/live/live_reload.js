import { useBus, useService } from "@web/core/utils/hooks";
import { onWillDestroy } from "@odoo/owl";

/**
 * Reloads a screen when customers it shows change on the server: one reload at a time, and one more when something
 * changed during it.
 *
 * @param {(change: { accountIds: Set<number> | null, mine: boolean }) => boolean} concerns
 * @param {() => Promise<void>} reload
 */
export function useLiveReload(concerns, reload) {
    const live = useService("collections_live");
    let running = false;
    let again = false;
    let destroyed = false;
    onWillDestroy(() => (destroyed = true));

    async function run() {
        if (running) {
            again = true;
            return;
        }
        running = true;
        try {
            do {
                again = false;
                await reload();
            } while (again && !destroyed);
        } finally {
            running = false;
        }
    }

    useBus(live.bus, "changed", ({ detail }) => {
        if (concerns(detail)) {
            return run();
        }
    });
}

/** Whether a change is about a customer in `accountIds`; null is all customers. */
export function isAbout(change, accountIds) {
    return !change.accountIds || accountIds.some((id) => change.accountIds.has(id));
}

/** Whether a list leaves out records: further pages, folded groups. What it does not show may change it, too. */
export function isPartial(root) {
    if (root.groups) {
        return root.groups.some((group) => group.isFolded || isPartial(group.list));
    }
    return root.count > root.records.length;
}

/** The selected records of a list by id, to find them again after a reload. */
export function selectedIds(root) {
    return new Set(root.records.filter((record) => record.selected).map((record) => record.resId));
}

/** Selects the records with `resIds` that are still there. */
export async function restoreSelection(root, resIds) {
    const found = root.records.filter((record) => resIds.has(record.resId) && !record.selected);
    await Promise.all(found.map((record) => record.toggleSelection(true)));
}
