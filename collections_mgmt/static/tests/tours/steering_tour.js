import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";

const saves = { content: "save", trigger: `${MODAL} .o_form_button_save`, run: "click" };
const isClosed = { content: "the dialog is gone", trigger: "body:not(:has(.modal))" };

tours.add("collections_hold_tour", {
    steps: () => [
        {
            content: "put the customer on hold",
            trigger: ".o_form_statusbar button[name=action_hold]",
            run: "click",
        },
        {
            content: "the dialog names him and the limit",
            trigger: `${MODAL}:contains(Acme):contains(up to 14 days)`,
        },
        {
            content: "choose the reason",
            trigger: `${MODAL} .o_field_widget[name=reason_id] input`,
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Credit note to come)",
            run: "click",
        },
        {
            content: "hold",
            trigger: `${MODAL} button[name=action_hold]`,
            run: "click",
        },
        isClosed,
        {
            content: "the status line says so",
            trigger: "[name=steering] .o_field_widget:contains(On hold until)",
        },
        { trigger: "a[name=why].nav-link", run: "click" },
        {
            content: "and so does the reason why he is on no list",
            trigger: ".o_collections_score_verdict:contains(On no list. On hold until)",
        },
        {
            content: "chase him again",
            trigger: ".o_form_statusbar button[name=action_end_hold]",
            run: "click",
        },
        { trigger: ".o_form_statusbar button[name=action_hold]" },
        {
            content: "back on the list",
            trigger: ".o_collections_score_verdict:contains(On the list with)",
        },
    ],
});

tours.add("collections_hold_next_tour", {
    url: "/odoo/collections",
    steps: () => [
        {
            content: "open the first customer of the list",
            trigger: ".o_data_row:first:contains(Acme) td[name=account_id]",
            run: "click",
        },
        { trigger: ".o_form_view h1:contains(Acme)" },
        { trigger: ".o_form_statusbar button[name=action_hold]", run: "click" },
        { trigger: `${MODAL} .o_field_widget[name=reason_id] input`, run: "click" },
        { trigger: ".o_select_menu_item:contains(Credit note to come)", run: "click" },
        {
            content: "hold, and on to the next",
            trigger: `${MODAL} button[name=action_hold_and_next]`,
            run: "click",
        },
        { content: "the next one is on screen", trigger: ".o_form_view h1:contains(Bolt)" },
        isClosed,
        { content: "on what is left", trigger: ".o_pager_counter:contains(1 / 2)" },
        {
            content: "one step back is the list",
            trigger: ".o_breadcrumb .o_back_button:contains(My Work List)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:first:contains(Bolt)" },
    ],
});

tours.add("collections_park_tour", {
    steps: () => [
        { content: "what was decided", trigger: "a[name=steering].nav-link", run: "click" },
        { trigger: "button[name=action_override]", run: "click" },
        {
            content: "park",
            trigger: `${MODAL} .o_field_widget[name=kind] label:contains(Park)`,
            run: "click",
        },
        { trigger: `${MODAL}:contains(on no list)` },
        {
            content: "why",
            trigger: `${MODAL} .o_field_widget[name=reason] input`,
            run: "edit Merger announced",
        },
        saves,
        isClosed,
        {
            content: "it stands in the history",
            trigger:
                "[name=override_ids] .o_data_row:contains(Merger announced):contains(In Force)",
        },
        {
            content: "the status line says so",
            trigger: "[name=steering] .o_field_widget:contains(Parked until)",
        },
    ],
});
