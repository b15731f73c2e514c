import { Component, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { clamp } from "@web/core/utils/numbers";
import { formatFloat, formatPercentage } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SHOWN_REASONS = 2;
const VERDICT_ICONS = {
    listed: "fa-phone",
    exit: "fa-sign-out",
    hold: "fa-pause",
    parked: "fa-clock-o",
    waiting: "fa-bell-slash-o",
};

function formatNumber(value) {
    return formatFloat(value || 0, { trailingZeros: false });
}

function formatPercent(percent) {
    return formatPercentage(percent / 100, { digits: [false, 1] });
}

export function formatPoints(points) {
    return points > 0 ? `+${formatNumber(points)}` : formatNumber(points);
}

function byPoints(a, b) {
    return b.points - a.points;
}

/** What the supervisor decided goes before what the rules say. */
function byUrgency(a, b) {
    return !!b.boosted - !!a.boosted || byPoints(a, b);
}

/** Why first: the exit that decided, then what gave most points, then what held without counting. */
function byWeight(a, b) {
    return !!b.leave - !!a.leave || isCounted(b) - isCounted(a) || byPoints(a, b);
}

/** A ladder is made of rules that count. */
function isCounted(row) {
    return row.counted || Boolean(row.steps);
}

/**
 * Why a customer is, or is not, on the work list: verdict, position on the scale, rules.
 *
 * value: { strategy, key_date, points, maximum, percent, priority, high, medium, verdict,
 *          verdict_text, boosted, rule_priority, version_note,
 *          rules: [{ name, points, satisfied, leave, counted, comment }],
 *          ladders: [{ name, points, steps: [place in rules] }] }
 */
export class ScoreField extends Component {
    static template = "collections_mgmt.ScoreField";
    static props = { ...standardFieldProps };

    setup() {
        // undefined: nobody has folded or unfolded, the content decides
        this.state = useState({ isUnfolded: undefined });
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get verdictIcon() {
        if (this.value.boosted) {
            return "fa-arrow-up";
        }
        return VERDICT_ICONS[this.value.verdict] || "fa-minus-circle";
    }

    get details() {
        const { strategy, key_date, points, maximum } = this.value;
        const values = { points: formatNumber(points), maximum: formatNumber(maximum) };
        return [
            maximum ? _t("%(points)s of %(maximum)s points", values) : "",
            strategy,
            key_date ? formatDate(deserializeDate(key_date)) : "",
        ].filter(Boolean);
    }

    /** An exit rule decides without points: a position would mislead. */
    get hasScale() {
        return typeof this.value.percent === "number" && this.value.verdict !== "exit";
    }

    get percent() {
        return formatPercent(this.value.percent);
    }

    get markerStyle() {
        return `left: ${clamp(this.value.percent, 0, 100)}%`;
    }

    /** The customer's side of the scale on which the number has room. */
    get markerSide() {
        const { percent } = this.value;
        return percent < 8 ? "o_start" : percent > 92 ? "o_end" : "";
    }

    get zones() {
        const high = clamp(this.value.high ?? 100, 0, 100);
        const medium = clamp(this.value.medium ?? 0, 0, high);
        const zones = [
            { key: "low", label: _t("Low"), start: 0, end: medium },
            { key: "medium", label: _t("Medium"), start: medium, end: high },
            { key: "high", label: _t("High"), start: high, end: 100 },
        ];
        return zones
            .filter((zone) => zone.end > zone.start)
            .map((zone) => ({
                ...zone,
                style: `width: ${zone.end - zone.start}%`,
                // the scale is that of the rules, whatever the supervisor decided
                isCurrent: zone.key === (this.value.rule_priority ?? this.value.priority),
            }));
    }

    get thresholds() {
        return this.zones.slice(1).map(({ key, start }) => ({
            key,
            label: formatPercent(start),
            style: `left: ${start}%`,
        }));
    }

    get scaleDescription() {
        const [percent, medium, high] = [this.value.percent, this.value.medium, this.value.high];
        return _t("Valuation %(percent)s; medium from %(medium)s, high from %(high)s", {
            percent: formatPercent(percent),
            medium: formatPercent(medium ?? 0),
            high: formatPercent(high ?? 100),
        });
    }

    get rules() {
        return this.value.rules || [];
    }

    /** Rules met, heaviest first; those that a list shows as one stand below their sum. */
    get satisfiedRules() {
        const rows = this.rules.filter((rule) => rule.satisfied && !this.ladderOf(rule));
        return [...rows, ...(this.value.ladders || [])]
            .sort(byWeight)
            .flatMap((row) => (row.steps ? this.ladderRows(row) : row));
    }

    ladderOf(rule) {
        const place = this.rules.indexOf(rule);
        return (this.value.ladders || []).find((ladder) => ladder.steps.includes(place));
    }

    ladderRows(ladder) {
        const sum = { ...ladder, satisfied: true, counted: true, isSum: true };
        const steps = ladder.steps.map((place) => ({ ...this.rules[place], isStep: true }));
        return [sum, ...steps.sort(byPoints)];
    }

    get unsatisfiedRules() {
        return this.rules.filter((rule) => !rule.satisfied);
    }

    /** Where nothing holds, the rules not met are the explanation. */
    get isUnfolded() {
        return this.state.isUnfolded ?? !this.satisfiedRules.length;
    }

    get unsatisfiedTitle() {
        return _t("Rules not met (%s)", this.unsatisfiedRules.length);
    }

    toggleUnsatisfied() {
        this.state.isUnfolded = !this.isUnfolded;
    }

    isUncounted(rule) {
        return rule.satisfied && !rule.leave && !rule.counted;
    }

    formatRulePoints(rule) {
        if (rule.leave) {
            return "";
        }
        return rule.satisfied ? formatPoints(rule.points) : formatNumber(rule.points);
    }
}

/** The rules that brought a customer onto the list, heaviest first, as two badges and a rest. */
export class ReasonsField extends Component {
    static template = "collections_mgmt.ReasonsField";
    static props = { ...standardFieldProps };

    get reasons() {
        const reasons = this.props.record.data[this.props.name] || [];
        return [...reasons].sort(byUrgency).map(({ name, points, boosted, icon, steps }) => {
            const gain = points ? formatPoints(points) : "";
            const text = [name, gain, this.stepsText(steps)].filter(Boolean).join(" ");
            return { name, gain, boosted, icon, text };
        });
    }

    /** Of what the points of a reason are the sum. */
    stepsText(steps = []) {
        const texts = steps.map(({ name, points }) => `${name} ${formatPoints(points)}`);
        return texts.length ? `(${texts.join(", ")})` : "";
    }

    get shownReasons() {
        return this.reasons.slice(0, SHOWN_REASONS);
    }

    get otherReasons() {
        return this.reasons.slice(SHOWN_REASONS);
    }

    get otherLabel() {
        return _t("+%s more", this.otherReasons.length);
    }

    get otherText() {
        return this.otherReasons.map((reason) => reason.text).join(", ");
    }

    get tooltipInfo() {
        return JSON.stringify({ reasons: this.otherReasons });
    }
}

export const scoreField = {
    component: ScoreField,
    displayName: _t("Explanation of the Score"),
    supportedTypes: ["json"],
    isEmpty: () => false,
};

export const reasonsField = {
    component: ReasonsField,
    displayName: _t("Reasons of the Score"),
    supportedTypes: ["json"],
    listViewWidth: [200, 560],
    isEmpty: (record, fieldName) => !record.data[fieldName]?.length,
};

const fieldRegistry = registry.category("fields");
fieldRegistry.add("collections_score", scoreField);
fieldRegistry.add("collections_reasons", reasonsField);
