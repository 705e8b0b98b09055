# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Procedures on the running server, and bids made through the portal's own pages."""

import secrets
from contextlib import closing
from datetime import UTC, datetime, timedelta

from lxml import html

from .office import day
from .visitor import Visitor

PROCEDURE, BID = "wohnkoord.procedure", "wohnkoord.bid"
DOCUMENT = "wohnkoord.bid.document"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n"


def make_procedure(office, lots=1, **values):
    """A published procedure of the office, with free prices.

    :return int: its id
    """
    deadline = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=90)
    plots = [
        office.adviser.create(
            "wohnkoord.plot", {"name": office.name("Probestraße"), "area": 580}
        )
        for _n in range(lots)
    ]
    lot = {"tenure": "sale", "price_model": "bid", "price_min": 100000}
    steps = [
        (0, 0, {"points": 5, "name": "überzeugt"}),
        (0, 0, {"points": 0, "name": "fehlt"}),
    ]
    procedure = office.adviser.create(
        PROCEDURE,
        {
            "name": office.name("Konzeptverfahren"),
            "date_questions_until": f"{day(30)} 12:00:00",
            "date_deadline": deadline.strftime("%Y-%m-%d %H:%M:%S"),
            "resolution_body": "Stadtrat",
            "resolution_number": "VII-DS-00001",
            "resolution_date": day(-10),
            "officer_ids": [(6, 0, [office.adviser.uid, office.manager.uid])],
            "lot_ids": [
                (0, 0, {**lot, "number": number, "plot_id": plot})
                for number, plot in enumerate(plots, 1)
            ],
            "criterion_ids": [
                (0, 0, {"name": "Gemeinschaft", "weight": 100, "step_ids": steps})
            ],
            **values,
        },
    )
    office.manager.do(PROCEDURE, procedure, "action_publish")
    return procedure


def make_bidder(office, procedure, client=None):
    """A group with its spokesperson, registered for the procedure."""
    client = client or office.make_portal_user("spokesperson")
    initiative = office.admin.create(
        "wohnkoord.initiative",
        {"name": office.name("Wohnprojekt"), "user_id": office.adviser.uid},
    )
    office.admin.create(
        "wohnkoord.initiative.member",
        {
            "initiative_id": initiative,
            "partner_id": client.partner,
            "role": "spokesperson",
            "date_from": day(-365),
        },
    )
    return Bidder(office, client, register(office, procedure, initiative))


def register(office, procedure, initiative):
    return office.adviser.create(
        "wohnkoord.registration",
        {"procedure_id": procedure, "initiative_id": initiative},
    )


def move_deadline(ledger, procedure, seconds):
    """Let the published deadline lie so many seconds from now.

    Nobody moves the clock of a running server; the deadline is moved instead, past the
    triggers that keep everybody else from it.

    :return datetime: the deadline (UTC)
    """
    moment = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    moment += timedelta(seconds=seconds)
    with closing(ledger.connect()) as connection, connection.cursor() as cursor:
        table = "ALTER TABLE wohnkoord_procedure_version {} TRIGGER USER"
        cursor.execute(table.format("DISABLE"))
        cursor.execute(
            "UPDATE wohnkoord_procedure_version SET date_deadline = %s WHERE id ="
            " (SELECT version_id FROM wohnkoord_procedure WHERE id = %s)",
            [moment, procedure],
        )
        cursor.execute(
            "UPDATE wohnkoord_procedure SET published_deadline = %s WHERE id = %s",
            [moment, procedure],
        )
        cursor.execute(table.format("ENABLE"))
        connection.commit()
    return moment


def close_due(office):
    """Run the job that closes what is due."""
    cron = office.xml_id("wohnkoord_odoo.cron_procedure_close_due")
    office.admin.do("ir.cron", cron, "method_direct_trigger")


class Bidder:
    """A spokesperson at the portal's pages of bids, with a browser without scripts."""

    def __init__(self, office, client, registration):
        self.client, self.registration = client, registration
        self.visitor = Visitor(office.url)
        self.visitor.http.cookies.update(client.http.cookies)
        self.path = f"/my/procedures/{registration}/bids"

    def open(self, path=""):
        answer = self.visitor.open(path or self.path)
        assert answer.status_code == 200 and self.path in answer.url, answer.url
        return answer

    def form(self, page, action, number=0):
        """The fields of one of the page's forms that post to ``action``."""
        forms = html.fromstring(page.text).xpath(
            f"//main//form[contains(concat(@action, '|'), '{action}|')]"
        )
        assert len(forms) > number, f"no form {action} at {page.url}"
        return dict(forms[number].form_values()) | {"": forms[number].get("action")}

    def post(self, page, action, number=0, files=None, **values):
        """Send a form of the page; what leads on is not followed."""
        fields = {**self.form(page, action, number), **values}
        return self.send(fields.pop(""), fields, files)

    def send(self, address, fields, files=None):
        return self.visitor.http.post(
            self.visitor.url + address,
            data=fields,
            files=files,
            timeout=120,
            allow_redirects=False,
        )

    def write(self, lot=0, file=("Konzept.pdf", PDF), **values):
        """A complete draft.

        :param int lot: which of the plots that are still free, in their order
        :return str: its address
        """
        answer = self.post(self.open(), "/new", lot)
        assert answer.status_code == 303, answer.text[:500]
        path = answer.headers["Location"].partition("?")[0]
        path = path[path.index("/my/") :]
        self.complete(path, **values)
        if file:
            upload = {"file": (*file, "application/pdf")}
            answer = self.post(self.open(path), "/files", files=upload)
            assert answer.status_code == 303, answer.text[:500]
        return path

    def complete(self, path, **values):
        """Fill in a draft's form and save it."""
        page = self.open(path)
        document = html.fromstring(page.text)
        form = document.xpath("//select[@name='legal_form_id']/option/@value")
        ticks = document.xpath("//input[starts-with(@name, 'declaration_')]/@name")
        answer = self.post(
            page,
            "/save",
            **{
                "legal_form_id": next(value for value in form if value),
                "household_count": "12",
                "adult_count": "20",
                "child_count": "9",
                "complete_share": "60",
                "price": "150000",
                "statement": "Wir bauen gemeinschaftlich.",
                **dict.fromkeys(ticks, "1"),
                **values,
            },
        )
        assert answer.status_code == 303, answer.text[:500]

    def ready(self, path):
        """The last step before the submission: the form's address and fields."""
        fields = self.form(self.open(f"{path}/review"), "/submit")
        return fields.pop(""), fields

    def submit(self, path):
        """Hand the draft in.

        :return: the server's answer; it leads to the receipt
        """
        answer = self.send(*self.ready(path))
        assert answer.status_code == 303, answer.text[:500]
        assert answer.headers["Location"].endswith("/receipt")
        return answer

    def act(self, path, name):
        """Withdraw, replace or confirm a submitted bid."""
        page = self.open(f"{path}/withdraw" if name == "withdraw" else path)
        answer = self.post(page, f"/{name}")
        assert answer.status_code == 303, answer.text[:500]
        return answer


def another(fields):
    """The same form as if opened in another tab."""
    return {**fields, "form_token": secrets.token_urlsafe(16)}
