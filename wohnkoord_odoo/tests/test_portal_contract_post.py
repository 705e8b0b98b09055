# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalContractPost(PortalCase):
    """What a consultant does in the portal: good, bad, foreign, twice."""

    def setUp(self):
        super().setUp()
        self._login(self.consultant)

    # -- change, delete, submit ----------------------------------------------------------

    def test_change(self):
        entry = self._make_entry(self.call_off, 30)
        action = f"{self.url}/entries/{entry.id}"
        page = self._page(action)
        form = self._form(page, action)
        self.assertEqual(form["duration"], "0:30")
        self.assertEqual(form["description"], entry.description)
        response = self._post(action, page=page, duration="0,75", description="Neu")
        self.assertGoesTo(response, f"{self.url}?done=changed")
        self.assertRecordValues(
            self._entries_of(),
            [{"minutes": 45, "description": "Neu", "state": "draft"}],
        )
        page = self.assertFieldError(
            self._post(action, page=page, form_token="other", duration="11:00"),
            "entry-duration",
            "hours are left",
        )
        self.assertEqual(self._form(page, action)["duration"], "11:00")
        self.assertEqual(self._entries_of().minutes, 45)
        self.assertBalanced()

    def test_change_refused_and_submit(self):
        entry = self._make_entry(self.call_off, 600, submit=True)
        entry.with_user(self.manager).action_refuse("Zu viel.")
        action = f"{self.url}/entries/{entry.id}"
        page = self._page(action)
        self.assertIn("Zu viel.", self._text_of(page))
        self.assertFalse(page.xpath(f"//form[@action='{action}/delete']"), "evidence")
        response = self._post(action, page=page, duration="2", submit="1")
        self.assertGoesTo(response, f"{self.url}?done=submitted")
        self.assertRecordValues(
            self._entries_of(), [{"minutes": 120, "state": "submitted"}]
        )
        self.assertBalanced()

    def test_delete(self):
        entry = self._make_entry(self.call_off, 30)
        action = f"{self.url}/entries/{entry.id}/delete"
        page = self._page(f"{self.url}/entries/{entry.id}")
        fields = self._form(page, action)
        self.assertGoesTo(self._send(action, fields), f"{self.url}?done=deleted")
        self.assertFalse(self._entries_of())
        self.assertGoesTo(self._send(action, fields), self.url)  # a double tap
        self.assertBalanced()

    def test_submit_one(self):
        entries = self._make_many(2)
        action = f"{self.url}/entries/{entries[0].id}/submit"
        fields = self._form(self._page(self.url), action)
        self.assertGoesTo(self._send(action, fields), f"{self.url}?done=submitted")
        self.assertEqual(self._entries_of().mapped("state"), ["submitted", "draft"])
        self.assertGoesTo(self._send(action, fields), self.url)
        self.assertEqual(self._entries_of().mapped("state"), ["submitted", "draft"])

    def test_submit_all(self):
        self._make_many(3)
        colleagues = self._make_entry(self.call_off, 30, user=self.colleague)
        page = self._page(self.url)
        self.assertIn("my drafts (3)", self._text_of(page))
        response = self._post(f"{self.url}/submit", page=page)
        self.assertGoesTo(response, f"{self.url}?done=all")
        self.assertEqual(
            self._entries_of().mapped("state"), ["submitted"] * 3 + ["draft"]
        )
        self.assertEqual(colleagues.state, "draft")
        self.assertGoesTo(
            self._post(f"{self.url}/submit", page=page), f"{self.url}?done=all"
        )

    def test_submit_without_hours_left(self):
        """A refused entry whose hours are gone is explained above the list."""
        entry = self._make_entry(self.call_off, 600, submit=True)
        entry.with_user(self.manager).action_refuse("Bitte kürzen.")
        self._make_entry(self.call_off, 60)
        response = self._post(f"{self.url}/entries/{entry.id}/submit")
        alert = self._main(response).xpath("//*[@role='alert']")[0]
        self.assertIn("9.00 hours are left", self._text_of(alert))
        self.assertEqual(entry.state, "refused")
        self.assertBalanced()

    def test_locked_period(self):
        entry = self._make_entry(self.call_off, 30)
        page = self._page(self.url)
        self.contract.lock_date = self.today
        self.env.flush_all()
        action = f"{self.url}/entries/{entry.id}"
        self.assertGoesTo(self._post(f"{action}/submit", page=page), self.url)
        self.assertGoesTo(self.url_open(action, allow_redirects=False), self.url)
        response = self._post(f"{self.url}/entries", **self._entry_values())
        self.assertIn("is locked", self._text_of(self._main(response)))

    # -- what is not the user's ----------------------------------------------------------

    def test_invented_fields_are_ignored(self):
        values = self._entry_values(call_off="1", reversal_of_id="1")
        response = self._post(f"{self.url}/entries", **values)
        self.assertEqual(response.status_code, 303)

    def test_foreign_posts(self):
        hidden = self._hidden()
        rival_call_off = self._make_rival_call_off()
        rival_entry = self._make_entry(rival_call_off, 30, user=self.rival)
        colleagues = self._make_entry(self.call_off, 30, user=self.colleague)
        submitted = self._make_entry(self.call_off, 30, submit=True)
        values = {**hidden, **self._entry_values(), "hours": "2", "reason": "x"}
        values["result"] = "Fremd"
        rival_url = f"/my/call-offs/{rival_call_off.id}"
        for url in (rival_url, "/my/call-offs/999999"):
            for path in (
                "entries",
                "submit",
                "hours",
                "result",
                f"entries/{rival_entry.id}",
                f"entries/{rival_entry.id}/delete",
                f"entries/{rival_entry.id}/submit",
                f"entries/{submitted.id}/delete",
            ):
                with self.subTest(url=url, path=path):
                    self.assertSentToStart(self._send(f"{url}/{path}", values))
        for path in ("", "/delete", "/submit"):
            for entry_id in (rival_entry.id, 999999):
                # the order is the user's own, the entry is not of this order
                self.assertSentToStart(
                    self._send(f"{self.url}/entries/{entry_id}{path}", values)
                )
            for entry in (colleagues, submitted):
                self.assertGoesTo(
                    self._send(f"{self.url}/entries/{entry.id}{path}", values), self.url
                )
        self.env.invalidate_all()
        self.assertRecordValues(
            (rival_entry | colleagues | submitted).sudo(),
            [
                {"state": "draft", "minutes": 30},
                {"state": "draft", "minutes": 30},
                {"state": "submitted", "minutes": 30},
            ],
        )
        self.assertFalse(rival_call_off.result)
        self.assertFalse(rival_call_off.hours_request_ids)
        self.assertEqual(len(self._entries_of(rival_call_off)), 1)

    # -- more hours, result ----------------------------------------------------------------

    def test_more_hours(self):
        action = f"{self.url}/hours"
        form = self._form(self._page(self.url), action)
        good = {**form, "hours": "2,5", "reason": "Die Gruppe hat gewechselt."}
        for _tap in range(2):
            self.assertGoesTo(self._send(action, good), f"{self.url}?done=hours")
        request = self.call_off.hours_request_ids
        self.assertRecordValues(
            request,
            [
                {
                    "hours": 2.5,
                    "reason": "Die Gruppe hat gewechselt.",
                    "state": "requested",
                }
            ],
        )
        page = self._page(self.url)
        self.assertIn("waiting for an answer", self._text_of(page))
        self.assertFalse(page.xpath(f"//form[@action='{action}']"), "one at a time")
        # another tab still has the form: the constraint's own words
        with mute_logger("odoo.sql_db"):
            response = self._send(action, {**good, "form_token": "another"})
        self.assertIn(
            "waiting for an answer already", self._text_of(self._main(response))
        )
        request.with_user(self.adviser).action_grant()
        text = self._text_of(self._page(self.url))
        self.assertIn("granted", text)
        self.assertIn("12:30 h left", text)

    def test_more_hours_bad(self):
        action = f"{self.url}/hours"
        for values, field, said in (
            ({"hours": "viel", "reason": "x"}, "more-hours-field", "not a duration"),
            ({"hours": "0:20", "reason": "x"}, "more-hours-field", "quarter"),
            ({"hours": "2", "reason": " "}, "more-reason", "fill in"),
        ):
            page = self._main(self._post(action, **values))
            details = page.xpath(f"//form[@action='{action}']/..")[0]
            self.assertIsNotNone(details.get("open"), "the form is not folded away")
            self.assertEqual(
                page.xpath(f"//*[@id='{field}']")[0].get("aria-invalid"), "true"
            )
            self.assertIn(said, self._text_of(details))
            self.assertEqual(self._form(page, action)["hours"], values["hours"])
        self.assertFalse(self.call_off.hours_request_ids)

    def test_more_hours_refused(self):
        self._post(f"{self.url}/hours", hours="2", reason="Weiter")
        self.env.invalidate_all()
        self.call_off.hours_request_ids.with_user(self.adviser).action_refuse(
            "Das Budget ist erschöpft."
        )
        text = self._text_of(self._page(self.url))
        self.assertIn("refused", text)
        self.assertIn("Answer: Das Budget ist erschöpft.", text)

    def test_result(self):
        action = f"{self.url}/result"
        text = "Rechnung steht.\nNächster Schritt: Bank."
        self.assertGoesTo(self._post(action, result=text), f"{self.url}?done=result")
        self.env.invalidate_all()
        self.assertEqual(self.call_off.result.splitlines(), text.splitlines())
        form = self._form(self._page(self.url), action)
        self.assertIn("Nächster Schritt: Bank.", form["result"])
        self.assertFieldError(
            self._post(action, result=" "), "result-result", "fill in"
        )
        self.env.invalidate_all()
        self.assertIn("Rechnung steht.", self.call_off.result)

    def test_result_after_closing(self):
        page = self._page(self.url)
        self.call_off.result = "Fertig."
        self.call_off.action_close()
        response = self._post(f"{self.url}/result", page=page, result="Anders")
        alert = self._main(response).xpath("//*[@role='alert']")[0]
        self.assertIn("while the order runs", self._text_of(alert))
        self.assertEqual(self.call_off.result, "Fertig.")
        response = self._post(f"{self.url}/entries", page=page, **self._entry_values())
        alert = self._main(response).xpath("//*[@role='alert']")[0]
        self.assertIn("is not open", self._text_of(alert))
        self.assertFalse(self._entries_of())
