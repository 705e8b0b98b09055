# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What every story needs: a clock that can be set, people who act, papers."""

import io
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytz
from dateutil.easter import easter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from odoo import Command, fields

ZONE = pytz.timezone("Europe/Berlin")
MODULE = "wohnkoord_odoo"
#: nobody is written to, and no chatter tells of today what was done in another year
QUIET = {
    "lang": "de_DE",
    "tz": ZONE.zone,
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
    "no_reset_password": True,
}


def moment(year, month, day, hour=9, minute=0):
    """A moment of Leipzig's clocks, as UTC without zone."""
    local = ZONE.localize(datetime(year, month, day, hour, minute))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def working_day(days, hour=12, step=1):
    """So many days from today at this hour, or at the next working day's.

    :param int step: -1: at the working day before
    """
    day = date.today() + timedelta(days=days)
    while day.weekday() > 4 or day in _holidays(day.year):
        day += timedelta(days=step)
    return moment(day.year, day.month, day.day, hour)


def _holidays(year):
    """Saxony's, and the days on which offices are closed anyway."""
    sunday = easter(year)
    fixed = {(1, 1), (5, 1), (10, 3), (10, 31), (12, 24), (12, 25), (12, 26), (12, 31)}
    # the Wednesday before 23 November
    repentance = date(year, 11, 22)
    repentance -= timedelta(days=(repentance.weekday() - 2) % 7)
    return {
        *(date(year, month, day) for month, day in fixed),
        *(sunday + timedelta(days=days) for days in (-2, 1, 39, 50)),
        repentance,
    }


def pdf(title, *lines):
    """A small PDF of one page.

    :return bytes:
    """
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=A4, invariant=True)
    page.setTitle(title)
    page.setFont("Helvetica-Bold", 16)
    page.drawString(60, 770, title)
    page.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        page.drawString(60, 740 - 18 * number, line)
    page.save()
    return file.getvalue()


class Stage:
    """The office with its people; acts happen at moments that the story names."""

    def __init__(self, env):
        self.env = env(context={**env.context, **QUIET})
        self.adviser = self.ref("user_beratung")
        self.manager = self.ref("user_leitung")
        self.last_message = 0
        self.last_message = self._new_messages(limit=1).id

    def ref(self, name):
        """A record of the addon by its identifier."""
        return self.env.ref(f"{MODULE}.{name}")

    def name(self, record, xml_id):
        """Give a record that a story made an identifier."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{MODULE}.{xml_id}", "record": record, "noupdate": True}]
        )
        return record

    # -- time ----------------------------------------------------------------------------

    @contextmanager
    def at(self, when):
        """The block runs at this moment (UTC)."""
        Procedure = self.env.registry["wohnkoord.procedure"]
        today = fields.Date.context_today
        with (
            patch.object(Procedure, "_clock", lambda procedure: when),
            patch.object(fields.Datetime, "now", lambda *args: when),
            patch.object(
                fields.Date,
                "context_today",
                lambda record, timestamp=None: today(record, timestamp or when),
            ),
        ):
            yield

    def play(self, diary):
        """Play acts in the order of time.

        :param diary: list of a moment, a function and its arguments
        """
        for when, act, *args in sorted(diary, key=lambda entry: entry[0]):
            with self.at(when):
                act(*args)
                self._date_messages(when)
                self._post(when)
                # each act is saved at its own time
                self.env.flush_all()

    def _new_messages(self, limit=None):
        return self.env["mail.message"].search(
            [("id", ">", self.last_message)], order="id desc", limit=limit
        )

    def _date_messages(self, when):
        """What stands in the chatter is of the act's moment, too."""
        messages = self._new_messages()
        messages.date = when
        self.last_message = messages[:1].id or self.last_message

    def _post(self, when):
        """Mails of the act count as sent, but none leaves."""
        Delivery = self.env["wohnkoord.procedure.delivery"].sudo()
        deliveries = Delivery.search([("mail_id", "!=", False)])
        mails = deliveries.mail_id
        deliveries.mail_id = False
        mails.unlink()
        with self.at(when + timedelta(minutes=1)):
            deliveries._note_sent()

    # -- people --------------------------------------------------------------------------

    def login(self, partner):
        """A login to the portal for a person; it has no password."""
        return self.env["res.users"].create(
            {
                "partner_id": partner.id,
                "login": partner.email,
                "lang": "de_DE",
                "tz": ZONE.zone,
                "company_id": partner.company_id.id,
                "company_ids": [Command.set(partner.company_id.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def speaker(self, initiative, name, email, date_from):
        """Somebody who speaks for a group from a day on, with a login to the portal."""
        partner = self.env["res.partner"].create(
            {"name": name, "email": email, "company_id": initiative.company_id.id}
        )
        self.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": initiative.id,
                "partner_id": partner.id,
                "role": "spokesperson",
                "date_from": date_from,
            }
        )
        return self.login(partner)


class Party:
    """A group in a procedure, as its spokesperson acts for it in the portal."""

    def __init__(self, procedure, initiative, user):
        # as the portal does: rights are asked for the user, rows are read with sudo
        self.procedure = procedure.with_user(user).sudo()
        self.initiative = initiative.with_user(user).sudo()
        self.registration = self._model("wohnkoord.registration")

    def _model(self, name):
        return self.procedure.env[name]

    def register(self):
        """Register for the procedure."""
        self.registration = self.registration._portal_register(
            self.procedure, self.initiative, self.procedure._now()
        )

    def ask(self, text, lot=0):
        """Ask a question, about one plot or all.

        :return: the question
        """
        Question = self._model("wohnkoord.question")
        lots = self.procedure.lot_ids.filtered(lambda row: row.number == lot)
        return Question._ask(self.registration, text, lots, self.procedure._now())

    def draft(self, lot, values, files):
        """Write a bid: what is typed, and files.

        :param int lot: number of the plot on offer
        :param dict values: field -> text, as typed into the form
        :param files: pairs of kind and content; named by their kind
        :return: the draft
        """
        lots = self.procedure.lot_ids.filtered(lambda row: row.number == lot)
        bid = self._model("wohnkoord.bid")._start_draft(self.registration, lots.uuid)
        self.change(bid, values)
        for kind, content in files:
            bid.document_ids._upload(bid, kind, f"{FILE_NAMES[kind]}.pdf", content)
        return bid

    def change(self, bid, values):
        """Type into a draft."""
        data = bid._draft_data()
        typed = {**data["values"], **values}
        bid._save_draft(typed, str(data["revision"]))

    def submit(self, bid):
        """Seal and hand in a draft."""
        revision = str(bid._draft_data()["revision"])
        bid._submit(self.registration, self.procedure._clock(), revision)


FILE_NAMES = {"concept": "Konzept", "financing": "Finanzierungsplan"}
