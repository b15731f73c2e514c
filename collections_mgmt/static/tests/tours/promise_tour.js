import { registry } from "@web/core/registry";

const MODAL = ".modal:not(.o_inactive_modal)";

registry.category("web_tour.tours").add("collections_promise_tour", {
    steps: () => [
        {
            content: "the customer promises to pay",
            trigger: ".o_form_statusbar button[name=action_promise]",
            run: "click",
        },
        {
            content: "what is overdue and free is proposed",
            trigger: `${MODAL} .o_data_row:nth-child(2)`,
        },
        {
            content: "less of the first item",
            trigger: `${MODAL} .o_data_row:first-child td[name=amount]`,
            run: "click",
        },
        {
            trigger: `${MODAL} .o_data_row:first-child td[name=amount] input`,
            run: "edit 450 && press Tab",
        },
        {
            content: "the total follows",
            trigger: `${MODAL} .o_field_widget[name=total]:contains(for 07/01/2026)`,
        },
        {
            content: "record it",
            trigger: `${MODAL} button[name=action_promise]`,
            run: "click",
        },
        { content: "the dialog is gone", trigger: "body:not(:has(.modal))" },
        {
            content: "the header says what is promised",
            trigger: ".o_collections_figures .o_field_widget[name=promised]",
        },
        { trigger: "a[name=promises].nav-link", run: "click" },
        {
            content: "the promise is there, open",
            trigger:
                ".o_field_widget[name=promise_ids] .o_data_row:contains(2,050.00):contains(Open)",
        },
        {
            content: "it is withdrawn again",
            trigger: ".o_field_widget[name=promise_ids] button[name=action_withdraw]",
            run: "click",
        },
        {
            content: "the reason",
            trigger: `${MODAL} .o_field_widget[name=because] input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(Recorded by mistake)", run: "click" },
        { trigger: `${MODAL} button[name=action_withdraw]`, run: "click" },
        { content: "the dialog is gone", trigger: "body:not(:has(.modal))" },
        {
            content: "and stays as history",
            trigger: ".o_field_widget[name=promise_ids] .o_data_row:contains(Closed)",
        },
    ],
});
