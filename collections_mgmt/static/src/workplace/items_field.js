import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { formatMonetary } from "@web/views/fields/formatters";
import { ListRenderer } from "@web/views/list/list_renderer";
import { onWillStart, useState } from "@odoo/owl";
import { itemActions } from "./item_actions";

const SPECIALIST = "collections_mgmt.collections_mgmt_group_specialist";

/** A list below a record has no selection of its own: here it is, by id, so that it stays when the page is turned. */
export class ItemSelection {
    constructor() {
        this.ids = new Set();
        this.open = new Map();
    }

    has(record) {
        return this.ids.has(record.resId);
    }

    toggle(record, selected = !this.has(record)) {
        if (selected) {
            this.ids.add(record.resId);
            this.open.set(record.resId, record.data.residual || 0);
        } else {
            this.ids.delete(record.resId);
            this.open.delete(record.resId);
        }
    }

    clear() {
        this.ids.clear();
        this.open.clear();
    }

    get total() {
        return [...this.open.values()].reduce((sum, amount) => sum + amount, 0);
    }
}

export class SelectableItemsRenderer extends ListRenderer {
    static props = [...ListRenderer.props, "selection"];
    static recordRowTemplate = "collections_mgmt.SelectableItems.RecordRow";

    get selectAll() {
        const { records } = this.props.list;
        return records.length > 0 && records.every((record) => this.props.selection.has(record));
    }

    get hasSelectors() {
        return true;
    }

    toggleSelection() {
        const selected = !this.selectAll;
        for (const record of this.props.list.records) {
            this.props.selection.toggle(record, selected);
        }
    }

    toggleRecordSelection(record) {
        const { selection, list } = this.props;
        const last = this.lastCheckedRecord;
        if (this.shiftKeyMode && list.records.includes(last)) {
            const selected = !selection.has(record);
            const places = [list.records.indexOf(last), list.records.indexOf(record)];
            for (const each of list.records.slice(Math.min(...places), Math.max(...places) + 1)) {
                selection.toggle(each, selected);
            }
        } else {
            selection.toggle(record);
        }
        this.lastCheckedRecord = record;
    }
}

/** The open items of a customer, with a bar to act on some or all of them. */
export class CollectionsItemsField extends X2ManyField {
    static template = "collections_mgmt.ItemsField";
    static components = { ...X2ManyField.components, ListRenderer: SelectableItemsRenderer };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.selection = useState(new ItemSelection());
        this.state = useState({ mayAct: false });
        onWillStart(async () => (this.state.mayAct = await user.hasGroup(SPECIALIST)));
    }

    get rendererProps() {
        return { ...super.rendererProps, allowSelectors: true, selection: this.selection };
    }

    /** A registry entry: method, label, icon; title; free: without a tick only what is overdue and free. */
    get actions() {
        return this.state.mayAct
            ? itemActions.getEntries().map(([method, entry]) => ({ method, ...entry }))
            : [];
    }

    /** Ids of the selected items that are still there. */
    get selectedIds() {
        const there = new Set(this.list.currentIds);
        return [...this.selection.ids].filter((id) => there.has(id));
    }

    /** Buttons side by side, each group with what it acts on. */
    get actionGroups() {
        if (this.selectedIds.length) {
            return [{ actions: this.actions, summary: this.summary }];
        }
        return [
            {
                actions: this.actions.filter((each) => !each.free),
                summary: _t("All that is owed"),
            },
            {
                actions: this.actions.filter((each) => each.free),
                summary: _t("What is overdue and free"),
            },
        ].filter((group) => group.actions.length);
    }

    get summary() {
        const count = this.selectedIds.length;
        const currencyId = this.list.records[0]?.data.company_currency_id?.id;
        return _t("%(count)s of %(all)s items, %(amount)s", {
            count,
            all: this.list.count,
            amount: formatMonetary(this.selection.total, { currencyId }),
        });
    }

    /** What the items on screen say, to see whether it is another now. */
    get amounts() {
        return JSON.stringify(
            this.list.records.map(({ resId, data }) => [
                resId,
                ...Object.values(data).filter((value) => typeof value === "number"),
            ]),
        );
    }

    /** What is acted on: the selected items, or all debts of the customer when none is. */
    async targetIds() {
        if (this.selectedIds.length) {
            return this.selectedIds;
        }
        return this.orm.search("collections.item", [
            ["account_id", "=", this.props.record.resId],
            ["residual", ">", 0],
        ]);
    }

    async onAction({ method, free }) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const ids = await this.targetIds();
        if (!ids.length) {
            this.notificationService.add(_t("Nothing is open."), { type: "info" });
            return;
        }
        const context = free && !this.selectedIds.length ? { collections_free: true } : {};
        const action = await this.orm.call("collections.item", method, [ids], { context });
        // a dialog that was closed without a result leaves the selection as it was
        const before = this.amounts;
        const refresh = async () => {
            await record.load();
            if (this.amounts !== before) {
                this.selection.clear();
            }
        };
        if (action) {
            await this.action.doAction(action, { onClose: refresh });
        } else {
            await refresh();
        }
    }
}

export const collectionsItemsField = {
    ...x2ManyField,
    component: CollectionsItemsField,
    displayName: _t("Open Items to Act on"),
    supportedTypes: ["one2many"],
};

registry.category("fields").add("collections_items", collectionsItemsField);
