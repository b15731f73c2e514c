import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The people to call, with the time there now; a click dials and opens the dialog in which the call is logged.
 *
 * value: [{ id, name, function, roles, phone, dial, email, local_time, asleep }]
 */
export class PeopleField extends Component {
    static template = "collections_mgmt.PeopleField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get people() {
        return this.props.record.data[this.props.name] || [];
    }

    describe({ roles, function: job }) {
        return [...roles, job].filter(Boolean).join(", ");
    }

    link({ dial, phone }) {
        return `tel:${dial || phone.replaceAll(" ", "")}`;
    }

    title({ asleep, local_time: time }) {
        return asleep ? _t("It is %s there: rather call later.", time) : _t("Call and log it");
    }

    /** The browser follows the link, and the call is logged while it lasts. */
    async onCall(person) {
        const { record } = this.props;
        await this.action.doAction("collections_mgmt.collections_contact_create_action", {
            additionalContext: {
                active_model: record.resModel,
                active_id: record.resId,
                active_ids: [record.resId],
                default_partner_id: person.id,
                default_channel: "phone",
            },
            onClose: () => record.load(),
        });
    }
}

export const peopleField = {
    component: PeopleField,
    displayName: _t("People to Call"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

registry.category("fields").add("collections_people", peopleField);
