# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.match_key import phone_key
from ..tools.slug import fold

EMAIL = re.compile(r"[^\s@<>,;:()]+@[^\s@<>,;:()]+\.\w+")
PHONE = re.compile(r"\+?\(?\d[\d\s()/.-]{4,}\d")
#: shorter words stand in too many texts
LEAST_LETTERS = 4


def _bare(text):
    """Letters and digits only: Haus-am-Fluss is found in "haus am fluss"."""
    return re.sub(r"[\W_]+", " ", fold(text or "")).strip()


class Question(models.Model):
    """A look at the texts that all will read: do they tell who asked?"""

    _inherit = "wohnkoord.question"

    is_checked = fields.Boolean(
        "Names Nobody",
        copy=False,
        help="Somebody looked at the places found, and they name nobody.",
    )
    name_warning = fields.Char(
        "Found in Text or Answer",
        compute="_compute_name_warning",
        help="Names, addresses or numbers that may tell who asked.",
    )

    @api.depends("text", "answer", "registration_id")
    def _compute_name_warning(self):
        people = self._people_behind()
        for question in self:
            found = question._found_names(people.get(question.initiative_id._origin))
            question.name_warning = ", ".join(found)

    def write(self, vals):
        if {"text", "answer"} & set(vals):
            # what was looked at is not what stands there now
            vals = {"is_checked": False, **vals}
        return super().write(vals)

    def _people_behind(self):
        """Who stands behind the questions, past and present members.

        :return: dict initiative -> partners
        """
        initiatives = self.initiative_id._origin
        members = dict(
            self.env["wohnkoord.initiative.member"]._read_group(
                [("initiative_id", "in", initiatives.ids)],
                ["initiative_id"],
                ["partner_id:recordset"],
            )
        )
        empty = self.env["res.partner"]
        return {
            initiative: initiative.partner_id | members.get(initiative, empty)
            for initiative in initiatives
        }

    def _found_names(self, people):
        """What in text and answer may tell who asked, as it is known to the office."""
        source = f"{self.text or ''}\n{self.answer or ''}"
        found = {}
        for email in EMAIL.findall(source):
            found[email] = True
        phones = {phone_key(text) for text in PHONE.findall(source)} - {False}
        bare = f" {_bare(source)} "
        for term in self._telling_terms(people):
            # a name written together or with hyphens is the same name
            solid = _bare(term).replace(" ", "")
            if f" {_bare(term)} " in bare or (
                len(solid) > 7 and solid in bare.replace(" ", "")
            ):
                found[term] = True
        for partner in people or ():
            if phone_key(partner.phone) in phones:
                found[partner.phone] = True
        return list(found)

    def _telling_terms(self, people):
        """Names of the group and its people, and the parts of them that tell."""
        names = [self.initiative_id.name, *(p.name for p in people or ())]
        terms = {}
        for name in filter(None, names):
            terms[name] = True
        for partner in people or ():
            if not partner.is_company and partner != self.initiative_id.partner_id:
                for word in re.findall(r"[^\W\d_]+", partner.name or ""):
                    if len(word) >= LEAST_LETTERS:
                        terms[word] = True
        return [term for term in terms if _bare(term)]

    def _check_neutral(self):
        for question in self:
            if question.name_warning and not question.is_checked:
                raise UserError(
                    self.env._(
                        "Question %(number)s may tell who asked: %(found)s. Please write"
                        ' it in other words, or tick "Names Nobody" if it does not.',
                        number=question.number,
                        found=question.name_warning,
                    )
                )
