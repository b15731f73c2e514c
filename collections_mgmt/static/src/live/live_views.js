import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FetchRecordError } from "@web/model/relational_model/errors";
import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { isAbout, isPartial, restoreSelection, selectedIds, useLiveReload } from "./live_reload";

/** Work lists that follow the server: rows change and go without a click, the selection stays. */
function liveList(Controller) {
    return class extends Controller {
        setup() {
            super.setup();
            useLiveReload(
                (change) => this.isConcerned(change),
                () => this.reloadLive(),
            );
        }

        isConcerned(change) {
            const root = this.model.root;
            if (root.editedRecord) {
                return false;
            }
            const accountIds = root.records.map((record) => record.data.account_id?.id);
            return change.mine || isPartial(root) || isAbout(change, accountIds);
        }

        async reloadLive() {
            const before = this.model.root;
            await this.model.load();
            const selected = selectedIds(before); // with what was ticked meanwhile
            if (selected.size) {
                await restoreSelection(this.model.root, selected);
            }
        }
    };
}

export class LiveListController extends liveList(ListController) {}
export class LiveKanbanController extends liveList(KanbanController) {}

/** An account that follows the server. What the user is typing is never lost: then a note says that there is news. */
export class LiveAccountFormController extends FormController {
    setup() {
        super.setup();
        this.liveNotification = useService("notification");
        this.closeLiveNote = null;
        this.hasLiveNews = false;
        useLiveReload(
            (change) => isAbout(change, [this.model.root.resId]),
            () => this.reloadLive(),
        );
    }

    async reloadLive() {
        const record = this.model.root;
        if (await record.isDirty()) {
            this.hasLiveNews = true;
            this.noteLive(
                _t(
                    "The figures of this customer have changed. You see them when you save or discard.",
                ),
            );
            return;
        }
        try {
            await record.load();
            this.hasLiveNews = false;
        } catch (error) {
            if (!(error instanceof RPCError || error instanceof FetchRecordError)) {
                throw error;
            }
            // who only stood in loses sight of a customer that left the list
            this.noteLive(_t("This customer is not on your list any more."));
        }
    }

    async discard() {
        await super.discard(...arguments);
        if (this.hasLiveNews && this.model.root.resId) {
            await this.reloadLive();
        }
    }

    noteLive(message) {
        this.closeLiveNote?.();
        this.closeLiveNote = this.liveNotification.add(message, {
            type: "info",
            onClose: () => (this.closeLiveNote = null),
        });
    }
}

registry.category("views").add("collections_live_list", {
    ...listView,
    Controller: LiveListController,
});
registry.category("views").add("collections_live_kanban", {
    ...kanbanView,
    Controller: LiveKanbanController,
});
