# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What is there before a month ends, and the consultants' invoices; for Odoo's shell.

Three firms with contracts, orders and hours that are handed in. Their invoices come from
books that they keep themselves: a company each, which is rolled back. ``TAG``, ``SUFFIX``
of names and ``PASSWORD`` stand before this text.
"""

import base64
import io
from datetime import date, timedelta

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from odoo import Command
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

from odoo.addons.wohnkoord_odoo.demo.story.stage import Stage
from odoo.addons.wohnkoord_odoo.tests.invoice_common import InvoiceMixin

TODAY = date.today()
#: firm, person, VAT number, account, and of the contract level, lot, topic and rate
FIRMS = {
    "zugferd": (
        "Raumwerkstatt Beispiel GmbH",
        "Renate Beispiel",
        "DE123456788",
        "DE02120300000000202051",
        ("concept", "lot_concept_demo", "topic_group", 80.0),
    ),
    "xrechnung": (
        "Finanzplan Muster eG",
        "Felix Muster",
        "DE136695976",
        "DE02500105170137075030",
        ("specialist", "lot_law_demo", "topic_finance", 95.0),
    ),
    "self_billing": (
        "Baubiologie Probe",
        "Paula Probe",
        False,
        "DE02100500000054540402",
        ("specialist", "lot_build_demo", "topic_ecology", 70.0),
    ),
}
GROUPS = {
    "zugferd": "Wohngruppe Ahornhof",
    "xrechnung": "Wohngruppe Birkenhof",
    "self_billing": "Wohngruppe Eschenhof",
}
#: firm -> days ago, minutes and work
HOURS = {
    "zugferd": (
        (24, 120, "Werkstatt mit der Gruppe: Räume und Werte"),
        (17, 90, "Raumprogramm geschrieben"),
        (9, 120, "Raumprogramm mit der Gruppe durchgesprochen"),
    ),
    "xrechnung": (
        (22, 150, "Liquiditätsplan über zehn Jahre"),
        (11, 90, "Gespräch mit der Bank vorbereitet"),
    ),
    "self_billing": (
        (19, 75, "Baustoffe verglichen"),
        (6, 105, "Ortstermin und Notiz an die Gruppe"),
    ),
}


def read_page(title, *lines):
    """A page to read, with an outline: Odoo's way to PDF/A wants one."""
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=A4, invariant=True)
    page.bookmarkPage("invoice")
    page.addOutlineEntry(title, "invoice")
    page.setFont("Helvetica-Bold", 16)
    page.drawString(60, 770, title)
    page.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        page.drawString(60, 740 - 18 * number, line)
    page.save()
    return file.getvalue()


class Books(InvoiceMixin):
    """The bookkeeping of one firm."""

    @classmethod
    def open(cls, env, firm, vat, iban, order):
        name = f"Books{firm.id}"
        books = type(
            name,
            (cls,),
            {
                "env": env,
                "firm": firm,
                "vat": vat,
                "iban": iban,
                "call_off": order,
                "company": order.company_id,
                "euro": env.ref("base.EUR"),
                "today": TODAY,
            },
        )
        books.seller = books._make_books()
        return books

    @classmethod
    def paper(cls, move):
        """ZUGFeRD as Odoo itself writes it: a page to read, PDF/A-3, the data in it."""
        page = read_page(
            f"Rechnung {move.name}",
            f"{cls.firm.name} an {cls.company.name}",
            f"Einzelauftrag {cls.call_off.name}",
            *(
                f"{line.name}: {line.quantity:.2f} Std. zu {line.price_unit:.2f} Euro"
                for line in move.invoice_line_ids
            ),
            f"Netto {move.amount_untaxed:.2f}, Umsatzsteuer {move.amount_tax:.2f},"
            f" brutto {move.amount_total:.2f} Euro",
        )
        writer = OdooPdfFileWriter()
        writer.cloneReaderDocumentRoot(
            OdooPdfFileReader(io.BytesIO(page), strict=False)
        )
        xml = move.env["account.edi.xml.cii"]._export_invoice(move)[0]
        writer.addAttachment("factur-x.xml", xml, subtype="text/xml")
        writer.convert_to_pdfa()
        metadata = move.env["ir.qweb"]._render(
            "account_edi_ubl_cii.account_invoice_pdfa_3_facturx_metadata",
            {"title": move.name, "date": TODAY},
        )
        writer.add_file_metadata(metadata.encode())
        file = io.BytesIO()
        writer.write(file)
        return file.getvalue()

    @classmethod
    def zugferd(cls, number, hours):
        return cls.paper(cls._sell(cls.line(hours), number=number))

    @classmethod
    def xrechnung(cls, number, hours):
        return cls._ubl(cls.line(hours), number=number)

    @classmethod
    def line(cls, hours):
        return ("Beratung der Gruppe", hours, cls.call_off.hourly_rate)


