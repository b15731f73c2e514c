import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary, formatPercentage } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const NOT_DUE = "not_due";
const OLDEST_AGE = 5;

/** Whole per cents that add up to 100 (largest remainder); what is not positive has no share. */
export function wholePercents(amounts) {
    const positive = amounts.map((amount) => Math.max(amount, 0));
    const total = positive.reduce((sum, amount) => sum + amount, 0);
    if (!total) {
        return positive;
    }
    const exact = positive.map((amount) => (amount / total) * 100);
    const percents = exact.map(Math.floor);
    const missing = 100 - percents.reduce((sum, percent) => sum + percent, 0);
    const byRemainder = [...exact.keys()].sort(
        (a, b) => exact[b] - percents[b] - (exact[a] - percents[a]),
    );
    for (const index of byRemainder.slice(0, missing)) {
        percents[index] += 1;
    }
    return percents;
}

/** Ages 1 (just due) to 5 (oldest) spread over the overdue buckets, 0 for what is not due. */
export function bucketAges(buckets) {
    const overdue = buckets.filter((bucket) => bucket.key !== NOT_DUE);
    const step = (OLDEST_AGE - 1) / Math.max(overdue.length - 1, 1);
    return buckets.map((bucket) =>
        bucket.key === NOT_DUE ? 0 : Math.round(1 + overdue.indexOf(bucket) * step),
    );
}

/**
 * Open items by age as one stacked bar, oldest at the right.
 *
 * value: { currency_id, total, buckets: [{ key, label, amount }], credit }
 *
 * The total is that of the buckets, credits stand beside it. Only positive buckets take room in the
 * bar; credits and negative buckets are told in the legend.
 */
export class AgingBarField extends Component {
    static template = "collections_mgmt.AgingBarField";
    static props = {
        ...standardFieldProps,
        compact: { type: Boolean, optional: true },
        clickable: { type: Boolean, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name] || {};
    }

    get buckets() {
        const buckets = this.value.buckets || [];
        const ages = bucketAges(buckets);
        const amounts = buckets.map((bucket) => bucket.amount || 0);
        const percents = wholePercents(amounts);
        return buckets.map(({ key, label }, index) => ({
            key,
            label,
            ageClass: `o_collections_age_${ages[index]}`,
            isZero: !amounts[index],
            isClickable: this.isClickable && Boolean(amounts[index]),
            weight: Math.max(amounts[index], 0),
            amount: this.formatAmount(amounts[index]),
            share: this.formatShare(amounts[index], percents[index]),
        }));
    }

    /** The parts of the bar, with their exact width. */
    get segments() {
        const segments = this.buckets.filter((bucket) => bucket.weight);
        const total = segments.reduce((sum, segment) => sum + segment.weight, 0);
        return segments.map((segment) => ({
            ...segment,
            style: `width: ${((segment.weight / total) * 100).toFixed(2)}%`,
            tooltip: this.describe(segment),
        }));
    }

    get credit() {
        return this.value.credit ? this.formatAmount(this.value.credit) : "";
    }

    get total() {
        return this.formatAmount(this.value.total || 0);
    }

    get isEmpty() {
        return !this.value.credit && this.buckets.every((bucket) => bucket.isZero);
    }

    get isClickable() {
        return Boolean(this.props.clickable && !this.props.compact && this.props.record.resId);
    }

    /** All numbers in one sentence, for those who do not see the bar. */
    get description() {
        if (this.isEmpty) {
            return _t("No open items");
        }
        const parts = this.buckets.filter((bucket) => !bucket.isZero).map(this.describe);
        if (this.credit) {
            parts.push(this.creditText);
        }
        return _t("Open items %(total)s. %(parts)s", {
            total: this.total,
            parts: parts.join(", "),
        });
    }

    get creditText() {
        return _t("Credits: %s", this.credit);
    }

    /** What the tooltip of the compact bar lists. */
    get tooltipInfo() {
        const { isEmpty, total, credit } = this;
        const buckets = this.buckets.filter((bucket) => !bucket.isZero);
        return JSON.stringify({ isEmpty, buckets, total, credit });
    }

    describe({ label, amount, share }) {
        return share
            ? _t("%(label)s: %(amount)s (%(share)s)", { label, amount, share })
            : _t("%(label)s: %(amount)s", { label, amount });
    }

    formatAmount(amount) {
        return formatMonetary(amount, { currencyId: this.value.currency_id });
    }

    formatShare(amount, percent) {
        if (amount <= 0) {
            return "";
        }
        return percent ? formatPercentage(percent / 100, { digits: [false, 0] }) : "<1%";
    }

    async onBucketClick(bucket) {
        const { record } = this.props;
        if (!bucket.isClickable || !(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: "action_open_bucket",
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            buttonContext: { bucket: bucket.key },
            onClose: () => record.load(),
        });
    }
}

export const agingBarField = {
    component: AgingBarField,
    displayName: _t("Ageing Bar"),
    supportedOptions: [
        {
            label: _t("Compact"),
            name: "compact",
            type: "boolean",
            help: _t("Only the bar; the amounts are in its tooltip."),
        },
        {
            label: _t("Clickable"),
            name: "clickable",
            type: "boolean",
            help: _t("A click on a bucket calls action_open_bucket with its key in the context."),
        },
    ],
    supportedTypes: ["json"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({
        compact: Boolean(options.compact),
        clickable: Boolean(options.clickable),
    }),
};

export const compactAgingBarField = {
    ...agingBarField,
    listViewWidth: [100, 180],
    extractProps: () => ({ compact: true }),
};

const fieldRegistry = registry.category("fields");
fieldRegistry.add("collections_aging_bar", agingBarField);
fieldRegistry.add("list.collections_aging_bar", compactAgingBarField);
fieldRegistry.add("kanban.collections_aging_bar", compactAgingBarField);
