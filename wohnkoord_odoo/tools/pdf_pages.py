# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Numbers on the pages of a PDF.

Many builds of wkhtmltopdf print no header and no footer; so numbers are added afterwards.
"""

import io

from odoo.tools.pdf import PdfReader, PdfWriter

#: of the page's edges, in points
RIGHT, BOTTOM = 57, 34


def number_pages(stream, label):
    """A PDF with a number at the foot of each page; one page alone gets none.

    :param stream: file of a PDF
    :param label: function of number and count of pages that gives the text
    :return BytesIO:
    """
    # core imports it as late
    from reportlab.pdfgen import canvas

    pages = PdfReader(stream, strict=False).pages
    count = len(pages)
    if count < 2:
        stream.seek(0)
        return stream
    packet, target, writer = io.BytesIO(), io.BytesIO(), PdfWriter()
    numbers = canvas.Canvas(packet)
    for number, page in enumerate(pages, 1):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        numbers.setPageSize((width, height))
        numbers.setFont("Helvetica", 8)
        numbers.drawRightString(width - RIGHT, BOTTOM, label(number, count))
        numbers.showPage()
    numbers.save()
    for page, stamp in zip(pages, PdfReader(packet).pages, strict=True):
        page.merge_page(stamp)
        writer.add_page(page)
    writer.write(target)
    target.seek(0)
    return target
