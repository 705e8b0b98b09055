// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { _t } from "@web/core/l10n/translation";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Say that a file is too large before it is sent: the server cuts off what is far too
 * large without a word of its own.
 */
export class PortalBidUpload extends Interaction {
    static selector = "form.o_wohnkoord_bid_upload";
    dynamicContent = {
        "input[type=file]": { "t-on-change": this.onChange },
    };

    onChange(ev) {
        const input = ev.currentTarget;
        const file = input.files[0];
        const most = Number(this.el.dataset.maxBytes);
        const isTooLarge = file && most && file.size > most;
        input.setCustomValidity(isTooLarge ? _t("The file is too large.") : "");
        if (isTooLarge) {
            input.reportValidity();
        }
    }
}

registry
    .category("public.interactions")
    .add("wohnkoord_odoo.portal_bid_upload", PortalBidUpload);
