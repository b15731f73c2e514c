import { onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

export const INTERVAL = 2000;

/** How far something in the background has come: reads its record again while that is running. */
export class ProgressField extends ProgressBarField {
    setup() {
        super.setup();
        this.timer = browser.setInterval(() => this.refresh(), INTERVAL);
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    async refresh() {
        const { record } = this.props;
        if (record.data.state === "running" && !document.hidden && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("fields").add("collections_progress", {
    ...progressBarField,
    component: ProgressField,
    displayName: _t("Progress of a Background Job"),
});
