# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import time

from odoo import http
from odoo.http import request

from ..models.network_enquiry_upload import FILE_TYPES, MOST_BYTES, MOST_FILES
from .form import FormError
from .public_enquiry_read import (
    NAME_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    PublicEnquiryRead,
)

STEPS = (1, 2, 3)
#: what the visitor typed so far, and what was sent last, in the visitor's session
STATE, SENT = "wohnkoord_enquiry", "wohnkoord_enquiry_sent"
#: a half-filled form is forgotten after this time, the reference number after that
KEEP_SECONDS, SENT_SECONDS = 12 * 3600, 15 * 60
#: posts of single steps from one address within an hour
STEPS_PER_HOUR = 200
ROUTE = {"type": "http", "auth": "public", "website": True}


class PublicEnquiry(PublicEnquiryRead):
    """The enquiry in three short steps, each a page of its own.

    What was typed stays in the visitor's session, so that going back and forth, another
    language and the browser's own buttons lose nothing. It is checked again when it is
    sent.
    """

    @http.route("/advice", methods=["GET"], readonly=True, **ROUTE)
    def enquiry_start(self, **_params):
        """What the office does, for whom, and the ways to reach it."""
        office_sudo = self._office()
        return self._render_public(
            "public_enquiry_start",
            request.env._("Advice on living together"),
            description=request.env._(
                "Free and confidential advice for groups, households and owners who want"
                " to live together or help others to do so."
            ),
            office=self._enquiry_office(office_sudo),
            pages={entry["url"] for entry in office_sudo._wohnkoord_sorted_menu()},
            has_draft=bool(self._enquiry_state()["done"]),
            url=self._enquiry_url,
        )

    @http.route("/advice/step/<int:step>", methods=["GET"], readonly=True, **ROUTE)
    def enquiry_step(self, step, **params):
        """One step, filled with what was typed before."""
        if step not in STEPS:
            raise self._not_found()
        state = self._enquiry_state()
        if missing := [s for s in STEPS if s < step and s not in state["done"]]:
            return self._enquiry_go(f"/advice/step/{missing[0]}")
        return self._enquiry_render_step(step, state, {}, bool(params.get("change")))

    @http.route("/advice/step/<int:step>", methods=["POST"], **ROUTE)
    def enquiry_step_post(self, step, **post):
        """Keep what was typed, then go on, back, or stay if something is wrong."""
        if step not in STEPS:
            raise self._not_found()
        state = self._enquiry_state()
        values, errors = self._enquiry_read(step, post)
        state["values"] |= values
        sender = request.httprequest.remote_addr
        limit = request.env["wohnkoord.rate.limit"]
        change = bool(self._text(post, "change"))
        if not limit._allow("enquiry step", sender, STEPS_PER_HOUR):
            errors = {
                "form": request.env._(
                    "This form was sent very often from your connection. Please try"
                    " again in an hour, or write or phone us."
                )
            }
            return self._enquiry_render_step(step, state, errors, change)
        if step == 2:
            self._enquiry_take_files(state, post, errors)
        state["done"] = sorted({*state["done"], step} - ({step} if errors else set()))
        request.session[STATE] = {**state, "time": time.time()}
        if self._text(post, "go") == "back":
            return self._enquiry_go(
                f"/advice/step/{step - 1}" if step > 1 else "/advice"
            )
        if errors:
            return self._enquiry_render_step(step, state, errors, change)
        if self._text(post, "remove"):
            return self._enquiry_go(f"/advice/step/{step}" + "?change=1" * change)
        if change or step == STEPS[-1]:
            return self._enquiry_go("/advice/check")
        return self._enquiry_go(f"/advice/step/{step + 1}")

    @http.route("/advice/check", methods=["GET"], readonly=True, **ROUTE)
    def enquiry_check(self, **_params):
        """Everything that was typed, to be looked at once more."""
        return self._enquiry_render_check({})

    @http.route("/advice/check", methods=["POST"], **ROUTE)
    def enquiry_send(self, **post):
        """Hand the enquiry to the office, once."""
        state = self._enquiry_state()
        sent = {}

        def job():
            if len(state["done"]) < len(STEPS):
                raise FormError({"form": request.env._("Something is missing.")})
            uploads_sudo = self._enquiry_uploads(state)
            case = self._enquiry_intake()._receive(state["values"], uploads_sudo)
            sent.update(case=case.id, company=case.company_id.id, time=time.time())

        errors = self._post_public("enquiry", post, job)
        if errors:
            return self._enquiry_render_check(errors)
        if sent:
            request.session[SENT] = sent
            request.session.pop(STATE, None)
        return self._enquiry_go("/advice/sent")

    @http.route("/advice/forget", methods=["POST"], **ROUTE)
    def enquiry_forget(self, **_post):
        """Delete what was typed; for those who use somebody else's computer."""
        self._enquiry_uploads(self._enquiry_state()).unlink()
        request.session.pop(STATE, None)
        request.session.pop(SENT, None)
        return self._enquiry_go("/advice")

    # -- what was typed so far ---------------------------------------------------------

    def _enquiry_state(self):
        """A copy of what the session knows: ``values``, ``done`` steps, ``uploads``."""
        state = request.session.get(STATE) or {}
        fresh = state.get("time", 0) > time.time() - KEEP_SECONDS
        if not fresh or state.get("company") != self._office().id:
            state = {}
        return {
            "company": self._office().id,
            "values": dict(state.get("values", {})),
            "done": list(state.get("done", [])),
            "uploads": list(state.get("uploads", [])),
        }

    def _enquiry_uploads(self, state):
        uploads_sudo = self._office_env()["wohnkoord.enquiry.upload"]
        return uploads_sudo.browse(state["uploads"]).exists()

    def _enquiry_take_files(self, state, post, errors):
        uploads_sudo = self._enquiry_uploads(state)
        remove = self._text(post, "remove")
        removed = uploads_sudo.filtered(lambda upload: str(upload.id) == remove)
        uploads_sudo = self._enquiry_files(uploads_sudo - removed, errors)
        removed.unlink()
        state["uploads"] = uploads_sudo.ids

    # -- pages -------------------------------------------------------------------------

    def _enquiry_render_step(self, step, state, errors, change):
        title = self._enquiry_titles()[step]
        page_title = request.env._(
            "Step %(step)s of %(steps)s: %(title)s",
            step=step,
            steps=len(STEPS),
            title=title,
        )
        form_values = {k: v or "" for k, v in state["values"].items()}
        return self._enquiry_private(
            self._render_public(
                f"public_enquiry_step_{step}",
                page_title,
                noindex=True,
                step=step,
                step_title=title,
                step_label=request.env._(
                    "Step %(step)s of %(steps)s", step=step, steps=len(STEPS)
                ),
                change=change,
                form={"values": form_values, "errors": errors},
                url=self._enquiry_url,
                **getattr(self, f"_enquiry_step_{step}")(state),
            )
        )

    def _enquiry_titles(self):
        return {
            1: request.env._("Who asks, and about what?"),
            2: request.env._("Your concern"),
            3: request.env._("How do we reach you?"),
        }

    def _enquiry_step_1(self, _state):
        return {
            "enquirers": self._enquiry_intake()._enquirer_options().items(),
            "topics": self._enquiry_options("wohnkoord.topic"),
            "target_groups": self._enquiry_options("wohnkoord.target.group"),
        }

    def _enquiry_step_2(self, state):
        return {
            "who": state["values"].get("who"),
            "stages": self._enquiry_intake()._stage_options().items(),
            "districts": self._enquiry_options("wohnkoord.district"),
            "uploads": self._enquiry_upload_values(state),
            "file_types": ",".join(f".{ending}" for ending in FILE_TYPES.values()),
            "file_hint": request.env._(
                "At most %(count)s files (%(kinds)s), %(size)s MB each.",
                count=MOST_FILES,
                kinds=", ".join(kind.upper() for kind in FILE_TYPES.values()),
                size=MOST_BYTES // 2**20,
            ),
            "subject_length": SUBJECT_LENGTH,
            "text_length": TEXT_LENGTH,
            "name_length": NAME_LENGTH,
        }

    def _enquiry_step_3(self, state):
        return {
            "who": state["values"].get("who"),
            "reply_ways": self._enquiry_intake()._reply_options().items(),
            "newsletter_text": self._enquiry_intake()._newsletter_text(),
            "name_length": NAME_LENGTH,
        }

    def _enquiry_upload_values(self, state):
        uploads_sudo = self._enquiry_uploads(state)
        return [{"id": u.id, "name": u.attachment_id.name} for u in uploads_sudo]

    def _enquiry_render_check(self, errors):
        state = self._enquiry_state()
        if missing := [step for step in STEPS if step not in state["done"]]:
            return self._enquiry_go(
                f"/advice/step/{missing[0]}" if state["done"] else "/advice"
            )
        office_sudo = self._office()
        return self._enquiry_private(
            self._render_public(
                "public_enquiry_check",
                request.env._("Is everything right?"),
                noindex=True,
                form={"values": {}, "errors": errors},
                parts=self._enquiry_summary(state),
                privacy_url=office_sudo.wohnkoord_privacy_url,
                url=self._enquiry_url,
                **self._form_start("enquiry"),
            )
        )

    def _enquiry_summary(self, state):
        """What was typed, in words: one part for each step."""
        intake = self._enquiry_intake()
        values = intake._relevant(state["values"])
        files = [upload["name"] for upload in self._enquiry_upload_values(state)]
        who = intake._enquirer_options().get(values["who"])
        newsletter = request.env._("yes") if values.get("newsletter") else ""
        rows = {
            1: [
                (request.env._("Who asks"), who),
                (request.env._("Topics"), intake._topics(values).mapped("name")),
                (
                    request.env._("It concerns"),
                    intake._target_groups(values).mapped("name"),
                ),
            ],
            2: [
                (request.env._("Concern"), values.get("subject")),
                (request.env._("More about it"), values.get("concern")),
                *intake._group_rows(values),
                (request.env._("Files"), files),
            ],
            3: [
                *intake._reach_rows(values),
                (request.env._("Newsletter"), newsletter),
            ],
        }
        titles = self._enquiry_titles()
        return [
            {
                "step": step,
                "title": titles[step],
                "rows": [
                    (label, value if isinstance(value, list) else [value])
                    for label, value in rows[step]
                    if value
                ],
            }
            for step in STEPS
        ]

    def _enquiry_office(self, office_sudo):
        """The plain values that the pages show of the office."""
        return {
            "name": office_sudo.name,
            "email": office_sudo.email or "",
            "phone": office_sudo.phone or "",
            "hours": office_sudo.wohnkoord_office_hours or "",
            "street": office_sudo.street or "",
            "city": " ".join(filter(None, (office_sudo.zip, office_sudo.city))),
        }

    def _enquiry_url(self, path):
        """``path`` in the language of the page."""
        return request.env["ir.http"]._url_for(path)

    def _enquiry_go(self, path):
        return request.redirect(self._enquiry_url(path), code=303)

    def _enquiry_private(self, response):
        """Keep what somebody typed out of caches, also of a shared computer's."""
        response.headers["Cache-Control"] = "no-store"
        return response
