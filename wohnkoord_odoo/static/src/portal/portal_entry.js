// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Usual durations as buttons: one tap instead of typing. */
export class PortalEntry extends Interaction {
    static selector = ".o_wohnkoord_entry";
    dynamicContent = {
        ".o_wohnkoord_picks": { "t-att-class": () => ({ "d-none": false }) },
        ".o_wohnkoord_picks button": { "t-on-click": this.onPick },
    };

    onPick(ev) {
        this.el.querySelector("[name='duration']").value = ev.currentTarget.dataset.duration;
        const description = this.el.querySelector("[name='description']");
        if (!description.value) {
            description.focus();
        }
    }
}

registry.category("public.interactions").add("wohnkoord_odoo.portal_entry", PortalEntry);
