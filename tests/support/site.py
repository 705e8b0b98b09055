# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The public pages with something behind each of them, made by a visitor's own forms."""

import time

from .tokens import Signer
from .visitor import PATIENCE, Visitor, errors

CONSENT, BOOKING = "wohnkoord.consent", "wohnkoord.booking"
CASE, MESSAGE = "wohnkoord.advisory", "wohnkoord.group.message"
REGISTRATION, PROFILE = "event.registration", "wohnkoord.search.profile"
MATCH, FEEDBACK = "wohnkoord.match", "wohnkoord.feedback"

#: name of a link -> what it is signed for, and the model behind it
LINKS = {
    "consent": ("consent", CONSENT),
    "withdraw": ("withdraw", CONSENT),
    "booking": ("booking", BOOKING),
    "case": ("advisory", CASE),
    "status": ("enquiry status", CASE),
    "address": ("enquiry address", CASE),
    "registration": ("event registration", REGISTRATION),
    "message": ("group message", MESSAGE),
    "answer": ("group answer {recipient}", MESSAGE),
    "profile": ("search profile", PROFILE),
    "match_person": ("match person", MATCH),
    "match_initiative": ("match initiative", MATCH),
}
ENQUIRY = (
    {"who": "person"},
    {"subject": "Wir suchen Mitstreitende", "concern": "Wie fangen wir an?"},
    {"name": "Eva Enquiry", "reply_way": "email"},
)


