// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { registry } from "@web/core/registry";

const entryForm = "form[action$='/entries']";

/** Log an entry, correct it, delete another, hand in, ask for hours, report. */
registry.category("web_tour.tours").add("wohnkoord_portal_hours", {
    url: "/my",
    steps: () => [
        {
            content: "The orders are on the start page",
            trigger: "a[href='/my/call-offs']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Open the order",
            trigger: "article a",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "One tap for the hours",
            trigger: `${entryForm} .o_wohnkoord_picks button[data-duration='1:00']`,
            run: "click",
        },
        {
            trigger: `${entryForm} input[name=duration]:value('1:00')`,
        },
        {
            trigger: `${entryForm} input[name=description]`,
            run: "edit Telefonat mit der Bank",
        },
        {
            trigger: `${entryForm} button[type=submit]`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is saved; now it took a quarter of an hour more",
            trigger: ".o_wohnkoord_done",
        },
        {
            trigger: "li:contains('Telefonat mit der Bank') a[href*='/entries/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "input[name=duration]:value('1:00')",
            run: "edit 1,25",
        },
        {
            trigger: "button[type=submit]:contains('Save'):first",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "li:contains('Telefonat mit der Bank'):contains('1:15')",
        },
        {
            content: "The other one was a mistake",
            trigger: "li:contains('Vorgestern notiert') a[href*='/entries/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "summary:contains('Delete')",
            run: "click",
        },
        {
            trigger: "form[action$='/delete'] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_wohnkoord_done",
        },
        {
            trigger: "ul:not(:contains('Vorgestern notiert'))",
        },
        {
            content: "Hand in all drafts",
            trigger: "form[action$='/submit']:has(button:contains('all')) button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "li:contains('Telefonat mit der Bank') .badge:contains('Submitted')",
        },
        {
            content: "Ask for more hours",
            trigger: "summary:contains('Ask for more hours')",
            run: "click",
        },
        {
            trigger: "input[name=hours]",
            run: "edit 2,5",
        },
        {
            trigger: "textarea[name=reason]",
            run: "edit Ein weiteres Treffen",
        },
        {
            trigger: "form[action$='/hours'] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "strong:contains('waiting for an answer')",
        },
        {
            content: "Write the result",
            trigger: "summary:contains('Write the result')",
            run: "click",
        },
        {
            trigger: "textarea[name=result]",
            run: "edit Nächster Schritt: Bank",
        },
        {
            trigger: "form[action$='/result'] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_wohnkoord_text:contains('Nächster Schritt: Bank')",
        },
    ],
});
