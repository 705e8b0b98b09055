// Copyright 2026 wohnkoord_odoo contributors
// License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import { localization } from "@web/core/l10n/localization";
import { patch } from "@web/core/utils/patch";
import { BaseImportModel } from "@base_import/import_model";

/**
 * Odoo's dialog reads every file as an English one: "670,5" m² become 6705. Begin with
 * the separators of the user's language; the user may still choose others.
 */
patch(BaseImportModel.prototype, {
    _getCSVFormattingOptions() {
        const options = super._getCSVFormattingOptions();
        const { decimalPoint, thousandsSep } = localization;
        const knows = (option, value) => option.options.some((o) => o.value === value);
        if (knows(options.float_decimal_separator, decimalPoint)) {
            options.float_decimal_separator.value = decimalPoint;
            const separator = options.float_thousand_separator;
            separator.value = knows(separator, thousandsSep) ? thousandsSep : "";
        }
        return options;
    },
});
