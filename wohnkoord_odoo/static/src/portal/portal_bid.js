// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { _t } from "@web/core/l10n/translation";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

const MEGABYTE = 1024 * 1024;

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
        const message = this.complaint(input.files[0]);
        // the browser sends nothing as long as there is one
        input.setCustomValidity(message);
        input.classList.toggle("is-invalid", Boolean(message));
        input.setAttribute("aria-invalid", Boolean(message));
        this.el.querySelector(".o_wohnkoord_too_large").textContent = message;
    }

    complaint(file) {
        const most = Number(this.el.dataset.maxBytes);
        if (!file || !most || file.size <= most) {
            return "";
        }
        return _t("%(name)s is too large: %(size)s MB, at most %(most)s MB. Please choose another file.", {
            name: file.name,
            // rounded up, so that it never reads like the limit itself
            size: Math.ceil((file.size / MEGABYTE) * 10) / 10,
            most: most / MEGABYTE,
        }).toString();
    }
}

registry
    .category("public.interactions")
    .add("wohnkoord_odoo.portal_bid_upload", PortalBidUpload);
