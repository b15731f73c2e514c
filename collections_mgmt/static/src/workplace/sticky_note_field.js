import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The note everybody must see who opens the customer; written through `stick_note`, since the rest is read only. */
export class StickyNoteField extends Component {
    static template = "collections_mgmt.StickyNoteField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isEditing: false });
        this.input = useRef("input");
        useAutofocus({ refName: "input" });
    }

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    edit() {
        this.state.isEditing = true;
    }

    async save() {
        if (!this.state.isEditing) {
            return;
        }
        const text = this.input.el.value;
        this.state.isEditing = false;
        const { record } = this.props;
        if (text.trim() !== this.text) {
            await this.orm.call(record.resModel, "stick_note", [[record.resId], text]);
            await record.load();
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.state.isEditing = false;
        } else if (ev.key === "Enter" && !ev.shiftKey) {
            ev.preventDefault();
            this.save();
        }
    }
}

export const stickyNoteField = {
    component: StickyNoteField,
    displayName: _t("Sticky Note"),
    supportedTypes: ["text"],
    isEmpty: () => false,
};

registry.category("fields").add("collections_sticky_note", stickyNoteField);
