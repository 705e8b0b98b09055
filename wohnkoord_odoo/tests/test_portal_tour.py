# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCase):
    """A consultant's day on a phone, in a real browser."""

    browser_size = "390x844"
    touch_enabled = True

    def test_portal_hours(self):
        self._make_entry(
            self.call_off,
            45,
            description="Vorgestern notiert",
            date=self.today - timedelta(days=2),
        )
        self.start_tour("/my", "wohnkoord_portal_hours", login=self.consultant.login)
        entries = self._entries_of()
        self.assertRecordValues(
            entries,
            [
                {
                    "description": "Telefonat mit der Bank",
                    "minutes": 75,
                    "state": "submitted",
                    "date": self._day(),
                },
            ],
        )
        self.assertRecordValues(
            self.call_off.hours_request_ids,
            [{"hours": 2.5, "reason": "Ein weiteres Treffen", "state": "requested"}],
        )
        self.assertEqual(self.call_off.result, "Nächster Schritt: Bank")
        self.assertBalanced()

    def test_no_horizontal_scroll(self):
        """Nothing is wider than the phone, and what is tapped is thumb-sized."""
        self.call_off.description = "Wirtschaftlichkeitsberechnungsgrundlagen" * 6
        self._make_entry(self.call_off, 30, description="W" * 200)
        refused = self._make_entry(self.call_off, 30, submit=True)
        refused.with_user(self.manager).action_refuse("M" * 200)
        code = """
            const wide = document.documentElement.scrollWidth;
            const small = [...document.querySelectorAll("main .btn, main input, main select")]
                .filter((el) => el.offsetParent && el.type !== "hidden")
                .filter((el) => el.getBoundingClientRect().height < 44)
                .map((el) => el.outerHTML);
            if (window.innerWidth !== 390 || wide > 390) {
                console.error(`${wide} px on ${window.innerWidth} px`);
            } else if (small.length) {
                console.error("too small: " + small.join(" "));
            } else {
                console.log("test successful");
            }
        """
        entry = self._entries_of()[0]
        for path in (
            "/my/call-offs",
            self.url,
            f"{self.url}/entries/{entry.id}",
            "/my/hours",
        ):
            with self.subTest(path=path):
                self.browser_js(path, code, login=self.consultant.login)
