# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from lxml import html

from .network_common import NetworkCase, PublicCase

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF"
#: a group, step by step
GROUP = {
    "one": {"who": "group"},
    "two": {
        "subject": "Wir suchen ein Haus",
        "concern": "Seit einem Jahr.\n\nWas nun?",
        "group_name": "Kastanienhof",
        "group_stage": "plot",
        "household_count": "6",
        "speaks": "1",
    },
    "three": {
        "name": "Mira Albrecht",
        "email": "mira@example.org",
        "phone": "0341 0000417",
        "reply_way": "phone",
        "spoken_language": "Polski",
    },
}


class EnquiryCase(NetworkCase):
    """Enquiries as the form hands them over, without the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "stelle@example.org"
        cls.district = cls.env["wohnkoord.district"].create({"name": "Probestadtteil"})
        cls.target = cls.env["wohnkoord.target.group"].create({"name": "Probegruppe"})
        cls.foreign_topic = cls.env["wohnkoord.topic"].create(
            {"name": "Fremdes Thema", "company_id": cls.other_company.id}
        )

    @classmethod
    def _intake(cls, company=None, lang="en_US"):
        company = company or cls.company
        context = {"allowed_company_ids": company.ids, "lang": lang}
        public = cls.env.ref("base.public_user")
        env = cls.env(user=public, su=True, context=context)
        return env["wohnkoord.enquiry"]

    @classmethod
    def _receive(cls, company=None, lang="en_US", **values):
        """A case made of what a visitor typed."""
        intake = cls._intake(company, lang)
        uploads = intake.env["wohnkoord.enquiry.upload"]
        case = intake._receive(
            {"who": "person", "subject": "Eine Frage", **values}, uploads
        )
        return cls.env["wohnkoord.advisory"].browse(case.id)

    @classmethod
    def _mails(cls, address):
        return cls.env["mail.mail"].search([("email_to", "ilike", address)])


class PublicEnquiryCase(EnquiryCase, PublicCase):
    """The enquiry's pages as a visitor uses them."""

    def _fields(self, page, action):
        """The form's fields as a browser sends them, lists included."""
        forms = page.xpath(f"//main//form[@action='{action}']")
        self.assertEqual(len(forms), 1, f"one form for {action}")
        self.assertEqual(forms[0].get("method"), "post")
        fields = {}
        for name, value in forms[0].form_values():
            fields.setdefault(name, []).append(value)
        return fields

    def _step(self, number, files=None, prefix="", **values):
        """Fill in a step and press a button (``go`` or ``remove``), "next" if none."""
        path = f"{prefix}/advice/step/{number}"
        fields = self._fields(self._open(path), path)
        fields.update({"go": "next", **values} if "remove" not in values else values)
        return self._send(path, fields, files=files)

    def _fill(self, one=None, two=None, three=None, files=None, prefix=""):
        """Fill in all steps, up to the page that shows everything."""
        steps = [{"who": "person", **(one or {})}]
        steps += [{"subject": "Eine Frage", **(two or {})}, three or {}]
        for number, values in enumerate(steps, start=1):
            files_now = files if number == 2 else None
            answer = self._step(number, files_now, prefix, **values)
            following = f"step/{number + 1}" if number < 3 else "check"
            self.assertGoesTo(answer, f"{prefix}/advice/{following}")
        return self._open(f"{prefix}/advice/check")

    def _submit(self, page=None, prefix="", **values):
        """Send the enquiry."""
        path = f"{prefix}/advice/check"
        page = self._open(path) if page is None else page
        return self._send(path, {**self._fields(page, path), **values})

    def _enquire(self, *args, **kwargs):
        """Fill in and send; the case that came of it."""
        before = self._last_case()
        page = self._fill(*args, **kwargs)
        prefix = kwargs.get("prefix", "")
        self.assertGoesTo(self._submit(page, prefix), f"{prefix}/advice/sent")
        case = self._last_case()
        self.assertNotEqual(case, before, "a new case")
        return case

    def _last_case(self):
        self.env.invalidate_all()
        return self.env["wohnkoord.advisory"].search(
            [("origin", "=", "form")], order="id desc", limit=1
        )

    def _main(self, response):
        main = html.fromstring(response.text).xpath("//main")[0]
        return " ".join(main.text_content().split())

    def assertGoesTo(self, response, path):
        self.assertEqual(response.status_code, 303, response.text[:300])
        self.assertURLEqual(response.headers["Location"], path)
