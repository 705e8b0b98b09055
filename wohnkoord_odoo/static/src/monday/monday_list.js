// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** What else the week brings: absences, reports, contracts, approvals. */
export class MondayNotes extends Component {
    static template = "wohnkoord_odoo.MondayNotes";
    static props = {};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ notes: [] });
        onWillStart(async () => {
            this.state.notes = await this.orm.call(
                "wohnkoord.advisory",
                "monday_notes",
                []
            );
        });
    }

    open(note) {
        this.action.doAction(note.action);
    }
}

export class MondayListRenderer extends ListRenderer {
    static template = "wohnkoord_odoo.MondayListRenderer";
    static components = { ...ListRenderer.components, MondayNotes };
}

registry.category("views").add("wohnkoord_monday_list", {
    ...listView,
    Renderer: MondayListRenderer,
});
