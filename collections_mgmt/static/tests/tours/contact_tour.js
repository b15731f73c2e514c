import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";
const isClosed = { content: "the dialog is gone", trigger: "body:not(:has(.modal))" };

tours.add("collections_call_tour", {
    steps: () => [
        {
            content: "open the most urgent customer",
            trigger: ".o_data_row:first td[name=account_id]:contains(Acme)",
            run: "click",
        },
        {
            content: "the people to call with a link to dial",
            trigger:
                ".o_collections_person:contains(Mrs Lang) a.o_collections_call[href='tel:+4930901820']",
        },
        {
            content: "log the call",
            trigger: ".o_form_statusbar button[name=action_log_contact]",
            run: "click",
        },
        {
            content: "the number of whom one would call is there",
            trigger: `${MODAL} .o_field_widget[name=number] input:value(+49 30 901820)`,
        },
        {
            content: "what was said",
            trigger: `${MODAL} .o_field_widget[name=note] textarea`,
            run: "edit Ask again",
        },
        {
            content: "how it went",
            trigger: `${MODAL} .o_selection_badge:contains(Wants a callback)`,
            run: "click",
        },
        {
            content: "when to call back",
            trigger: `${MODAL} .o_field_widget[name=again_time] input`,
            run: "edit 14:30",
        },
        {
            content: "save and go on",
            trigger: `${MODAL} button[name=action_log_and_next]`,
            run: "click",
        },
        { content: "the next customer", trigger: ".o_form_view h1:contains(Bolt)" },
        isClosed,
        { content: "a note", trigger: ".o_field_collections_sticky_note button", run: "click" },
        {
            trigger: ".o_field_collections_sticky_note textarea",
            run: "edit Speaks French only && press Enter",
        },
        {
            content: "sticks on",
            trigger: ".o_collections_sticky_note.btn:contains(Speaks French only)",
        },
    ],
});

tours.add("collections_call_promise_tour", {
    steps: () => [
        {
            content: "open the most urgent customer",
            trigger: ".o_data_row:first td[name=account_id]:contains(Acme)",
            run: "click",
        },
        {
            content: "log the call",
            trigger: ".o_form_statusbar button[name=action_log_contact]",
            run: "click",
        },
        {
            content: "what was said",
            trigger: `${MODAL} .o_field_widget[name=note] textarea`,
            run: "edit After his holidays",
        },
        {
            content: "how it went",
            trigger: `${MODAL} .o_selection_badge:contains(Promises to pay)`,
            run: "click",
        },
        {
            content: "all that is overdue is proposed",
            trigger: `${MODAL} .o_field_widget[name=promise_total]:contains(5,000.00)`,
        },
        {
            content: "he promises more than he owes",
            trigger: `${MODAL} .o_field_widget[name=promise_amount] input`,
            run: "edit 6000 && press Tab",
        },
        {
            trigger: `${MODAL} .o_field_widget[name=promise_warning]:contains(1,000.00)`,
        },
        {
            trigger: `${MODAL} button[name=action_log_and_next]`,
            run: "click",
        },
        {
            content: "that is refused",
            trigger: ".modal:contains(is left over) .modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "nothing is lost: he promises a part",
            trigger: `${MODAL}:has(.o_field_widget[name=note] textarea:value(After his holidays)) .o_field_widget[name=promise_amount] input`,
            run: "edit 4000 && press Tab",
        },
        {
            trigger: `${MODAL} .o_field_widget[name=promise_text]:contains(of $)`,
        },
        {
            content: "save and go on",
            trigger: `${MODAL} button[name=action_log_and_next]`,
            run: "click",
        },
        { content: "the next customer", trigger: ".o_form_view h1:contains(Bolt)" },
        isClosed,
    ],
});

