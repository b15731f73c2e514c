import { registry } from "@web/core/registry";

const MODAL = ".modal:not(.o_inactive_modal)";

registry.category("web_tour.tours").add("collections_team_tour", {
    url: "/odoo/collections-load",
    steps: () => [
        {
            content: "the overview: the collector has all five customers, his colleague none",
            trigger:
                ".o_data_row:contains(Test Collector):not(:contains(Test Collector 2)) [name=open_count]:contains(5)",
        },
        {
            trigger: ".o_data_row:contains(Test Collector 2) [name=open_count]:contains(0)",
        },
        {
            content: "a click opens the customers behind the figures",
            trigger:
                ".o_data_row:contains(Test Collector):not(:contains(Test Collector 2)) [name=open_count]",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:eq(4):contains(Customer 004)" },
        { content: "and back", trigger: ".o_back_button", run: "click" },
        {
            content: "reassign all of the person",
            trigger:
                ".o_data_row:contains(Test Collector):not(:contains(Test Collector 2)) button[name=action_reassign]",
            run: "click",
        },
        {
            content: "he is filled in",
            trigger: ".o_form_view .o_field_widget[name=from_id] input:value(Test Collector)",
        },
        {
            content: "to his colleague",
            trigger: ".o_field_widget[name=specialist_id] input",
            run: "edit Test Collector 2",
        },
        { trigger: ".ui-menu-item a:contains(Test Collector 2)", run: "click" },
        {
            content: "look before",
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "five customers would change",
            trigger: ".o_field_widget[name=pending_count]:contains(5)",
        },
        {
            content: "from whom to whom",
            trigger:
                ".o_field_widget[name=sample_line_ids] .o_data_row:contains(Customer 000):contains(Test Collector):contains(Test Collector 2)",
        },
        { content: "go", trigger: "button[name=action_start]", run: "click" },
        {
            content: "done at once",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
        { trigger: ".o_field_widget[name=done_count]:contains(5)" },
        {
            content: "the overview shows it",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Test Collector 2) [name=open_count]:contains(5)",
        },
        {
            content: "take it back: the action is among the mass actions",
            trigger: ".o_menu_sections button:contains(Team)",
            run: "click",
        },
        { trigger: ".dropdown-item:contains(Mass Actions)", run: "click" },
        { trigger: ".o_data_row:contains(Reassign Customers) [name=kind]", run: "click" },
        { trigger: "button[name=action_undo]", run: "click" },
        { trigger: `${MODAL} .modal-footer .btn-primary`, run: "click" },
        {
            content: "as if nothing had been",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Taken Back)",
        },
        { trigger: ".o_field_widget[name=undone_count]:contains(5)" },
    ],
});
