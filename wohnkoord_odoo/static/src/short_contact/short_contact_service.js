// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

export const SHORT_CONTACT_HOTKEY = "alt+shift+k";

/** Fields of the new contact that the record on the screen fills. */
const FIELD_OF_MODEL = {
    "res.partner": "partner_id",
    "wohnkoord.initiative": "initiative_id",
    "wohnkoord.offer": "offer_id",
    "wohnkoord.advisory": "advisory_id",
};

/**
 * Opens the dialog for a short contact from anywhere: by the icon in the bar, by the
 * shortcut, from the command palette. Only for advisers.
 */
export const shortContactService = {
    dependencies: ["action", "command"],
    async start(env, { action, command }) {
        const isAdviser = await user.hasGroup("wohnkoord_odoo.group_user");

        function defaultsOfScreen() {
            const controller = action.currentController;
            const resModel = controller?.props?.resModel;
            const resId = controller?.currentState?.resId || controller?.props?.resId;
            const field = FIELD_OF_MODEL[resModel];
            return field && resId ? { [`default_${field}`]: resId } : {};
        }

        function open() {
            return action.doAction("wohnkoord_odoo.short_contact_action_dialog", {
                additionalContext: defaultsOfScreen(),
            });
        }

        if (isAdviser) {
            command.add(_t("Note a short contact"), open, {
                category: "app",
                hotkey: SHORT_CONTACT_HOTKEY,
                global: true,
                hotkeyOptions: { bypassEditableProtection: true },
                // an open dialog keeps what was typed into it
                isAvailable: () =>
                    !document.querySelector(".o_dialog:not(:has(.o_command_palette))"),
            });
        }
        return { isAdviser, open };
    },
};

registry.category("services").add("wohnkoord_odoo.short_contact", shortContactService);
