# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .network_enquiry_advisory import ENQUIRERS

#: what a group says about itself -> the stage in which it is entered; the office knows
#: better after the first talk
GROUP_STAGES = {
    "idea": "idea",
    "group": "group",
    "concept": "group",
    "plot": "group",
    "building": "group",
    "living": "group",
}
REPLY_WAYS = ("email", "phone", "video", "visit")
#: confirmations to one address within a day; somebody else may have typed it
MAILS_PER_DAY = 3


class Enquiry(models.AbstractModel):
    """Turns what a visitor typed into a contact, a group and a case of the office.

    Called with superuser rights, in the office's company and the visitor's language.
    Whatever is posted: only the values named here are used, and only entries of the
    office's own catalogues.
    """

    _name = "wohnkoord.enquiry"
    _description = "Enquiry from the Public Form"

    # -- what the form offers ----------------------------------------------------------

    @api.model
    def _catalogue(self, model):
        """The entries of a catalogue that this office offers to visitors."""
        domain = [("company_id", "in", (False, self.env.company.id))]
        if model == "wohnkoord.topic":
            # the other service areas are the office's own work, not advice
            domain.append(("service_area", "in", (False, "2")))
        return self.env[model].search(domain)

    @api.model
    def _options(self, model):
        """The same as plain values: list of (id, name)."""
        return [(entry.id, entry.name) for entry in self._catalogue(model)]

    @api.model
    def _enquirer_options(self):
        """Who may ask: value -> label, in this order."""
        return {
            "group": self.env._("A group that wants to live together"),
            "person": self.env._("A person or a household"),
            "owner": self.env._("The owner of a house or a plot"),
            "organisation": self.env._("An organisation or a company"),
            "other": self.env._("Somebody else"),
        }

    @api.model
    def _stage_options(self):
        return {
            "idea": self.env._("There is an idea, and we look for people"),
            "group": self.env._("We are a group and get to know each other"),
            "concept": self.env._("We know how we want to live"),
            "plot": self.env._("We look for a house or a plot"),
            "building": self.env._("We plan or build"),
            "living": self.env._("We live together already"),
        }

    @api.model
    def _reply_options(self):
        return {
            "email": self.env._("By e-mail"),
            "phone": self.env._("By phone"),
            "video": self.env._("In a video call"),
            "visit": self.env._("In a talk at the office"),
        }

    @api.model
    def _newsletter_text(self):
        """What one agrees to with the newsletter; empty if the office has no text."""
        texts = self.env["wohnkoord.consent.text"]
        try:
            return texts._current("newsletter", self.env.company).text
        except UserError:
            return ""

    # -- what becomes of it ------------------------------------------------------------

    @api.model
    def _receive(self, values, uploads):
        """Make contact, group and case of an enquiry, all or nothing.

        Nobody is looked up: whoever asks gets a fresh contact, and the office decides
        whether it is a known one.

        :param dict values: what the form's steps read, all of it untrusted
        :param uploads: ``wohnkoord.enquiry.upload``, the files sent with it
        :return: the case
        """
        if not values.get("who") or not values.get("subject"):
            raise UserError(self.env._("Please say who asks and what it is about."))
        lang = self.env.lang
        values = self._relevant(values)
        office = self._in_office_language()
        organisation, person = office._make_contacts(values, lang)
        initiative = office._make_initiative(values, person)
        contact = person or organisation
        if initiative and not contact:
            contact = office._reach_group(initiative, values, lang)
        case = office._make_case(values, contact, initiative)
        uploads._attach_to(case)
        case._note_arrival()
        if values.get("email"):
            self._write_to(case.with_context(lang=lang), contact, values)
        return case

    @api.model
    def _relevant(self, values):
        """Without what was typed before another answer made it pointless."""
        who = values.get("who")
        group = ("group_name", "group_stage", "speaks", "household_count")
        hidden = {
            *(group if who != "group" else ()),
            *(("district",) if who not in ("group", "owner") else ()),
            *(("organisation",) if who != "organisation" else ()),
        }
        return {name: value for name, value in values.items() if name not in hidden}

    def _in_office_language(self):
        """What the office reads is in its own language, whoever asks."""
        lang = self.env.company.partner_id.lang or self.env.lang
        return self.with_context(lang=lang, mail_create_nosubscribe=True)

    def _make_contacts(self, values, lang):
        """The organisation and the person; each may be empty."""
        none = self.env["res.partner"]
        organisation = person = none
        reach = {"email": values.get("email"), "phone": values.get("phone")}
        name = values.get("name")
        if values.get("organisation"):
            organisation = none.create(
                {
                    **self._contact_vals(values["organisation"], lang),
                    **({} if name else reach),
                    "is_company": True,
                }
            )
        elif not name and not self._names_group(values):
            name = reach["email"] or reach["phone"]
        if name:
            person = none.create(
                {
                    **self._contact_vals(name, lang),
                    **reach,
                    "parent_id": organisation.id,
                }
            )
        return organisation, person

    def _contact_vals(self, name, lang):
        return {
            "name": name,
            "lang": lang,
            "company_id": self.env.company.id,
            "user_id": False,
        }

    def _names_group(self, values):
        return bool(values.get("group_name"))

    def _make_initiative(self, values, person):
        """The group in the stage idea or group finding, with the person in it."""
        initiatives = self.env["wohnkoord.initiative"]
        if not self._names_group(values):
            return initiatives
        initiative = initiatives.create(
            {
                "name": values["group_name"],
                "company_id": self.env.company.id,
                "user_id": False,
                "stage_id": self._stage(values.get("group_stage")).id,
                "household_count": values.get("household_count") or 0,
                "district_ids": [Command.set(self._district(values).ids)],
                "target_group_ids": [Command.set(self._target_groups(values).ids)],
            }
        )
        if person:
            role = "spokesperson" if values.get("speaks") else "member"
            self.env["wohnkoord.initiative.member"].create(
                {
                    "initiative_id": initiative.id,
                    "partner_id": person.id,
                    "role": role,
                }
            )
        return initiative

    def _stage(self, claimed):
        Stage = self.env["wohnkoord.initiative.stage"]
        return (
            Stage.search(
                [
                    ("code", "=", GROUP_STAGES.get(claimed, "idea")),
                    ("company_id", "in", (False, self.env.company.id)),
                ],
                limit=1,
            )
            or self.env["wohnkoord.initiative"]._default_stage_id()
        )

    def _reach_group(self, initiative, values, lang):
        """A group that somebody without a name asks for is reached itself."""
        reach = {name: values[name] for name in ("email", "phone") if values.get(name)}
        if not reach:
            return self.env["res.partner"]
        initiative.partner_id.write({**reach, "lang": lang})
        return initiative.partner_id

    def _make_case(self, values, contact, initiative):
        who = values.get("who")
        return self.env["wohnkoord.advisory"].create(
            {
                "subject": values.get("subject"),
                "company_id": self.env.company.id,
                "level": "orientation",
                "user_id": False,
                "origin": "form",
                "enquirer": who if who in dict(ENQUIRERS) else "other",
                "partner_id": contact.id,
                "initiative_id": initiative.id,
                "topic_ids": [Command.set(self._topics(values).ids)],
                "target_group_ids": [Command.set(self._target_groups(values).ids)],
                "enquiry_email": values.get("email") or False,
                "note": self._note(values),
            }
        )

    def _topics(self, values):
        return self._chosen("wohnkoord.topic", values.get("topics"))

    def _target_groups(self, values):
        return self._chosen("wohnkoord.target.group", values.get("target_groups"))

    def _district(self, values):
        return self._chosen("wohnkoord.district", [values.get("district")])

    def _chosen(self, model, ids):
        """The entries of the office's catalogue among ``ids``."""
        return self._catalogue(model).filtered(lambda entry: entry.id in (ids or []))

    # -- what the office reads ---------------------------------------------------------

    def _note(self, values):
        """Everything that was typed, as text: nothing in it becomes markup."""
        parts = [
            Markup("<p><b>%s:</b> %s</p>") % (label, value)
            for label, value in self._note_rows(values)
            if value
        ]
        if values.get("concern"):
            parts.append(plaintext2html(values["concern"]))
        return Markup("").join(parts)

    def _note_rows(self, values):
        return [*self._group_rows(values), *self._reach_rows(values)]

    def _group_rows(self, values):
        """Label and value of what a group says about itself, in words."""
        stages = self._stage_options()
        speaks = self.env._("yes") if values.get("speaks") else ""
        return [
            (self.env._("Group"), values.get("group_name")),
            (self.env._("How far the group is"), stages.get(values.get("group_stage"))),
            (self.env._("Households"), values.get("household_count")),
            (self.env._("Speaks for the group"), speaks),
            (self.env._("District"), self._district(values).name),
        ]

    def _reach_rows(self, values):
        """Label and value of how the person is reached, in words."""
        ways = self._reply_options()
        return [
            (self.env._("Organisation"), values.get("organisation")),
            (self.env._("Name"), values.get("name")),
            (self.env._("E-mail"), values.get("email")),
            (self.env._("Phone"), values.get("phone")),
            (self.env._("Answer wanted"), ways.get(values.get("reply_way"))),
            (self.env._("Language for the talk"), values.get("spoken_language")),
        ]

    # -- mails to the typed address ----------------------------------------------------

    def _write_to(self, case, contact, values):
        """Confirm the enquiry, and ask for the newsletter if that was ticked.

        Anybody may type any address: the mails repeat nothing that was typed, and one
        address gets few of them.
        """
        allowed = self.env["wohnkoord.rate.limit"]._allow(
            "enquiry mail", case.enquiry_email, MAILS_PER_DAY, minutes=24 * 60
        )
        if not allowed:
            return
        template = self.env.ref("wohnkoord_odoo.mail_template_enquiry_receipt")
        template.send_mail(case.id)
        if values.get("newsletter") and self._newsletter_text():
            owner = self.env["res.partner"]._wohnkoord_of_address(
                case.enquiry_email, case.company_id, contact.name
            )
            self.env["wohnkoord.consent"]._request(owner, "newsletter", case.company_id)