tours.add("collections_call_dispute_tour", {
    steps: () => [
        {
            content: "open the most urgent customer",
            trigger: ".o_data_row:first td[name=account_id]:contains(Acme)",
            run: "click",
        },
        {
            content: "log the call",
            trigger: ".o_form_statusbar button[name=action_log_contact]",
            run: "click",
        },
        {
            content: "what was said",
            trigger: `${MODAL} .o_field_widget[name=note] textarea`,
            run: "edit Two arrived wet",
        },
        {
            content: "how it went",
            trigger: `${MODAL} .o_selection_badge:contains(Disputes)`,
            run: "click",
        },
        {
            content: "why",
            trigger: `${MODAL} .o_field_widget[name=dispute_reason_id] input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(Pallets wet)", run: "click" },
        {
            content: "it is chosen",
            trigger: `${MODAL} .o_field_widget[name=dispute_reason_id] input:value(Pallets wet)`,
        },
        {
            content: "which item",
            trigger: `${MODAL} .o_field_widget[name=line_ids] input`,
            run: "edit INV",
        },
        { trigger: ".o-autocomplete--dropdown-item:first a", run: "click" },
        {
            content: "all of it is proposed",
            trigger: `${MODAL} .o_field_widget[name=dispute_amount] input:value(700.00)`,
        },
        {
            content: "of which he disputes a part",
            trigger: `${MODAL} .o_field_widget[name=dispute_amount] input`,
            run: "edit 300 && press Tab",
        },
        {
            content: "save and go on",
            trigger: `${MODAL} button[name=action_log_and_next]`,
            run: "click",
        },
        { content: "the next customer", trigger: ".o_form_view h1:contains(Bolt)" },
        isClosed,
    ],
});

tours.add("collections_items_tour", {
    steps: () => [
        { content: "open items", trigger: "a[name=items].nav-link", run: "click" },
        {
            content: "nothing is selected: all of them",
            trigger: ".o_collections_item_summary:contains(All that is owed)",
        },
        {
            content: "select the one of 700",
            trigger: "[name=item_ids] .o_data_row:contains(700.00) .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_collections_item_summary:contains(1 of 2 items):contains(700.00)" },
        {
            content: "resubmit it",
            trigger: ".o_collections_item_actions button[name=action_resubmit]",
            run: "click",
        },
        { content: "it says what", trigger: `${MODAL}:contains(1 open item of Acme)` },
        { trigger: `${MODAL} button[name=action_resubmit]`, run: "click" },
        isClosed,
        {
            content: "it stays selected: nothing of its amounts changed",
            trigger: ".o_collections_item_summary:contains(1 of 2 items)",
        },
        { content: "it stands there", trigger: "a[name=resubmissions].nav-link", run: "click" },
        { trigger: "[name=resubmission_ids] .o_data_row:contains(Open)" },
    ],
});

tours.add("collections_dial_tour", {
    steps: () => [
        {
            content:
                "a click on the number dials, and opens the dialog in which the call is logged",
            trigger:
                ".o_collections_person:contains(Mrs Lang) a.o_collections_call[href='tel:+4930901820']",
            async run({ click }) {
                let isDialled = false;
                const follow = (event) => {
                    isDialled = !event.defaultPrevented;
                    event.preventDefault(); // this browser has no telephone
                };
                window.addEventListener("click", follow);
                await click();
                window.removeEventListener("click", follow);
                if (!isDialled) {
                    throw new Error("The browser does not follow the link: nobody is called.");
                }
            },
        },
        {
            content: "with the person and the number",
            trigger: `${MODAL} .o_field_widget[name=partner_id] input:value(Mrs Lang)`,
        },
        { trigger: `${MODAL} .o_field_widget[name=number] input:value(+49 30 901820)` },
        {
            content: "nobody answers",
            trigger: `${MODAL} .o_selection_badge:contains(No answer)`,
            run: "click",
        },
        { trigger: `${MODAL} button[name=action_log]`, run: "click" },
        isClosed,
        { content: "it stands there", trigger: "a[name=contact_log].nav-link", run: "click" },
        { trigger: "[name=contact_log_ids] .o_data_row:contains(No answer)" },
    ],
});

tours.add("collections_write_tour", {
    steps: () => [
        { content: "open items", trigger: "a[name=items].nav-link", run: "click" },
        {
            content: "select the one of 700",
            trigger: "[name=item_ids] .o_data_row:contains(700.00) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "links by which it is paid",
            trigger: ".o_collections_item_actions button[name=action_payment_link]",
            run: "click",
        },
        { trigger: `${MODAL} .o_data_row:contains(700.00) .o_clipboard_button` },
        {
            content: "send them",
            trigger: `${MODAL} button[name=action_send]`,
            run: "click",
        },
        { trigger: `${MODAL} .note-editable a:contains(Pay online)` },
        {
            content: "with nothing attached",
            trigger: `${MODAL} .o_field_widget[name=collections_attach] input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(Nothing)", run: "click" },
        { trigger: `${MODAL} button.o_mail_send`, run: "click" },
        isClosed,
        { content: "it is a contact", trigger: "a[name=contact_log].nav-link", run: "click" },
        { trigger: "[name=contact_log_ids] .o_data_row:contains(Sent):contains(E-mail)" },
    ],
});
