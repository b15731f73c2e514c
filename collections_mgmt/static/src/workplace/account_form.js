import { registry } from "@web/core/registry";
import { SIZES } from "@web/core/ui/ui_service";
import { formView } from "@web/views/form/form_view";
import { FormRenderer } from "@web/views/form/form_renderer";
import { LiveAccountFormController } from "../live/live_views";

/** Pixels from which the figures, buttons and tabs of a customer leave room for the conversation beside them. */
export const ROOM_FOR_CHATTER = 1900;

export function hasRoomForChatter() {
    return window.innerWidth >= ROOM_FOR_CHATTER;
}

/** The form of a customer: the conversation stands below, beside it on very wide screens only. */
export class AccountFormRenderer extends FormRenderer {
    setup() {
        super.setup();
        const ui = this.uiService;
        this.uiService = Object.create(ui, {
            size: { get: () => (hasRoomForChatter() ? ui.size : Math.min(ui.size, SIZES.XL)) },
        });
    }
}

export class AccountFormController extends LiveAccountFormController {
    get className() {
        const names = super.className;
        if (!hasRoomForChatter()) {
            delete names["o_xxl_form_view h-100"];
        }
        return names;
    }

    /** On the way through the list the pager holds first whom the user passed by: they do not come next. */
    async beforeExecuteActionButton(clickParams) {
        if (this.props.context.collections_walks) {
            const { resId, resIds } = this.model.root;
            clickParams.buttonContext = {
                ...clickParams.buttonContext,
                collections_passed_ids: resIds.slice(0, resIds.indexOf(resId)),
            };
        }
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("collections_account_form", {
    ...formView,
    Controller: AccountFormController,
    Renderer: AccountFormRenderer,
});
