// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * Send a form once, however often it is tapped.
 *
 * The server takes each form once anyway; this only spares the second request. Buttons
 * are not disabled: a disabled one would not send its own name and value.
 */
export class PortalOnce extends Interaction {
    static selector = "form.o_wohnkoord_once";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
        // a page that comes back out of the browser's memory may be sent again
        _window: { "t-on-pageshow": () => (this.sent = false) },
    };

    setup() {
        this.sent = false;
    }

    onSubmit(ev) {
        if (this.sent) {
            ev.preventDefault();
        }
        this.sent = true;
    }
}

registry.category("public.interactions").add("wohnkoord_odoo.portal_once", PortalOnce);
