import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";

const isClosed = { content: "the dialog is gone", trigger: "body:not(:has(.modal))" };

tours.add("collections_dispute_tour", {
    steps: () => [
        { content: "what is open", trigger: "a[name=items].nav-link", run: "click" },
        {
            content: "he objects to the invoice",
            trigger: "[name=item_ids] .o_data_row button[name=action_dispute]",
            run: "click",
        },
        {
            content: "choose the reason",
            trigger: `${MODAL} .o_field_widget[name=reason_id] input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(Pallets missing)", run: "click" },
        {
            content: "the dialog says what follows",
            trigger: `${MODAL}:contains(Logistics within 7 days):contains(at most 30 days)`,
        },
        {
            content: "he objects to a part of it",
            trigger: `${MODAL} .o_data_row td[name=amount]`,
            run: "click",
        },
        {
            trigger: `${MODAL} .o_data_row [name=amount] input`,
            run: "edit 1200",
        },
        { content: "record", trigger: `${MODAL} button[name=action_open]`, run: "click" },
        isClosed,
        { content: "it stands there", trigger: "a[name=disputes].nav-link", run: "click" },
        {
            content: "open it",
            trigger:
                "[name=dispute_ids] .o_data_row:contains(Pallets missing) button[name=action_open]",
            run: "click",
        },
        {
            content: "he is right",
            trigger: ".o_form_statusbar button[name=action_valid]",
            run: "click",
        },
        {
            content: "what follows",
            trigger: `${MODAL}:contains(until the credit note is booked)`,
        },
        { trigger: `${MODAL} button[name=action_decide]`, run: "click" },
        isClosed,
        {
            content: "credit it",
            trigger: ".o_form_statusbar button[name=action_credit_note]",
            run: "click",
        },
        {
            content: "Odoo's own credit note",
            trigger: ".o_form_statusbar button[name=action_post]:visible",
            run: "click",
        },
        {
            content: "booked",
            trigger: ".o_arrow_button_current:contains(Posted)",
        },
    ],
});

tours.add("collections_dispute_processor_tour", {
    steps: () => [
        {
            content: "what is to be decided",
            trigger: ".o_data_row:contains(Delta) td[name=reason_id]",
            run: "click",
        },
        {
            content: "the item is named",
            trigger: "[name=line_ids] .o_data_row:contains(INV)",
        },
        {
            content: "he is not right",
            trigger: ".o_form_statusbar button[name=action_invalid]",
            run: "click",
        },
        {
            trigger: `${MODAL} .o_field_widget[name=note] textarea`,
            run: "edit Signed for by the customer",
        },
        { trigger: `${MODAL} button[name=action_decide]`, run: "click" },
        isClosed,
        { content: "closed", trigger: ".o_arrow_button_current:contains(Closed)" },
        {
            content: "and told",
            trigger: ".o-mail-Message:contains(Signed for by the customer)",
        },
    ],
});

tours.add("collections_dispute_path_tour", {
    steps: () => [
        {
            content: "it cannot wait",
            trigger: ".o_form_statusbar button[name=action_escalate]",
            run: "click",
        },
        {
            content: "the head of the department is next",
            trigger: `${MODAL} [name=user_id] input:value(Hugo)`,
        },
        {
            content: "why",
            trigger: `${MODAL} .o_field_widget[name=note] textarea`,
            run: "edit They stop ordering",
        },
        { trigger: `${MODAL} button[name=action_escalate]`, run: "click" },
        isClosed,
        { content: "everybody sees it", trigger: ".oe_title .badge:contains(Escalated, level 1)" },
        { trigger: "[name=escalation_note]:contains(They stop ordering)" },
        {
            content: "it is about something else",
            trigger: ".o_form_statusbar button[name=action_change_reason]",
            run: "click",
        },
        {
            trigger: `${MODAL} .o_field_widget[name=reason_id] input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(Deduction)", run: "click" },
        {
            content: "the dialog says who decides then",
            trigger: `${MODAL}:contains(To be decided by Quality within 7 days)`,
        },
        { trigger: `${MODAL} button[name=action_change]`, run: "click" },
        isClosed,
        {
            content: "another department has it now, and time",
            trigger: "[name=department_id]:contains(Quality)",
        },
        { trigger: ".oe_title:not(:has(.badge:contains(Escalated)))" },
    ],
});