class Month:
    def __init__(self, env, tag, suffix, password):
        self.stage = Stage(env)
        self.env = self.stage.env
        self.tag, self.suffix, self.password = tag, suffix, password
        self.orders = {}
        self.people = {}

    def play(self):
        for key in FIRMS:
            self.begin(key)
        deputy = self.make_deputy()
        self.env.cr.commit()
        files = self.write_invoices()
        self.env.cr.rollback()
        return {"firms": self.people, "deputy": deputy, "files": files}

    def begin(self, key):
        """A firm with a contract, an order, and hours that are handed in."""
        name, person, vat, iban, (level, lot, topic, rate) = FIRMS[key]
        firm = self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "vat": vat,
                "street": "Musterstraße 1",
                "zip": "04109",
                "city": "Leipzig",
                "country_id": self.env.ref("base.de").id,
                "email": f"{key}.{self.tag}@example.org",
                "lang": "de_DE",
                "wohnkoord_small_business": not vat,
                "bank_ids": [
                    Command.create({"acc_number": iban, "allow_out_payment": True})
                ],
            }
        )
        user = self.login(key, person, "base.group_portal", parent_id=firm.id)
        contract = (
            self.env["wohnkoord.contract"]
            .with_user(self.stage.manager)
            .create(
                {
                    "name": f"RV-{20 + len(self.orders)}{self.suffix}",
                    "lot_id": self.stage.ref(lot).id,
                    "partner_id": firm.id,
                    "rank": 9,
                    "hourly_rate": rate,
                    "max_hours": 40.0,
                    "self_billing": key == "self_billing",
                }
            )
        )
        contract.action_activate()
        order = (
            self.env["wohnkoord.call.off"]
            .with_user(self.stage.adviser)
            .create(
                {
                    "contract_id": contract.id,
                    "advisory_id": self.make_case(key, level, topic).id,
                    "hours": 10.0,
                    "date_start": TODAY - timedelta(days=40),
                    "date_end": TODAY + timedelta(days=60),
                    "description": "Die Gruppe in dieser Frage begleiten.",
                    "user_id": self.stage.adviser.id,
                }
            )
        )
        order.action_confirm()
        entries = (
            self.env["wohnkoord.time.entry"]
            .with_user(user)
            .create(
                [
                    {
                        "call_off_id": order.id,
                        "date": TODAY - timedelta(days=days),
                        "minutes": minutes,
                        "description": work,
                    }
                    for days, minutes, work in HOURS[key]
                ]
            )
        )
        entries.action_submit()
        self.orders[key] = order.with_env(self.env)
        self.people[key] = {
            "name": name,
            "login": user.login,
            "order": order.id,
            "order_name": order.name,
            "contract": contract.id,
            "contract_name": contract.name,
            "rate": rate,
            "minutes": sum(minutes for _days, minutes, _work in HOURS[key]),
            "group": GROUPS[key] + self.suffix,
            "entries": len(HOURS[key]),
            "iban": iban,
        }

    def make_case(self, key, level, topic):
        """A group of its own, advised up to this level; its case is granted."""
        group = self.env["wohnkoord.initiative"].create(
            {
                "name": GROUPS[key] + self.suffix,
                "user_id": self.stage.adviser.id,
                "company_id": self.stage.adviser.company_id.id,
            }
        )
        for step in ("orientation", "concept", "specialist"):
            case = (
                self.env["wohnkoord.advisory"]
                .with_user(self.stage.adviser)
                .create(
                    {
                        "subject": "Beratung der Gruppe",
                        "level": step,
                        "initiative_id": group.id,
                        "topic_ids": [Command.set(self.stage.ref(topic).ids)],
                        "user_id": self.stage.adviser.id,
                    }
                )
            )
            if step != "orientation":
                case.with_user(self.stage.manager).action_approve()
            case.action_start()
            if step == level:
                return case
            case.outcome = "Beraten; die Gruppe will weitermachen."
            case.action_done()
        return None

    def login(self, key, name, groups, **values):
        partner = self.env["res.partner"].create(
            {
                "name": name,
                "email": f"{key}.person.{self.tag}@example.org",
                "lang": "de_DE",
                "tz": "Europe/Berlin",
                **values,
            }
        )
        return self.env["res.users"].create(
            {
                "login": partner.email,
                "password": self.password,
                "partner_id": partner.id,
                "group_ids": [
                    Command.set([self.env.ref(g).id for g in groups.split(",")])
                ],
            }
        )

    def make_deputy(self):
        """Somebody with the rights of both sign-offs, as small offices have."""
        groups = "wohnkoord_odoo.group_user,account.group_account_invoice"
        return self.login("deputy", "Doro Doppelt", groups).login

    # -- the invoices --------------------------------------------------------------------

    def write_invoices(self):
        """The consultants' files by name, as base64."""
        zugferd, xrechnung = (
            Books.open(
                self.env,
                self.orders[key].commercial_partner_id,
                FIRMS[key][2],
                FIRMS[key][3],
                self.orders[key],
            )
            for key in ("zugferd", "xrechnung")
        )
        right = {
            key: sum(minutes for _days, minutes, _work in HOURS[key]) / 60
            for key in HOURS
        }
        made = {
            "Rechnung-2026-041.pdf": zugferd.zugferd("2026-041", right["zugferd"]),
            # the number once more, on another file
            "Rechnung-2026-041-neu.pdf": zugferd.zugferd("2026-041 ", 1.0),
            # the hours once more, under another number
            "Rechnung-2026-042.pdf": zugferd.zugferd("2026-042", right["zugferd"]),
            "xrechnung-17.xml": xrechnung.xrechnung("FM-17", right["xrechnung"] + 1),
            "xrechnung-18.xml": xrechnung.xrechnung("FM-18", right["xrechnung"]),
        }
        return {name: base64.b64encode(raw).decode() for name, raw in made.items()}


globals()["answer"](
    Month(*(globals()[name] for name in ("env", "TAG", "SUFFIX", "PASSWORD"))).play()
)
