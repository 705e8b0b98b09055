// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The questions of a conversation on one page: tick, hint to fold out, note.
 *
 * A tick and a note are saved at once, so that nothing is lost when the next call comes.
 */
export class ChecklistField extends Component {
    static template = "wohnkoord_odoo.ChecklistField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ question: "" });
    }

    get rows() {
        return this.props.record.data[this.props.name].records;
    }

    get askedCount() {
        return this.rows.filter((row) => row.data.is_asked).length;
    }

    get percent() {
        return this.rows.length ? Math.round((100 * this.askedCount) / this.rows.length) : 0;
    }

    get progress() {
        return _t("%(asked)s of %(count)s asked", {
            asked: this.askedCount,
            count: this.rows.length,
        });
    }

    noteLabel(row) {
        return _t("Note: %s", row.data.question);
    }

    /** Rows in their order, with a heading wherever the section changes. */
    get sections() {
        const sections = [];
        for (const row of this.rows) {
            const name = row.data.section || "";
            if (!sections.length || sections.at(-1).name !== name) {
                sections.push({ name, rows: [] });
            }
            sections.at(-1).rows.push(row);
        }
        return sections;
    }

    async save(row, changes) {
        await row.update(changes);
        await this.props.record.save();
    }

    async addQuestion() {
        const question = this.state.question.trim();
        if (!question || !(await this.props.record.save())) {
            return;
        }
        await this.orm.call("wohnkoord.advisory", "action_add_question", [
            [this.props.record.resId],
            question,
        ]);
        this.state.question = "";
        await this.props.record.load();
    }
}

export const checklistField = {
    component: ChecklistField,
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "section", type: "char" },
        { name: "question", type: "char" },
        { name: "hint", type: "text" },
        { name: "documents", type: "char" },
        { name: "is_asked", type: "boolean", readonly: false },
        { name: "note", type: "text", readonly: false },
    ],
};

registry.category("fields").add("wohnkoord_checklist", checklistField);
