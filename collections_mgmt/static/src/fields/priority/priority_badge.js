import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";
import { formatSelection } from "@web/views/fields/formatters";

/**
 * The priority of a customer. Who is not to be listed, being on hold for example, is not to be called, whatever his
 * points say: then the reason stands in place of the priority.
 */
export class PriorityBadge extends BadgeField {
    get isListed() {
        const { verdict } = this.props.record.data;
        return !verdict || verdict === "listed";
    }

    get formattedValue() {
        if (this.isListed) {
            return super.formattedValue;
        }
        const { data, fields } = this.props.record;
        return formatSelection(data.verdict, { selection: fields.verdict.selection });
    }

    get badgeClass() {
        return this.isListed ? super.badgeClass : "text-bg-300 fw-normal fst-italic";
    }
}

registry.category("fields").add("collections_priority", {
    ...badgeField,
    component: PriorityBadge,
    displayName: _t("Priority, or why none counts"),
    fieldDependencies: [{ name: "verdict", type: "selection", readonly: true }],
});
