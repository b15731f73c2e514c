import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** What accounting does meanwhile, in the test's own words (tests/test_live_tour.py). */
const meanwhile = (method) =>
    rpc(`/web/dataset/call_kw/collections.worklist.item/${method}`, {
        model: "collections.worklist.item",
        method,
        args: [],
        kwargs: {},
    });

/** Booking, job, bus and reload: about a second, but not on a busy machine. */
const A_WHILE = 40000;

registry.category("web_tour.tours").add("collections_live_tour", {
    url: "/odoo/collections",
    steps: () => [
        {
            content: "five customers; the second one is selected",
            trigger: ".o_list_view .o_data_row:eq(4)",
        },
        {
            trigger: ".o_data_row:contains(Customer 001) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "the first one pays",
            trigger: ".o_data_row:contains(Customer 001) .o_list_record_selector input:checked",
            run: () => meanwhile("customer_pays"),
        },
        {
            content: "his row goes by itself, the selection stays",
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains(Customer 000))) .o_data_row:contains(Customer 001) .o_list_record_selector input:checked",
            timeout: A_WHILE,
        },
        {
            content: "the second one pays a part: his row changes",
            trigger: ".o_list_view .o_data_row:contains(Customer 001):contains(2,000)",
            run: () => meanwhile("customer_pays_a_part"),
        },
        {
            content: "his amount is another one",
            trigger: ".o_list_view .o_data_row:contains(Customer 001):contains(1,400)",
            timeout: A_WHILE,
        },
        {
            trigger: ".o_data_row:contains(Customer 001) .o_list_record_selector input:checked",
            run: "click",
        },
        {
            content: "the account on screen follows too",
            trigger: ".o_list_view:not(:has(.o_data_row_selected))",
        },
        {
            trigger: ".o_data_row:contains(Customer 001) td[name=account_id]",
            run: "click",
        },
        { trigger: ".o_collections_figures [name=my_position]:contains(No. 1 of 4)" },
        {
            content: "his amount before",
            trigger: ".o_form_view [name=to_collect]:contains(1,400)",
            run: () => meanwhile("customer_pays_a_part"),
        },
        {
            content: "and after",
            trigger: ".o_form_view [name=to_collect]:contains(800)",
            timeout: A_WHILE,
        },
    ],
});
