# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from io import BytesIO

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .project_common import ProjectCase, encoded, picture


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkProjectAccess(ProjectCase):
    """Who reads and writes drafts, pages and pictures in the back office and by RPC."""

    def test_office(self):
        draft = self.draft.with_user(self.adviser)
        draft.teaser = "Kürzer."
        self._add_picture(draft)
        with self.assertRefused(exception=AccessError):
            draft.unlink()
        self.draft.with_user(self.manager).unlink()

    def test_page_is_written_by_releases_only(self):
        for user in (self.adviser, self.manager, self.steering, self.spokesperson):
            page = self.page.with_user(user)
            with self.assertRefused(exception=AccessError):
                page.write({"teaser": "Heimlich"})
            with self.assertRefused(exception=AccessError):
                page.create({"initiative_id": self.initiative.id, "name": "Heimlich"})
            with self.assertRefused(exception=AccessError):
                page.unlink()

    def test_released_picture_is_written_by_releases_only(self):
        self._add_picture()
        self.draft.action_release()
        for user in (self.adviser, self.manager):
            with self.assertRefused(exception=AccessError):
                self.page.picture_ids.with_user(user).write({"alt": "Heimlich"})

    def test_steering_reads_what_is_public(self):
        self._add_picture()
        self.draft.action_release()
        pages = self.env["wohnkoord.project.page"].with_user(self.steering)
        pictures = self.env["wohnkoord.project.picture"].with_user(self.steering)
        self.assertEqual(pages.search([]), self.page)
        self.assertEqual(pages.search([("is_public", "=", True)]), self.page)
        self.assertTrue(pictures.search([]))
        values = pages.search([]).read(["name", "status", "districts", "legal_form"])[0]
        self.assertEqual(values["districts"], "Probeviertel")
        self.consent.action_withdraw()
        self.env.flush_all()
        self.assertFalse(pages.search([]))
        self.assertFalse(pictures.search([]))
        with self.assertRefused(exception=AccessError):
            self.page.with_user(self.steering).read(["name"])

    def test_steering_reads_no_more(self):
        for record in (self.initiative, self.draft, self.consent):
            with self.assertRefused(exception=AccessError):
                record.with_user(self.steering).read(["display_name"])
        page = self.page.with_user(self.steering)
        self.env.flush_all()
        self.env.invalidate_all()
        for name in ("contact_id", "initiative_id"):
            with self.assertRefused(exception=AccessError):
                page.read([name])
            with self.assertRefused(exception=AccessError):
                page.search([(f"{name}.name", "ilike", "a")])

    def test_portal_has_no_rights(self):
        for model in ("draft", "draft.picture", "page", "picture"):
            records = self.env[f"wohnkoord.project.{model}"]
            for user in (self.spokesperson, self.env.ref("base.public_user")):
                with self.assertRefused(exception=AccessError):
                    records.with_user(user).search([])

    def test_other_office(self):
        for record in (self.draft, self.page):
            self.assertFalse(record.with_user(self.other_adviser).search([]))
            with self.assertRefused(exception=AccessError):
                record.with_user(self.other_adviser).read(["name"])

    def test_contact_of_another_office(self):
        stranger = self._make_person("Fremde Person", self.other_company)
        with self.assertRefused():
            self.draft.contact_id = stranger


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkProjectPicture(ProjectCase):
    """Pictures are made anew; what is none is refused."""

    def test_picture_is_made_anew(self):
        exif = Image.Exif()
        exif[0x010E] = "geheim"
        data = picture(size=(2400, 1200), exif=exif)
        self.assertIn(b"geheim", data)
        made = self._add_picture(image=encoded(data))
        for name, width in (("image", 1600), ("image_small", 640)):
            stored = base64.b64decode(made[name])
            self.assertNotIn(b"geheim", stored)
            with Image.open(BytesIO(stored)) as image:
                self.assertEqual((image.format, image.width), ("JPEG", width))

    def test_transparent_becomes_white(self):
        data = picture(color=(0, 0, 0, 0), kind="PNG")
        made = self._add_picture(image=encoded(data))
        with Image.open(BytesIO(base64.b64decode(made.image))) as image:
            self.assertGreater(min(image.getpixel((5, 5))), 250)

    def test_what_is_no_picture(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
        for data in (
            svg,
            b"",
            b"<html></html>",
            b"%PDF-1.4",
            picture(kind="GIF"),
            b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 60,
            b"\xff\xd8\xff\xe0" + b"\0" * 200,
        ):
            with self.assertRefused():
                self._add_picture(image=encoded(data))
        with self.assertRefused():
            self._add_picture(image="kein base64 !!")

    def test_too_many_pixels(self):
        bomb = picture(size=(9000, 9000), kind="PNG", color=(1, 1, 1))
        self.assertLess(len(bomb), 1_000_000)
        with self.assertRefused("too many pixels"):
            self._add_picture(image=encoded(bomb))

    def test_too_many_bytes(self):
        data = picture() + b"\0" * (10 * 1024 * 1024)
        with self.assertRefused("too large"):
            self._add_picture(image=encoded(data))

    def test_derived_values_are_not_taken(self):
        made = self._add_picture()
        derived = {"image_small": encoded(b"x"), "digest": "x"}
        before = (made.image_small, made.digest)
        made.write(derived)
        self.assertEqual((made.image_small, made.digest), before)
        second = self._add_picture(**derived)
        self.assertEqual((second.image_small, second.digest), before)
        with self.assertRefused():
            made.write({"image": encoded(b"<svg/>")})
        with self.assertRefused():
            made.alt = False

    def test_release_keeps_addresses(self):
        first = self._add_picture()
        self.assertEqual(self.draft.state, "draft", "a picture is a change")
        self.draft.action_release()
        released = self.page.picture_ids
        first.alt = "Anders beschrieben"
        second = self._add_picture(image=encoded(picture((200, 30, 30))), alt="Zwei")
        self.assertEqual(released.alt, "Ein Haus")
        self.assertIn("Anders beschrieben", self.draft.changes)
        self.draft.action_release()
        self.assertEqual(len(self.page.picture_ids), 2)
        self.assertEqual(released.alt, "Anders beschrieben")
        first.unlink()
        self.assertEqual(self.draft.state, "draft")
        self.draft.action_release()
        self.assertFalse(released.exists())
        self.assertEqual(self.page.picture_ids.digest, second.digest)

    def test_same_picture_twice(self):
        self._add_picture()
        self._add_picture(alt="Noch einmal")
        self.draft.action_release()
        self.assertEqual(
            self.page.picture_ids.mapped("alt"), ["Ein Haus", "Noch einmal"]
        )
        self.draft.action_release()
        self.assertEqual(
            self.page.picture_ids.mapped("alt"), ["Ein Haus", "Noch einmal"]
        )

    def test_number(self):
        for _number in range(10):
            self._add_picture()
        with self.assertRefused("at most 10"):
            self._add_picture()
