# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Workbooks that an office fills in and imports."""

import io
from datetime import date

#: rows of the first sheet that offer the possible values
PREPARED_ROWS = 500
#: a sheet's own list of values may not be longer (characters, with separators)
LONGEST_LIST = 255


def template_workbook(columns, words):
    """One sheet to fill in, with an example, and one with hints.

    :param columns: list of dicts with ``label``, ``required``, ``example``, ``hint``,
        ``choices`` (texts) and ``one_choice`` (whether a cell holds one of them)
    :param dict words: translated names: ``data``, ``hints``, ``column``, ``required``,
        ``hint``, ``choices``, ``yes``
    :return bytes:
    """
    import xlsxwriter  # noqa: PLC0415  slow to load, and needed here only

    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    ) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#e9ecef", "border": 1}),
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "bold": book.add_format({"bold": True, "valign": "top"}),
        }
        _write_data(book.add_worksheet(words["data"]), columns, formats)
        _write_hints(book.add_worksheet(words["hints"]), columns, words, formats)
    return file.getvalue()


def _write_data(sheet, columns, formats):
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        example = column["example"]
        width = max(len(column["label"]), len(str(example)), 10) + 3
        is_day = isinstance(example, date)
        sheet.set_column(
            index, index, min(width, 40), formats["day"] if is_day else None
        )
        sheet.write(0, index, column["label"], formats["head"])
        if is_day:
            sheet.write_datetime(1, index, example, formats["day"])
        elif example not in (None, ""):
            sheet.write(1, index, example)
        choices = column["choices"]
        if column["one_choice"] and choices and len(",".join(choices)) <= LONGEST_LIST:
            sheet.data_validation(
                1,
                index,
                PREPARED_ROWS,
                index,
                {"validate": "list", "source": choices, "error_type": "warning"},
            )


def _write_hints(sheet, columns, words, formats):
    heads = [words[name] for name in ("column", "required", "hint", "choices")]
    for index, (head, width) in enumerate(zip(heads, (32, 12, 70, 70), strict=True)):
        sheet.set_column(index, index, width)
        sheet.write(0, index, head, formats["head"])
    sheet.freeze_panes(1, 0)
    for row, column in enumerate(columns, 1):
        sheet.write(row, 0, column["label"], formats["bold"])
        sheet.write(row, 1, words["yes"] if column["required"] else "", formats["text"])
        sheet.write(row, 2, column["hint"], formats["text"])
        sheet.write(row, 3, ", ".join(column["choices"]), formats["text"])
