# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A visitor of the public pages without a login and without JavaScript."""

import secrets
import time
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html

#: a form that comes back faster is taken for a machine's
PATIENCE = 2.2


class Visitor:
    def __init__(self, url, language="de"):
        self.url = url
        self.http = requests.Session()
        self.http.headers["Accept-Language"] = language

    def open(self, path, **kwargs):
        """Open a page, following redirects only within this server."""
        answer = self.http.get(urljoin(self.url, path), timeout=60, **kwargs)
        assert urlsplit(answer.url).netloc == urlsplit(self.url).netloc, answer.url
        return answer

    def form(self, answer, action=None):
        """The fields of the page's form as a browser would send them.

        :param str action: the end of the form's address; needed if there are several
        :return: (address, fields); a field with several values is a list
        """
        forms = [
            form
            for form in html.fromstring(answer.text).xpath("//main//form")
            if not action or (form.get("action") or "").endswith(action)
        ]
        assert len(forms) == 1, f"{len(forms)} forms {action} at {answer.url}"
        fields = {}
        for name, value in forms[0].form_values():
            fields.setdefault(name, []).append(value)
        fields = {n: v if len(v) > 1 else v[0] for n, v in fields.items()}
        return urljoin(answer.url, forms[0].get("action") or answer.url), fields

    def send(self, answer, action=None, files=None, wait=True, follow=True, **values):
        """Fill in the page's form and send it as a person does, taking a moment."""
        address, fields = self.form(answer, action)
        if wait and "form_opened" in fields:
            time.sleep(PATIENCE)
        return self.http.post(
            address,
            data={**fields, **values},
            files=files,
            timeout=60,
            allow_redirects=follow,
        )

    def links(self, answer, part):
        """The addresses on the page that contain ``part``."""
        found = html.fromstring(answer.text).xpath("//main//a/@href")
        return [link for link in found if part in link]

    def another(self, fields):
        """The same form as if opened once more."""
        return {**fields, "form_token": secrets.token_urlsafe(24)}


def errors(answer):
    """What the page says is wrong, in words."""
    page = html.fromstring(answer.text)
    return [
        " ".join(element.text_content().split())
        for element in page.xpath("//*[@role='alert']")
    ]
