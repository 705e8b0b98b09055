# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A real browser; what goes wrong on a page is collected and fails the test."""

from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

#: messages of the browser or of Odoo that say nothing about our pages, with the reason
HARMLESS = (
    "/websocket",  # the HTTP port of a prefork server has no bus
    "Failed to load resource",  # named below, with its address
    "ResizeObserver loop",  # Chromium's own notice
)
#: a dialog that Odoo opens for an error nobody caught
ERROR_DIALOG = ".o_error_dialog, .o_dialog_error"


class Browser:
    def __init__(self, settings):
        self.settings = settings

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(
            executable_path=self.settings["CHROMIUM"],
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        return self

    def __exit__(self, *exc):
        self.chromium.close()
        self.playwright.stop()

    def new_page(self, client=None, width=1400):
        """A page of its own session; ``client`` is already logged in there.

        :param int width: 390 is a phone, with touch
        """
        phone = width < 768
        context = self.chromium.new_context(
            base_url=self.settings["WOHNKOORD_TEST_URL"],
            viewport={"width": width, "height": 844 if phone else 900},
            has_touch=phone,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15000)
        if client:
            host = urlsplit(self.settings["WOHNKOORD_TEST_URL"]).hostname
            context.add_cookies(
                [
                    {
                        "name": "session_id",
                        "value": client.http.cookies["session_id"],
                        "domain": host,
                        "path": "/",
                    }
                ]
            )
        page = context.new_page()
        page.problems = []
        page.base_url = self.settings["WOHNKOORD_TEST_URL"]
        watch(page)
        return page


def watch(page):
    """Collect console errors, uncaught exceptions and failed answers."""

    def note(kind, text):
        problem = f"{urlsplit(page.url).path}: {kind}: {text[:600]}"
        if problem not in page.problems and not any(h in text for h in HARMLESS):
            page.problems.append(problem)

    page.on("console", lambda m: note("console", m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: note("exception", str(error)))
    own = ("data:", "blob:", "about:", page.base_url)
    page.on(
        "request",
        lambda r: None if r.url.startswith(own) else note("third party", r.url),
    )
    page.on(
        "response",
        lambda r: note("answer", f"{r.status} {r.url}") if r.status >= 400 else None,
    )


def note_dialogs(page):
    """Add an open error dialog to the page's problems, and close it."""
    dialog = page.locator(ERROR_DIALOG)
    if dialog.count():
        details = dialog.locator("button", has_text="Details")
        if details.count():
            details.first.click()
        page.problems.append(f"{page.url}: dialog: {dialog.first.inner_text()[:3000]}")
        page.keyboard.press("Escape")
