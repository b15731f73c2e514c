import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";
const isClosed = { content: "the dialog is gone", trigger: "body:not(:has(.modal))" };

tours.add("collections_process_tour", {
    steps: () => [
        {
            content: "my tasks: open the customer of the first one",
            trigger: ".o_data_row:contains(Acme):contains(Call) td[name=partner_id]",
            run: "click",
        },
        {
            content: "the customer says where he is in the process",
            trigger: "[name=process]:contains(Step 1 of 4: Call)",
        },
        {
            content: "done",
            trigger: "[name=process] button[name=action_process_ask_done]",
            run: "click",
        },
        {
            content: "what came of it",
            trigger: `${MODAL} .o_field_widget[name=note]:visible input`,
            run: "edit Nobody there",
        },
        { trigger: `${MODAL} button[name=action_close]:contains(Done)`, run: "click" },
        isClosed,
        {
            content: "the next step waits for its day",
            trigger: "[name=process]:contains(Step 2 of 4, Letter)",
        },
        { content: "the tasks", trigger: "a[name=tasks].nav-link", run: "click" },
        {
            content: "the steps stand there",
            trigger: "[name=process_step_id] button.o_arrow_button_current:contains(Letter)",
        },
        { content: "add a task", trigger: "button[name=action_process_add]", run: "click" },
        {
            trigger: `${MODAL} .o_field_widget[name=name] input`,
            run: "edit Call Mrs Winter",
        },
        { trigger: `${MODAL} button[name=action_add]`, run: "click" },
        isClosed,
        {
            content: "it stands with the others",
            trigger: "[name=process_task_ids] .o_data_row:contains(Call Mrs Winter)",
        },
        {
            content: "skip it",
            trigger:
                "[name=process_task_ids] .o_data_row:contains(Call Mrs Winter) button[name=action_ask_skip]",
            run: "click",
        },
        {
            trigger: `${MODAL} .o_field_widget[name=note]:visible input`,
            run: "edit She is on leave",
        },
        { trigger: `${MODAL} button[name=action_close]:contains(Skip)`, run: "click" },
        isClosed,
        {
            trigger:
                "[name=process_task_ids] .o_data_row:contains(She is on leave):contains(Skipped)",
        },
    ],
});

tours.add("collections_sales_tour", {
    steps: () => [
        {
            content: "a salesperson sees his customer, and none of others",
            trigger:
                ".o_list_view:not(:contains(Bolt)) .o_data_row:contains(Acme) td[name=partner_id]",
            run: "click",
        },
        {
            content: "what he owes, and what is asked",
            trigger: ".o_form_view:contains(5,000.00):contains(Ask him what is wrong)",
        },
        { trigger: "button[name=action_ask_done]", run: "click" },
        {
            trigger: `${MODAL} .o_field_widget[name=note]:visible input`,
            run: "edit They wait for the manual",
        },
        { trigger: `${MODAL} button[name=action_close]:contains(Done)`, run: "click" },
        isClosed,
        {
            content: "nothing is left for him to do",
            trigger: ".o_form_view:not(:contains(Ask him what is wrong))",
        },
    ],
});

tours.add("collections_process_steps_tour", {
    steps: () => [
        { trigger: ".o_data_row td[name=name]:contains(Simple)", run: "click" },
        { content: "the process", trigger: "a[name=process].nav-link", run: "click" },
        {
            content: "another step",
            trigger: "[name=step_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: `${MODAL} .o_field_widget[name=name] input`,
            run: "edit Visit them",
        },
        { trigger: `${MODAL} .o_field_widget[name=kind] input`, run: "click" },
        { trigger: ".o_select_menu_item:contains(Visit)", run: "click" },
        { trigger: `${MODAL} .o_form_button_save`, run: "click" },
        isClosed,
        { trigger: "[name=step_ids] .o_data_row:contains(Visit them)" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
