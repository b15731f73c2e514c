import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { addLoadingEffect } from "@web/core/utils/ui";
import { redirect } from "@web/core/utils/urls";
import { SignatureForm } from "@portal/signature_form/signature_form";

/** Odoo's form to sign; what is missing is said, and the button may be pressed again after whatever was refused. */
export class PlanSignature extends SignatureForm {
    async onClickSubmit(ev) {
        const { name, getSignatureImage } = this.signature;
        this.state.error = name?.trim() ? false : _t("Please enter your name.");
        if (this.state.error) {
            return;
        }
        const restore = addLoadingEffect(ev.currentTarget);
        try {
            const signature = getSignatureImage().split(",")[1];
            const answer = await rpc(this.props.callUrl, { name, signature });
            this.state.error = answer.error || false;
            if (answer.redirect_url) {
                redirect(answer.redirect_url);
            }
        } finally {
            restore();
        }
    }
}

registry.category("public_components").add("collections_mgmt.plan_signature", PlanSignature);
