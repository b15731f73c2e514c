import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MODAL = ".modal:not(.o_inactive_modal)";

/** A customer is on screen: his priority with its sentence, the rules with their points, his place on the list. */
function understandsPriority(name, { sentence, rules, position }) {
    return [
        { content: `${name} is on screen`, trigger: `.o_form_view h1:contains(${name})` },
        { content: "why he is on the list", trigger: "a[name=why].nav-link", run: "click" },
        {
            content: "the verdict is a sentence",
            trigger: `.o_collections_score_verdict:contains(${sentence})`,
        },
        ...rules.map(([rule, points]) => ({
            content: `"${rule}" brought ${points} points`,
            trigger: `.o_collections_score_rules tr.o_satisfied:contains(${rule}) .o_collections_rule_points:contains(${points})`,
        })),
        {
            content: "his place on the list",
            trigger: `.o_collections_figures [name=my_position]:contains(${position})`,
        },
    ];
}

const takesInWork = [
    {
        content: "take the customer in work",
        trigger: ".o_form_statusbar button[name=action_item_start]",
        run: "click",
    },
    {
        content: "the customer is in work",
        trigger: ".o_form_statusbar .o_arrow_button_current:contains(In Progress)",
    },
];

const goesOn = {
    content: "done with this customer, on to the next",
    trigger: ".o_form_statusbar button[name=action_item_complete_and_next]",
    run: "click",
};

tours.add("collections_collector_tour", {
    url: "/odoo/collections",
    steps: () => [
        {
            content: "the list shows five customers, the most urgent first",
            trigger: ".o_list_view .o_data_row:first:contains(Customer 000):contains(High)",
        },
        { trigger: ".o_list_view .o_data_row:eq(4):contains(Customer 004)" },
        {
            content: "the reasons stand in the row",
            trigger:
                ".o_data_row:first .o_collections_reason:contains(Older than 30 days):contains(+50)",
        },
        {
            content: "open the most urgent customer",
            trigger: ".o_data_row:first td[name=account_id]",
            run: "click",
        },
        ...understandsPriority("Customer 000", {
            sentence: "On the list with high priority.",
            rules: [
                ["Older than 30 days", "+50"],
                ["Overdue over 1,000", "+30"],
                ["Overdue", "+20"],
            ],
            position: "No. 1 of 5",
        }),
        {
            content: "the pager knows the list",
            trigger: ".o_cp_pager .o_pager_counter:contains(1 / 5)",
        },
        ...takesInWork,
        goesOn,
        { content: "and what is left of it", trigger: ".o_pager_counter:contains(1 / 4)" },
        ...understandsPriority("Customer 001", {
            sentence: "On the list with high priority.",
            rules: [["Older than 30 days", "+50"]],
            position: "No. 1 of 4",
        }),
        ...takesInWork,
        goesOn,
        ...understandsPriority("Customer 002", {
            sentence: "On the list with medium priority.",
            rules: [
                ["Overdue over 1,000", "+30"],
                ["Overdue", "+20"],
            ],
            position: "No. 1 of 3",
        }),
        {
            content: "the rules he does not meet are folded away, and can be seen",
            trigger: ".o_collections_score_toggle:contains(Rules not met (2))",
            run: "click",
        },
        { trigger: ".o_collections_score_rules tr:not(.o_satisfied):contains(Older than 30 days)" },
        ...takesInWork,
        goesOn,
        {
            content: "the fourth customer follows",
            trigger: ".o_form_view h1:contains(Customer 003)",
        },
        {
            content: "one step back is the list, not the customers seen before",
            trigger: ".o_breadcrumb .o_back_button:contains(My Work List)",
            run: "click",
        },
        {
            content: "three fewer to do",
            trigger: ".o_list_view .o_data_row:first:contains(Customer 003)",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:eq(2)))",
        },
        { trigger: ".o_list_view .o_data_row:eq(1):contains(Customer 004)" },
    ],
});

tours.add("collections_manager_tour", {
    url: "/odoo/collections-strategies",
    steps: () => [
        {
            content: "open a strategy",
            trigger: ".o_list_view .o_data_row td[name=name]:contains(Simple)",
            run: "click",
        },
        {
            content: "add a rule",
            trigger:
                ".o_field_widget[name=rule_ids] .o_field_x2many_list_row_add button, .o_field_widget[name=rule_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "start from a ready condition",
            trigger: `${MODAL} .o_field_widget[name=condition_id] input`,
            run: "edit Overdue at least 1,000",
        },
        { trigger: ".ui-menu-item a:contains(Overdue at least 1,000)", run: "click" },
        {
            content: "it fills in name and points",
            trigger: `${MODAL} .o_field_widget[name=name] input:value(Overdue at least 1,000)`,
        },
        {
            trigger: `${MODAL} .o_field_widget[name=points] input:value(10)`,
        },
        {
            content: "and says how many customers it is about: three of five",
            trigger: `${MODAL} .o_field_widget[name=account_count]:contains(3)`,
        },
        { trigger: `${MODAL} .o_field_widget[name=points] input`, run: "edit 25" },
        { trigger: `${MODAL} .o_form_button_save`, run: "click" },
        {
            content: "the rule stands in the strategy with its count",
            trigger:
                ".o_field_widget[name=rule_ids] .o_data_row:contains(Overdue at least 1,000):has([name=account_count]:contains(3))",
        },
        {
            content: "all rules together give 25 points more",
            trigger: ".o_field_widget[name=reachable]:contains(125)",
        },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

tours.add("collections_supervisor_tour", {
    url: "/odoo/collections-runs",
    steps: () => [
        { content: "the list in use", trigger: ".o_list_view .o_data_row:contains(Current List)" },
        {
            content: "generate a new one",
            trigger:
                ".o_control_panel button:contains(Generate), .o_list_buttons button:contains(Generate)",
            run: "click",
        },
        {
            content: "for today",
            trigger: `${MODAL} .o_field_widget[name=key_date]`,
        },
        { trigger: `${MODAL} button[name=action_generate]`, run: "click" },
        {
            content: "the new list is in use",
            trigger:
                ".o_form_view .o_statusbar_status .o_arrow_button_current:contains(Current List)",
        },
        {
            content: "and says who got how much",
            trigger: ".o_field_widget[name=load_ids]:contains(Test Collector)",
        },
        {
            content: "the list before gave way",
            trigger: ".o_breadcrumb .o_back_button:contains(Runs)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:first:contains(Current List)" },
        { trigger: ".o_list_view .o_data_row:eq(1):contains(Superseded)" },
    ],
});
