import { Component, onMounted, onWillUnmount } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger, formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const POLL_EVERY_MS = 2000;

/** With its sign before the currency: "-$ 600" reads as less, "$ -600" as a negative amount. */
function signed(number, format) {
    const sign = number > 0 ? "+" : number < 0 ? "-" : "";
    return `${sign}${format(Math.abs(number))}`;
}

function sum(bands, name) {
    return bands.reduce((total, band) => total + (band[name] || 0), 0);
}

/**
 * What a simulated strategy makes of a list: numbers and amounts per priority before and after, and
 * how many customers enter, leave or change priority; a click shows them.
 *
 * value: { currency_id,
 *          bands: [{ key, label, count_before, count_after, amount_before, amount_after }],
 *          changes: [{ key, label, count, to_collect_before, to_collect_after }] }
 */
export class SimulationSummary extends Component {
    static template = "collections_mgmt.SimulationSummary";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name] || { bands: [], changes: [] };
    }

    get cards() {
        const bands = this.value.bands;
        const total = { key: "total", label: _t("On the list") };
        for (const name of ["count_before", "count_after", "amount_before", "amount_after"]) {
            total[name] = sum(bands, name);
        }
        const widest = Math.max(total.count_before, total.count_after, 1);
        return [...bands, total].map((band) => this.card(band, widest));
    }

    card(band, widest) {
        const [before, after] = [band.count_before || 0, band.count_after || 0];
        const [amountBefore, amountAfter] = [band.amount_before || 0, band.amount_after || 0];
        return {
            ...band,
            before: formatInteger(before),
            after: formatInteger(after),
            delta: signed(after - before, formatInteger),
            isSame: after === before,
            amountBefore: this.formatAmount(amountBefore),
            amountAfter: this.formatAmount(amountAfter),
            amountDelta: signed(amountAfter - amountBefore, (amount) => this.formatAmount(amount)),
            barBefore: `width: ${(before / widest) * 100}%`,
            barAfter: `width: ${(after / widest) * 100}%`,
        };
    }

    /** Whole units: cents say nothing when strategies are compared. */
    formatAmount(amount) {
        const currencyId = this.value.currency_id;
        return formatMonetary(Math.round(amount), { currencyId, digits: [false, 0] });
    }

    changeAmount(change) {
        const side = change.key === "leaves" ? "to_collect_before" : "to_collect_after";
        return this.formatAmount(change[side] || 0);
    }

    async onChangeClick(change) {
        const { record } = this.props;
        await this.action.doActionButton({
            type: "object",
            name: "action_view_lines",
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            buttonContext: { change: change.key },
        });
    }
}

/** Reads the record again every two seconds while it is on screen: what is calculated appears by itself. */
export class PollWidget extends Component {
    static template = "collections_mgmt.PollWidget";
    static props = { ...standardWidgetProps };

    setup() {
        let timer;
        const poll = async () => {
            await this.props.record.load();
            timer = setTimeout(poll, POLL_EVERY_MS);
        };
        onMounted(() => {
            timer = setTimeout(poll, POLL_EVERY_MS);
        });
        onWillUnmount(() => clearTimeout(timer));
    }
}

registry.category("fields").add("collections_simulation", {
    component: SimulationSummary,
    displayName: _t("Result of a Simulation"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
registry.category("view_widgets").add("collections_poll", { component: PollWidget });
