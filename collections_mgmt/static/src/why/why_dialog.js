import { Component, onWillStart, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MARKS = new Map([
    [true, { icon: "fa-check-circle text-success", label: _t("Passed") }],
    [false, { icon: "fa-times-circle text-danger", label: _t("Stops here") }],
    [null, { icon: "fa-circle-o text-muted", label: _t("Decides nothing") }],
]);
// more lines than these are folded until somebody asks
const SHOWN_LINES = 8;

/**
 * Why a customer is, or is not, on the list of a day: the answer of `collections.account.why`, one
 * step below the other. Every text comes from the server.
 */
export class WhyDialog extends Component {
    static template = "collections_mgmt.WhyDialog";
    static components = { DateTimeInput };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ why: null, unfolded: {} });
        onWillStart(() => this.ask());
    }

    async ask(keyDate = false) {
        const { account_id } = this.props.action.params;
        this.state.why = await this.orm.call("collections.account", "why", [account_id], {
            key_date: keyDate,
        });
    }

    get why() {
        return this.state.why;
    }

    get keyDate() {
        return deserializeDate(this.why.key_date);
    }

    get earliest() {
        return deserializeDate(this.why.earliest);
    }

    onDateChange(day) {
        if (day && serializeDate(day) !== this.why.key_date) {
            this.ask(serializeDate(day));
        }
    }

    mark(ok) {
        return MARKS.get(ok);
    }

    /** Of many lines first those that hold, in their order; the rest waits behind a button. */
    lines(step) {
        const hasRules = step.lines.some((line) => line.ok !== undefined);
        if (this.state.unfolded[step.key] || !hasRules || step.lines.length <= SHOWN_LINES) {
            return step.lines;
        }
        return step.lines.filter((line) => line.ok);
    }

    hiddenCount(step) {
        return step.lines.length - this.lines(step).length;
    }

    hiddenLabel(step) {
        return _t("Show %s rules that do not hold", this.hiddenCount(step));
    }

    unfold(step) {
        this.state.unfolded[step.key] = true;
    }

    inputText(input) {
        return _t("%(label)s: %(value)s (asked: %(asked)s)", input);
    }
}

registry.category("actions").add("collections_mgmt.why", WhyDialog);
