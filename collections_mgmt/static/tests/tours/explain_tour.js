import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";

tours.add("collections_why_tour", {
    url: "/odoo/collections-customers",
    steps: () => [
        {
            content: "the customer left out by an exit rule has a button in his row",
            trigger: ".o_data_row:contains(Customer 005) button[name=action_why]",
            run: "click",
        },
        {
            content: "the verdict is a sentence",
            trigger: `${MODAL} .o_collections_why_verdict:contains(the exit rule “Small” applies)`,
        },
        {
            content: "he takes part",
            trigger: `${MODAL} .o_collections_why_step[data-step=profile] .fa-check-circle`,
        },
        {
            content: "and stops at the exit rules, with what the rule asks for",
            trigger: `${MODAL} .o_collections_why_step.o_stop[data-step=exits]:contains(asked: less than)`,
        },
        {
            content: "on a later day",
            trigger: `${MODAL} .o_collections_why_date input`,
            run: "edit 08/15/2026 && press Enter",
        },
        {
            content: "he is older",
            trigger: `${MODAL} .o_collections_why_step[data-step=rules] tr:not(.o_fails):contains(Older than 30 days):contains(+50)`,
        },
        { trigger: `${MODAL} .btn-close`, run: "click" },
        {
            content: "open the most urgent customer",
            trigger: ".o_data_row td[name=partner_id]:contains(Customer 000)",
            run: "click",
        },
        {
            content: "the button stands on his form too",
            trigger: ".o_form_view button[name=action_why]",
            run: "click",
        },
        {
            content: "he is on the list",
            trigger: `${MODAL} .o_collections_why.o_listed .o_collections_why_verdict:contains(high priority)`,
        },
        {
            content: "with a specialist and the reason for him",
            trigger: `${MODAL} .o_collections_why_step[data-step=list]:contains(Test Collector):contains(Balanced share)`,
        },
    ],
});

tours.add("collections_simulation_tour", {
    url: "/odoo/collections-strategies",
    steps: () => [
        {
            content: "open the strategy of the team",
            trigger: ".o_data_row td[name=name]:contains(Simple)",
            run: "click",
        },
        {
            content: "make a draft",
            trigger: ".o_form_statusbar button[name=action_draft_copy]",
            run: "click",
        },
        { trigger: ".o_form_view .ribbon:contains(Draft)" },
        {
            content: "open the exit rule",
            trigger: ".o_field_widget[name=rule_ids] .o_data_row td[name=name]:contains(Small)",
            run: "click",
        },
        {
            content: "it is a rule with points from now on",
            trigger: `${MODAL} .o_field_widget[name=leave] input`,
            run: "click",
        },
        { trigger: `${MODAL} .o_field_widget[name=points] input`, run: "edit 40" },
        { trigger: `${MODAL} .o_form_button_save`, run: "click" },
        {
            content: "open the rule for age",
            trigger:
                "body:not(:has(.modal)) .o_data_row td[name=name]:contains(Older than 30 days)",
            run: "click",
        },
        { trigger: `${MODAL} .o_field_widget[name=points] input`, run: "edit 0" },
        { trigger: `${MODAL} .o_form_button_save`, run: "click" },
        {
            content: "simulate; what was changed is saved",
            trigger: "body:not(:has(.modal)) .o_form_statusbar button:contains(Simulate)",
            run: "click",
        },
        { trigger: `${MODAL} .o_field_widget[name=instead_of_id] input:value(Simple)` },
        { trigger: `${MODAL} button[name=action_simulate]`, run: "click" },
        {
            content: "the cards say what becomes of each priority",
            trigger:
                ".o_collections_simulation_card.o_band_high .o_collections_simulation_numbers:contains(2)",
        },
        {
            content: "one enters",
            trigger: ".o_collections_simulation_changes button[data-change=enters]:contains(1)",
        },
        {
            content: "the load of the specialists stands below",
            trigger: ".o_field_widget[name=load_ids]:contains(Test Collector)",
        },
        {
            content: "see who enters",
            trigger: ".o_collections_simulation_changes button[data-change=enters]",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:only-child:contains(Customer 005):contains(Enters)" },
        { trigger: ".o_breadcrumb .o_back_button", run: "click" },
        {
            content: "nobody leaves, so there is nothing to click",
            trigger: ".o_collections_simulation_changes button[data-change=leaves]:disabled",
        },
    ],
});
