# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io

import xlsxwriter

from .common import WohnkoordCase

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows):
    """Rows of texts, numbers and days as an XLSX."""
    file = io.BytesIO()
    options = {"default_date_format": "dd.mm.yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return file.getvalue()


class ImportCase(WohnkoordCase):
    """An office that reads German and imports as the dialog does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        (cls.adviser | cls.manager).lang = "de_DE"

    def _import(
        self,
        model,
        content,
        user=None,
        dryrun=False,
        encoded="utf-8",
        context=None,
        **options,
    ):
        """Import a file with the headings that are recognised.

        :param content: CSV as text, or a workbook as bytes
        :param options: what the user chose in the dialog
        :return dict: the answer to the dialog, with ``matches`` and ``records``
        """
        is_csv = isinstance(content, str)
        user = user or self.manager
        env = self.env(
            user=user.id,
            context={
                "lang": user.lang,
                "tz": "Europe/Berlin",
                "tracking_disable": True,
                **(context or {}),
            },
        )
        wizard = env["base_import.import"].create(
            {
                "res_model": model,
                "file": content.encode(encoded) if is_csv else content,
                "file_name": "liste.csv" if is_csv else "liste.xlsx",
                "file_type": CSV if is_csv else XLSX,
            }
        )
        preview = wizard.parse_preview(
            {
                "has_headers": True,
                "quoting": '"',
                "separator": "",
                "encoding": "",
                "date_format": "",
                "datetime_format": "",
                "float_thousand_separator": ".",
                "float_decimal_separator": ",",
                "limit": 2000,
                "skip": 0,
                "sheet": "",
            }
        )
        self.assertFalse(preview.get("error"), preview.get("error"))
        heads = preview["headers"]
        matches = {int(k): "/".join(v) for k, v in (preview["matches"] or {}).items()}
        result = wizard.execute_import(
            [matches.get(index) or False for index in range(len(heads))],
            [head.lower() for head in heads],
            {**preview["options"], **options},
            dryrun=dryrun,
        )
        result["matches"] = {h: matches.get(i) for i, h in enumerate(heads)}
        result["records"] = self.env[model].browse(result["ids"] or [])
        return result

    def _imported(self, *args, **kwargs):
        """Import what must succeed.

        :return: the records, as superuser sees them
        """
        result = self._import(*args, **kwargs)
        self.assertFalse(result["messages"], result["messages"])
        self.env.flush_all()
        return result["records"]

    def _refused(self, *args, **kwargs):
        """Import what must fail, and leave nothing behind.

        :return: list of row and text, as the dialog names them
        """
        model = args[0]
        everything = self.env[model].with_context(active_test=False)
        before = everything.search_count([])
        result = self._import(*args, **kwargs)
        self.assertFalse(result["ids"])
        self.assertEqual(everything.search_count([]), before)
        return [(m.get("record"), m["message"]) for m in result["messages"]]
