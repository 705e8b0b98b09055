# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo.http import request

from ..models.network_enquiry_upload import (
    FILE_TYPES,
    MOST_BYTES,
    MOST_BYTES_TOTAL,
    MOST_FILES,
)
from .form import FormError
from .public_form import PublicForms

#: characters of a name, of the concern in one sentence, and of more about it
NAME_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH = 100, 150, 5000
MOST_HOUSEHOLDS = 999
MOST_LINKS = 3
LINK = re.compile(r"(?:https?://|www\.)\S*", re.I)
PHONE = re.compile(r"[+\d][\d\s()/.-]{4,39}")
#: files that one connection, and everybody together, may upload within an hour
FILES_PER_HOUR, FILES_PER_HOUR_TOTAL = 30, 500


class PublicEnquiryRead(PublicForms):
    """Reads the steps of the enquiry: what was typed, and what is wrong with it.

    Nothing here decides what is stored; ``wohnkoord.enquiry`` takes what it knows.
    """

    def _enquiry_read(self, step, post):
        """What a step's form says.

        :return: values (plain texts, numbers and lists), errors (field -> message)
        """
        read = {
            1: self._enquiry_read_who,
            2: self._enquiry_read_concern,
            3: self._enquiry_read_reach,
        }[step]
        errors = {}
        return read(post, errors), errors

    def _enquiry_read_who(self, post, errors):
        intake = self._enquiry_intake()
        who = self._text(post, "who")
        if who not in intake._enquirer_options():
            who = ""
            errors["who"] = request.env._("Please choose who asks.")
        return {
            "who": who,
            "topics": self._enquiry_ids("topics", "wohnkoord.topic"),
            "target_groups": self._enquiry_ids(
                "target_groups", "wohnkoord.target.group"
            ),
        }

    def _enquiry_read_concern(self, post, errors):
        values = {
            "subject": self._enquiry_line(post, "subject", SUBJECT_LENGTH, errors),
            "concern": self._text(post, "concern"),
            "group_name": self._enquiry_name(post, "group_name", errors),
            "group_stage": self._text(post, "group_stage"),
            "household_count": self._text(post, "household_count"),
            "speaks": bool(self._text(post, "speaks")),
            "district": self._enquiry_id(post, "district", "wohnkoord.district"),
        }
        if not values["subject"]:
            errors["subject"] = request.env._("Please fill in this field.")
        elif self._enquiry_is_advertising(values["subject"], 0):
            errors["subject"] = request.env._("Please leave out web addresses here.")
        if values["concern"]:
            if error := self._text_error(values["concern"], TEXT_LENGTH):
                errors["concern"] = error
            elif self._enquiry_is_advertising(values["concern"], MOST_LINKS):
                errors["concern"] = request.env._(
                    "Please describe your concern in words, with at most %(count)s web"
                    " addresses.",
                    count=MOST_LINKS,
                )
            values["concern"] = values["concern"][: 2 * TEXT_LENGTH]
        if values["group_stage"] not in self._enquiry_intake()._stage_options():
            values["group_stage"] = ""
        self._enquiry_read_households(values, errors)
        return values

    def _enquiry_read_households(self, values, errors):
        text = values["household_count"][:10]
        values["household_count"] = text
        if not text:
            return
        if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_HOUSEHOLDS:
            values["household_count"] = int(text)
        else:
            errors["household_count"] = request.env._(
                "Please enter a number from 1 to %(most)s.", most=MOST_HOUSEHOLDS
            )

    def _enquiry_read_reach(self, post, errors):
        values = {
            "name": self._enquiry_name(post, "name", errors),
            "organisation": self._enquiry_name(post, "organisation", errors),
            "email": self._text(post, "email")[:300],
            "phone": self._enquiry_phone(post, errors),
            "reply_way": self._text(post, "reply_way"),
            "spoken_language": self._enquiry_name(post, "spoken_language", errors),
            "newsletter": bool(self._text(post, "newsletter")),
        }
        try:
            values["email"] = self._read_email(post, required=False)
        except FormError as error:
            errors.update(error.errors)
        way = values["reply_way"]
        if way not in self._enquiry_intake()._reply_options():
            values["reply_way"] = ""
        if not values["email"] and (way == "email" or values["newsletter"]):
            errors.setdefault(
                "email", request.env._("Please tell us the address to write to.")
            )
        if not values["phone"] and way == "phone":
            errors.setdefault(
                "phone", request.env._("Please tell us the number to call.")
            )
        return values

    # -- single fields -----------------------------------------------------------------

    def _enquiry_line(self, post, name, length, errors):
        """A text of one line."""
        text = " ".join(self._text(post, name).split())
        if len(text) > length:
            errors[name] = self._text_error(text, length)
        return text[: 2 * length]

    def _enquiry_name(self, post, name, errors):
        text = self._enquiry_line(post, name, NAME_LENGTH, errors)
        if self._enquiry_is_advertising(text, 0):
            errors[name] = request.env._("Please leave out web addresses here.")
        return text

    def _enquiry_phone(self, post, errors):
        phone = " ".join(self._text(post, "phone").split())[:50]
        if phone and not PHONE.fullmatch(phone):
            errors["phone"] = request.env._(
                "Please enter a phone number like 0341 123456."
            )
        return phone

    def _enquiry_ids(self, name, model):
        """The chosen entries of a catalogue, of those that the office offers."""
        offered = {str(entry_id) for entry_id, _name in self._enquiry_options(model)}
        chosen = request.httprequest.form.getlist(name)
        return [int(text) for text in dict.fromkeys(chosen) if text in offered]

    def _enquiry_id(self, post, name, model):
        offered = {str(entry_id) for entry_id, _name in self._enquiry_options(model)}
        text = self._text(post, name)
        return int(text) if text in offered else False

    def _enquiry_is_advertising(self, text, most_links):
        """More web addresses than words can explain, or nothing else."""
        links = LINK.findall(text)
        rest = LINK.sub("", text)
        return len(links) > most_links or bool(links and len(rest.split()) < 3)

    def _enquiry_options(self, model):
        return self._enquiry_intake()._options(model)

    def _enquiry_intake(self):
        return self._office_env()["wohnkoord.enquiry"]

    # -- files -------------------------------------------------------------------------

    def _enquiry_files(self, uploads_sudo, errors):
        """Keep the files that were sent with a step.

        A refused file does not take the others with it.

        :param uploads_sudo: what the visitor sent before
        :return: all the visitor's files
        """
        for sent in request.httprequest.files.getlist("files"):
            if not sent.filename:
                continue
            if error := self._enquiry_too_many(uploads_sudo):
                errors["files"] = " ".join(filter(None, (errors.get("files"), error)))
                break
            raw = sent.stream.read(MOST_BYTES + 1)
            total = sum(uploads_sudo.attachment_id.mapped("file_size"))
            mimetype = uploads_sudo._type_of(raw) if raw else None
            error = None
            if len(raw) > MOST_BYTES or total + len(raw) > MOST_BYTES_TOTAL:
                error = request.env._(
                    '"%(name)s" is too large: one file may have %(one)s MB, all'
                    " together %(all)s MB.",
                    name=sent.filename[:NAME_LENGTH],
                    one=MOST_BYTES // 2**20,
                    all=MOST_BYTES_TOTAL // 2**20,
                )
            elif not mimetype:
                error = request.env._(
                    '"%(name)s" is no file of an allowed kind (%(kinds)s).',
                    name=sent.filename[:NAME_LENGTH],
                    kinds=", ".join(kind.upper() for kind in FILE_TYPES.values()),
                )
            else:
                uploads_sudo |= uploads_sudo._keep(sent.filename, raw, mimetype)
            if error:
                errors["files"] = " ".join(filter(None, (errors.get("files"), error)))
        return uploads_sudo

    def _enquiry_too_many(self, uploads_sudo):
        """Why no further file is taken, or None."""
        if len(uploads_sudo) >= MOST_FILES:
            return request.env._("At most %(count)s files, please.", count=MOST_FILES)
        limit = request.env["wohnkoord.rate.limit"]
        sender = request.httprequest.remote_addr
        if limit._allow("enquiry file", sender, FILES_PER_HOUR) and limit._allow(
            "enquiry file", "everybody", FILES_PER_HOUR_TOTAL
        ):
            return None
        return request.env._(
            "Too many files were sent within this hour. Please send them by mail later."
        )
