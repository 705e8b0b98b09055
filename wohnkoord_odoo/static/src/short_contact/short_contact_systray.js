// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** The icon in the bar that opens the dialog for a short contact. */
export class ShortContactSystray extends Component {
    static template = "wohnkoord_odoo.ShortContactSystray";
    static props = {};

    setup() {
        this.shortContact = useService("wohnkoord_odoo.short_contact");
    }

    onClick() {
        this.shortContact.open();
    }
}

registry.category("systray").add(
    "wohnkoord_odoo.short_contact",
    {
        Component: ShortContactSystray,
        isDisplayed: (env) => env.services["wohnkoord_odoo.short_contact"].isAdviser,
    },
    { sequence: 30 }
);
