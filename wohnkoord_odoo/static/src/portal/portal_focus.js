// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Lead to the first wrong field, or read out what was done: a new page is silent. */
export class PortalFocus extends Interaction {
    static selector = ".o_wohnkoord_done, .o_wohnkoord_once";

    start() {
        const target = this.el.matches(".o_wohnkoord_done")
            ? this.el
            : this.el.querySelector("[aria-invalid='true']");
        target?.focus();
    }
}

registry.category("public.interactions").add("wohnkoord_odoo.portal_focus", PortalFocus);
