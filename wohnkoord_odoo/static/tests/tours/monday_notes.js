// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { registry } from "@web/core/registry";

/** What stands above the Monday list leads to where it comes from. */
registry.category("web_tour.tours").add("wohnkoord_monday_notes", {
    steps: () => [
        {
            content: "The own absence stands above the list",
            trigger: ".o_wohnkoord_monday button:contains('You are away')",
            run: "click",
        },
        {
            content: "It leads to the absences",
            trigger: ".o_breadcrumb:contains('Absences')",
        },
    ],
});
