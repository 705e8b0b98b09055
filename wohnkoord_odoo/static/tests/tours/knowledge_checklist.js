// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { registry } from "@web/core/registry";

/** A conversation on one page: begin, tick, fold out the hint, note, ask something else. */
registry.category("web_tour.tours").add("wohnkoord_checklist", {
    steps: () => [
        { trigger: "a[name='conversation']", run: "click" },
        { trigger: "button:contains('Begin the Conversation')", run: "click" },
        { trigger: ".o_wohnkoord_checklist_count:contains('0 of 2 asked')" },
        { trigger: ".o_wohnkoord_checklist_row summary:contains('Hint')", run: "click" },
        { trigger: ".o_wohnkoord_checklist details[open]:contains('Look at the ages')" },
        { trigger: ".o_wohnkoord_checklist_row input[type='checkbox']", run: "click" },
        { trigger: ".o_wohnkoord_checklist_count:contains('1 of 2 asked')" },
        {
            trigger: ".o_wohnkoord_checklist_row textarea",
            run: "edit Seven people && press Tab",
        },
        { trigger: ".o_wohnkoord_checklist_new", run: "edit And the cat? && press Enter" },
        { trigger: ".o_wohnkoord_checklist_row label:contains('And the cat?')" },
        { trigger: ".o_wohnkoord_checklist_count:contains('1 of 3 asked')" },
        { trigger: "button[name='action_send_documents']", run: "click" },
        { trigger: ".modal :contains('leaflet.txt')" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
