// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";

/**
 * Save what a POST answers with: the case file is logged whenever it leaves.
 *
 * @param {Object} env
 * @param {{params: {url: string}}} action
 */
async function postDownload(env, action) {
    env.services.ui.block();
    try {
        await download({ url: action.params.url, data: {} });
    } finally {
        env.services.ui.unblock();
    }
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("wohnkoord_post_download", postDownload);
