# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.network_event_booking import MOST_PERSONS
from .form import FormError
from .public_event import PublicEvents
from .public_form import PublicForms

NAME_LENGTH = 80
PHONE_LENGTH = 40
ANSWER_LENGTH = 1000
#: registrations from one address within an hour, whatever the event
BOOKINGS_PER_HOUR = 10
#: in a name, these are advertising that would be sent to somebody by our mail
NO_NAME = ("://", "www.", "@", "\n", "\r", "<", ">")


class PublicEventRegistration(PublicEvents, PublicForms):
    """Register for an event without a login; see, change and cancel it by a link."""

    @http.route(
        "/events/<string:slug>/register",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def event_register(self, slug, **post):
        """Register; the answer is the same whether the address is known or not."""
        event_sudo = self._event(slug)
        if not event_sudo:
            raise self._not_found()
        errors = self._post_public(
            "event", post, lambda: self._event_book(event_sudo, post)
        )
        if errors:
            names = ["name", "email", "phone", "persons", "newsletter"]
            names += [q["name"] for q in event_sudo._question_values()]
            form = self._typed_public(post, names, errors)
            return self._render_event(event_sudo, form)
        return request.redirect(f"/events/{event_sudo.slug}/thanks", code=303)

    @http.route(
        "/events/<string:slug>/register",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def event_register_page(self, slug, **_params):
        """Nothing of its own: the form stands on the event's page."""
        event_sudo = self._event(slug)
        if not event_sudo:
            raise self._not_found()
        return request.redirect(event_sudo._public_path(), code=303)

    @http.route(
        "/events/<string:slug>/thanks",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def event_thanks(self, slug, **_params):
        """What happens next."""
        event_sudo = self._event(slug)
        if not event_sudo:
            raise self._not_found()
        return self._render_public(
            "public_message",
            request.env._("Thank you"),
            message=request.env._(
                "We have sent you an e-mail. It says whether you have a seat, and has a"
                " link with which you can change or cancel your registration. If it does"
                " not arrive within half an hour, please look into your spam folder."
            ),
            next_url="/events",
            next_label=request.env._("All events"),
            noindex=True,
        )

    @http.route(
        "/events/registration/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def event_own_page(self, token, **_params):
        """The person's own registration; opening it changes nothing."""
        registration_sudo = self._event_registration(token)
        if not registration_sudo:
            raise self._not_found()
        return self._event_render_own(registration_sudo, token)

    @http.route(
        "/events/registration/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def event_own_post(self, token, action="", **post):
        """Cancel, or come with more or fewer; a second click changes nothing."""
        registration_sudo = self._event_registration(token)
        if not registration_sudo:
            raise self._not_found()
        try:
            with request.env.cr.savepoint():
                if action == "cancel":
                    registration_sudo._own_cancel()
                elif action == "change":
                    registration_sudo._own_change(self._event_read_persons(post))
        except FormError as error:
            return self._event_render_own(registration_sudo, token, error.errors)
        except UserError as error:
            errors = {"persons": error.args[0]}
            return self._event_render_own(registration_sudo, token, errors)
        return request.redirect(f"/events/registration/{token}", code=303)

    # -- what is read ------------------------------------------------------------------

    def _event_book(self, event_sudo, post):
        values = {
            "name": self._event_read_name(post),
            "email": self._read_email(post),
            "phone": self._text(post, "phone")[:PHONE_LENGTH],
            "person_count": self._event_read_persons(post),
            "lang": request.env.lang,
        }
        answers = self._event_read_answers(event_sudo, post, values)
        limits = request.env["wohnkoord.rate.limit"]
        if not limits._allow("event address", values["email"], BOOKINGS_PER_HOUR):
            return  # somebody else's address is typed in again and again
        event_sudo._book(values, answers)
        if self._text(post, "newsletter"):
            self._event_ask_newsletter(event_sudo, values)

    def _event_read_name(self, post):
        name = self._text(post, "name")
        if error := self._text_error(name, NAME_LENGTH):
            raise FormError({"name": error})
        if any(part in name.lower() for part in NO_NAME):
            raise FormError({"name": request.env._("Please enter a name only.")})
        return name

    def _event_read_persons(self, post):
        text = self._text(post, "persons")
        allowed = {str(number): number for number in range(1, MOST_PERSONS + 1)}
        if text not in allowed:
            raise FormError(
                {
                    "persons": request.env._(
                        "Please choose 1 to %(most)s persons.", most=MOST_PERSONS
                    )
                }
            )
        return allowed[text]

    def _event_read_answers(self, event_sudo, post, values):
        """Answers to the event's own questions.

        :param dict values: the registration's, that an answer may belong to
        :return list: values of ``event.registration.answer``
        """
        errors = {}
        answers = []
        for question in event_sudo._question_values():
            text = self._text(post, question["name"])
            if error := self._event_answer_error(question, text):
                errors[question["name"]] = error
            elif text and question["type"] == "company_name":
                values["company_name"] = text
            elif text and question["type"] == "simple_choice":
                answers.append(
                    {"question_id": question["id"], "value_answer_id": int(text)}
                )
            elif text:
                answers.append({"question_id": question["id"], "value_text_box": text})
        if errors:
            raise FormError(errors)
        return answers

    def _event_answer_error(self, question, text):
        if not text:
            return question["required"] and self._text_error(text, ANSWER_LENGTH)
        if question["type"] == "simple_choice" and text not in dict(
            question["choices"]
        ):
            return request.env._("Please choose one of the answers.")
        return self._text_error(text, ANSWER_LENGTH)

    def _event_ask_newsletter(self, event_sudo, values):
        """Start the double opt-in: only the owner of the address can say yes."""
        office_sudo = event_sudo.company_id
        partner_sudo = self._office_env()["res.partner"]._wohnkoord_of_address(
            values["email"], office_sudo, name=values["name"]
        )
        self._office_env()["wohnkoord.consent"]._request(
            partner_sudo, "newsletter", office_sudo
        )

    # -- what is shown -----------------------------------------------------------------

    def _event_form_values(self, event_sudo, office_sudo, values):
        if not values["is_open"]:
            return {}
        is_full = event_sudo._free_seats() == 0
        return {
            "questions": event_sudo._question_values(),
            "persons": [(str(n), str(n)) for n in range(1, MOST_PERSONS + 1)],
            "newsletter_text": self._event_newsletter_text(office_sudo),
            "keep_months": office_sudo.wohnkoord_event_keep_months,
            "privacy_url": office_sudo.wohnkoord_privacy_url,
            "accepts": not is_full or event_sudo.has_waiting_list,
            "only_waiting": is_full,
            **self._form_start("event"),
        }

    def _event_newsletter_text(self, office_sudo):
        texts_sudo = self._office_env()["wohnkoord.consent.text"]
        try:
            return texts_sudo._current("newsletter", office_sudo).text
        except UserError:
            return ""

    def _event_registration(self, token):
        registrations_sudo = self._office_env()["event.registration"]
        registration_sudo = registrations_sudo._of_link(token)
        return registration_sudo.filtered(
            lambda r: r.event_id.company_id == self._office()
        )

    def _event_render_own(self, registration_sudo, token, errors=None):
        return self._render_public(
            "public_event_registration",
            request.env._("Your registration"),
            registration=registration_sudo._own_values(),
            persons=[(str(n), str(n)) for n in range(1, MOST_PERSONS + 1)],
            token=token,
            form={
                "values": {"persons": str(registration_sudo.person_count)},
                "errors": errors or {},
            },
            noindex=True,
        )