class Site:
    """Addresses of public pages, and the records that links in mails lead to."""

    enquiry = ENQUIRY

    def __init__(self, office, ledger, name="besuch"):
        self.office, self.ledger = office, ledger
        self.signer = Signer(
            ledger.value(
                "SELECT value FROM ir_config_parameter WHERE key = 'database.secret'"
            )
        )
        self.email = f"{name}{office.tag}@example.org"
        self.names = self._addresses()
        self.records = {}

    def _addresses(self):
        """What the demo data publishes, for the addresses of pages."""
        visitor = Visitor(self.office.url)
        event = self.office.xml_id("wohnkoord_odoo.event_workshop_demo")
        board = visitor.links(visitor.open("/find-a-group"), "/find-a-group/")
        groups = [link for link in board if link.rsplit("/", 1)[1].isdecimal()]
        group = next(link for link in groups if "<textarea" in visitor.open(link).text)
        overview = visitor.links(visitor.open("/projects"), "/projects/")
        procedures = visitor.links(visitor.open("/procedures"), "/procedures/")
        procedure = next(link for link in procedures if "." not in link)
        return {
            "event": self.ledger.value(
                "SELECT slug FROM event_event WHERE id = %s", [event]
            ),
            "project": overview[0].rsplit("/", 1)[1],
            "procedure": procedure.rsplit("/", 1)[1],
            "group": int(group.rsplit("/", 1)[1]),
            "type": self.office.xml_id("wohnkoord_odoo.booking_type_orientation"),
            "initiative": self.office.initiative,
        }

    # -- one of each kind, by the forms ------------------------------------------------

    def fill(self):
        """Send each form once; all of them wait together as one person would."""
        visitors = {name: Visitor(self.office.url) for name in self.forms()}
        opened = {
            name: (visitors[name], self.opened(visitors[name], name))
            for name in visitors
        }
        time.sleep(PATIENCE)
        for name, (visitor, page) in opened.items():
            self.send(visitor, page, name)
        self._find_records()
        self._confirm()
        return self

    def forms(self):
        """name -> (address, end of the form's action, what a person types)"""
        person = {"name": "Bea Besuch", "email": self.email}
        return {
            "newsletter": ("/newsletter", None, person),
            "booking": (
                "/booking",
                None,
                {**person, "concern": "Wie fangen wir an?", "people_count": "2"},
            ),
            "event": ("/events/{event}", None, {**person, "persons": "1"}),
            "enquiry": ("/advice/check", "/advice/check", {}),
            "message": (
                "/find-a-group/{group}",
                None,
                {**person, "text": "Wir würden gern mitmachen.", "is_sharing": "1"},
            ),
            "profile": ("/find-a-group/profile", None, {**person, "adult_count": "2"}),
            "feedback": ("/feedback", None, {"text": "Das Menü ist zu klein."}),
        }

    def opened(self, visitor, name):
        """The page with the form, after the steps before it."""
        path = self.forms()[name][0].format(**self.names)
        if name == "booking":
            path = self.free_slot(visitor)
        if name == "enquiry":
            for number, values in enumerate(self.enquiry, 1):
                step = f"/advice/step/{number}"
                more = {"email": self.email} if number == 3 else {}
                answer = visitor.send(
                    visitor.open(step), step, **values, **more, wait=False
                )
                assert answer.ok and not errors(answer), errors(answer)
        return visitor.open(path)

    def free_slot(self, visitor):
        """The address of the last time that the first week with free ones offers."""
        page = visitor.open(f"/booking?type={self.names['type']}")
        slots = visitor.links(page, "slot=")
        if not slots:  # the week is over: the page offers a later one
            page = visitor.open(visitor.links(page, "week=")[-1])
            slots = visitor.links(page, "slot=")
        assert slots, page.url
        return slots[-1]

    def send(self, visitor, page, name, **values):
        """Send an open form; :return: the answer, not followed."""
        _path, action, typed = self.forms()[name]
        answer = visitor.send(
            page, action, wait=False, follow=False, **{**typed, **values}
        )
        assert answer.status_code == 303, (name, errors(answer))
        return answer

    def _find_records(self):
        for name, model, column in (
            ("consent", CONSENT, "email"),
            ("booking", BOOKING, "email"),
            ("registration", REGISTRATION, "email"),
            ("case", CASE, "enquiry_email"),
            ("message", MESSAGE, "email"),
            ("profile", PROFILE, "email"),
        ):
            table = model.replace(".", "_")
            self.records[name] = self.ledger.value(
                f"SELECT max(id) FROM {table} WHERE {column} = %s", [self.email]
            )
            assert self.records[name], f"the form made no {model}"

    def _confirm(self):
        """What is there only after a link in a mail was followed."""
        visitor = Visitor(self.office.url)
        self.names["recipient"] = self.ledger.value(
            "SELECT partner_id FROM wohnkoord_initiative_member WHERE initiative_id = %s"
            " AND role = 'spokesperson' AND date_to IS NULL ORDER BY id LIMIT 1",
            [self.names["group"]],
        )
        for name, action in (("message", "send"), ("profile", "confirm")):
            page = visitor.open(f"/find-a-group/{name}/{self.token(name)}")
            address, fields = visitor.form(page, action and None)
            visitor.http.post(address, data={**fields, "action": action}, timeout=60)
        match, state = self.ledger.rows(
            "SELECT id, state FROM wohnkoord_match ORDER BY id LIMIT 1"
        )[0]
        if state == "suggested":
            self.office.adviser.do(MATCH, match, "action_ask")
        self.records |= {
            "withdraw": self.records["consent"],
            "status": self.records["case"],
            "address": self.records["case"],
            "answer": self.records["message"],
            "match_person": match,
            "match_initiative": match,
        }

    def now(self):
        """The state of all that visitors can change, to compare with later."""
        tables = {model.replace(".", "_") for _purpose, model in LINKS.values()}
        return {
            table: self.ledger.value(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t"
            )
            for table in sorted(tables) + ["res_partner", "mail_mail"]
        }

    # -- links -------------------------------------------------------------------------

    def purpose(self, link):
        purpose, model = LINKS[link]
        return purpose.format(**self.names), model

    def token(self, link):
        """The token that the mail to the visitor has."""
        return self.signer.sign(*self.purpose(link), self.records[link])
