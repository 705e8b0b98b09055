// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("wohnkoord_short_contact", {
    steps: () => [
        {
            content: "The icon stands in the bar",
            trigger: ".o_wohnkoord_short_contact_systray button",
        },
        {
            content: "The shortcut opens the dialog from anywhere",
            trigger: ".o_navbar",
            run: "press alt+shift+k",
        },
        {
            content: "One line is enough",
            trigger: ".o_dialog .o_wohnkoord_short_contact div[name='name'] input",
            run: "edit Sucht eine Gruppe",
        },
        {
            content: "Save",
            trigger: ".o_dialog footer button[name='action_note']",
            run: "click",
        },
        {
            content: "It says that the contact is noted",
            trigger: "body:not(:has(.o_dialog)) .o_notification:contains('Sucht eine Gruppe')",
        },
        {
            content: "The command palette knows it too",
            trigger: ".o_navbar",
            run: "press control+k",
        },
        {
            content: "Look for the shortcut in the palette",
            trigger: ".o_command_palette .o_command:has(kbd:contains('K')) kbd:contains('SHIFT')",
        },
        {
            content: "Leave the palette",
            trigger: ".o_command_palette input",
            run: "press Escape",
        },
        {
            content: "Now by the icon",
            trigger: ".o_wohnkoord_short_contact_systray button",
            run: "click",
        },
        {
            content: "Another concern",
            trigger: ".o_dialog .o_wohnkoord_short_contact div[name='name'] input",
            run: "edit Fragt nach Erbbaurecht",
        },
        {
            content: "Save and make it a case",
            trigger: ".o_dialog footer button[name='action_open_advisory']",
            run: "click",
        },
        {
            content: "The case is open, with the concern",
            trigger:
                ".o_form_view .o_statusbar_status button[data-value='requested'].o_arrow_button_current",
        },
        {
            content: "Start the orientation",
            trigger: ".o_statusbar_buttons button[name='action_start']",
            run: "click",
        },
        {
            content: "It runs",
            trigger:
                ".o_form_view .o_statusbar_status button[data-value='running'].o_arrow_button_current",
        },
    ],
});

registry.category("web_tour.tours").add("wohnkoord_monday", {
    steps: () => [
        {
            content: "The list shows what is mine and open, with the reason",
            trigger:
                ".o_data_row:contains('Dringend gemacht') td[name='attention']:contains(/[a-z]/)",
        },
        {
            content: "Not what is somebody else's",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Fall der Kollegin')))",
        },
        {
            content: "Start it from the list",
            trigger: ".o_data_row:contains('Dringend gemacht') button[name='action_start']",
            run: "click",
        },
        {
            content: "It runs",
            trigger:
                ".o_data_row:contains('Dringend gemacht'):not(:has(button[name='action_start']))",
        },
        {
            content: "As cards",
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "The card says that it is urgent",
            trigger: ".o_kanban_record:contains('Dringend gemacht') .badge.text-bg-danger",
        },
    ],
});
