import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";
const PLANS = ".o_field_widget[name=plan_ids]";

const isClosed = { content: "the dialog is gone", trigger: "body:not(:has(.modal))" };

tours.add("collections_plan_tour", {
    steps: () => [
        {
            content: "the customer wants to pay in instalments",
            trigger: ".o_form_statusbar button[name=action_plan]",
            run: "click",
        },
        {
            content: "three are proposed",
            trigger: `${MODAL} [name=installment_ids] .o_data_row:nth-child(3)`,
        },
        {
            content: "four are wanted",
            trigger: `${MODAL} .o_field_widget[name=count] input`,
            run: "edit 4 && press Tab",
        },
        {
            content: "and shown at once",
            trigger: `${MODAL} [name=installment_ids] .o_data_row:nth-child(4)`,
        },
        {
            content: "the first one is larger",
            trigger: `${MODAL} .o_field_widget[name=first_kind] input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(A share in percent)", run: "click" },
        {
            trigger: `${MODAL} .o_field_widget[name=first_percent] input`,
            run: "edit 40 && press Tab",
        },
        {
            content: "the largest of them is the first",
            trigger: `${MODAL} [name=installment_ids] .o_data_row:first-child:contains(2,640.00)`,
        },
        { trigger: `${MODAL} button[name=action_plan]`, run: "click" },
        isClosed,
        {
            content: "the header says what is in plans",
            trigger: ".o_collections_figures .o_field_widget[name=planned]:contains(6,600.00)",
        },
        { trigger: "a[name=plans].nav-link", run: "click" },
        { content: "the plan is there", trigger: `${PLANS} .o_data_row:contains(In Force)` },
    ],
});

tours.add("collections_plan_default_tour", {
    steps: () => [
        {
            content: "the header says so in red",
            trigger:
                ".o_collections_figures .o_field_widget[name=plan_defaulted]:contains(6,600.00)",
        },
        { trigger: "a[name=plans].nav-link", run: "click" },
        {
            content: "the plan is in default",
            trigger: `${PLANS} .o_data_row:contains(In Default) td[name=total]`,
            run: "click",
        },
        {
            content: "its form says why",
            trigger: `${MODAL} .alert-danger:contains(was not paid)`,
        },
        { trigger: `${MODAL} .btn-close`, run: "click" },
        isClosed,
        { trigger: `${PLANS} button[name=action_change]`, run: "click" },
        {
            content: "what is open is proposed anew",
            trigger: `${MODAL} [name=total_text]:contains(6,600.00)`,
        },
        {
            content: "in one payment",
            trigger: `${MODAL} .o_field_widget[name=count] input`,
            run: "edit 1 && press Tab",
        },
        {
            content: "one is shown",
            trigger: `${MODAL} [name=installment_ids] .o_list_table:not(:has(.o_data_row:nth-child(2)))`,
        },
        { trigger: `${MODAL} button[name=action_plan]`, run: "click" },
        isClosed,
        { content: "the old one is replaced", trigger: `${PLANS} .o_data_row:contains(Replaced)` },
        { content: "by the new one", trigger: `${PLANS} .o_data_row:contains(In Force)` },
    ],
});
