import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";
import { Component } from "@odoo/owl";

const SPECIALIST = "collections_mgmt.collections_mgmt_group_specialist";

/** In the cog of a work list: who goes away enters it where he works. */
export class MyAbsences extends Component {
    static template = "collections_mgmt.MyAbsences";
    static components = { DropdownItem };
    static props = {};

    setup() {
        this.action = useService("action");
        this.label = _t("My Absences");
    }

    open() {
        return this.action.doAction("collections_mgmt.collections_substitution_action_my");
    }
}

registry.category("cogMenu").add("collections_my_absences", {
    Component: MyAbsences,
    groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
    isDisplayed: ({ config, searchModel }) =>
        searchModel.resModel === "collections.worklist.item" &&
        config.viewType !== "form" &&
        user.hasGroup(SPECIALIST),
});
