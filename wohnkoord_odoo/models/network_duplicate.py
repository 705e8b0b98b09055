# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.match_key import words_key

#: what two contacts have in common -> by which field of the contact
REASONS = {
    "same_email": "email_normalized",
    "same_phone": "match_phone_key",
    "same_name": "match_name_key",
}
#: an address or number that more contacts share is a switchboard, not a duplicate
MOST_ALIKE = 6


class Duplicate(models.Model):
    """Two contacts that are probably one; merged or told apart by a person only.

    Found anew every night. What somebody told apart is never proposed again.
    """

    _name = "wohnkoord.duplicate"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Probable Duplicate"
    _order = "strength desc, id"
    _rec_name = "partner_a_id"

    _initial_state = "open"
    _state_actions = {"different": "action_no_duplicate", "open": "action_reopen"}
    _guarded_fields = (
        "company_id",
        "partner_a_id",
        "partner_b_id",
        "strength",
        *REASONS,
    )

    company_id = fields.Many2one(
        "res.company", "Office", required=True, ondelete="cascade"
    )
    partner_a_id = fields.Many2one(
        "res.partner", "One Contact", required=True, index=True, ondelete="cascade"
    )
    partner_b_id = fields.Many2one(
        "res.partner", "Other Contact", required=True, index=True, ondelete="cascade"
    )
    keep_id = fields.Many2one(
        "res.partner",
        compute="_compute_keep_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('id', 'in', (partner_a_id, partner_b_id))]",
        help="What the other contact has and this one lacks is taken over.",
    )
    same_email = fields.Boolean()
    same_phone = fields.Boolean()
    same_name = fields.Boolean()
    strength = fields.Integer("Matches", aggregator=None)
    reason = fields.Char(compute="_compute_reason")
    state = fields.Selection(
        [("open", "Open"), ("different", "No Duplicate")],
        required=True,
        default="open",
        index=True,
    )
    email_a = fields.Char("E-Mail", related="partner_a_id.email")
    email_b = fields.Char("Other E-Mail", related="partner_b_id.email")
    phone_a = fields.Char("Phone", related="partner_a_id.phone")
    phone_b = fields.Char("Other Phone", related="partner_b_id.phone")
    city_a = fields.Char("City", related="partner_a_id.city")
    city_b = fields.Char("Other City", related="partner_b_id.city")

    _pair_uniq = models.Constraint(
        "UNIQUE (company_id, partner_a_id, partner_b_id)",
        "These two contacts are proposed already.",
    )
    _order_check = models.Constraint(
        "CHECK (partner_a_id < partner_b_id)", "A contact is no duplicate of itself."
    )

    @api.depends("partner_a_id", "partner_b_id")
    def _compute_keep_id(self):
        """The one with a login, else the one that is known for longer."""
        for pair in self:
            # sudo: whether there is a login
            has_login = bool(pair.partner_b_id.sudo().user_ids)
            pair.keep_id = pair.partner_b_id if has_login else pair.partner_a_id

    @api.depends(*REASONS)
    def _compute_reason(self):
        words = self.env["res.partner"]._wohnkoord_match_reasons()
        for pair in self:
            pair.reason = ", ".join(
                words[key] for name, key in REASONS.items() if pair[name]
            )

    @api.depends("partner_a_id.name", "partner_b_id.name")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = self.env._(
                "%(one)s and %(other)s",
                one=pair.partner_a_id.name,
                other=pair.partner_b_id.name,
            )

    def action_no_duplicate(self):
        """They are two; remembered."""
        self.check_access("write")
        self._write_guarded({"state": "different"})
        return True

    def action_reopen(self):
        """Perhaps they are one after all."""
        self.check_access("write")
        self._write_guarded({"state": "open"})
        return True

    def action_merge(self):
        """Make one contact of the two by Odoo's own merge, and open it.

        :raise UserError: something of the two would be lost or belongs to others
        """
        self.ensure_one()
        self.check_access("write")
        partners = self.partner_a_id | self.partner_b_id
        partners.check_access("write")
        keep = self.keep_id
        if keep not in partners:
            raise UserError(self.env._("Please choose which of the two stays."))
        # sudo: Odoo's wizard is for those who manage all contacts; what may be merged
        # was found by this model and is checked by the wizard's extension
        self.env["base.partner.merge.automatic.wizard"].sudo()._merge(
            partners.ids, keep
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": keep.id,
            "views": [(False, "form")],
        }

    @api.model
    def action_find(self):
        """Look for duplicates now, in the office's contacts, and show them."""
        self.check_access("write")
        self._find(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.duplicate_action"
        )

    @api.model
    def _cron_find(self):
        companies = self.env["res.company"].search([("active", "=", True)])
        for company in companies:
            self._find(company)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _find(self, company):
        """Bring the open proposals of ``company`` up to date.

        Compared are the office's own contacts and those that all offices share, never
        staff and never persons of another office.
        """
        found = self._pairs(company)
        # sudo: proposals are made by the system only
        known_sudo = self.sudo().search([("company_id", "=", company.id)])
        known = {(row.partner_a_id.id, row.partner_b_id.id): row for row in known_sudo}
        gone = known_sudo.filtered(
            lambda row: (
                row.state == "open"
                and (row.partner_a_id.id, row.partner_b_id.id) not in found
            )
        )
        gone.unlink()
        new = []
        for pair, reasons in found.items():
            vals = {
                **{name: name in reasons for name in REASONS},
                "strength": len(reasons),
            }
            if pair not in known:
                ids = {"partner_a_id": pair[0], "partner_b_id": pair[1]}
                new.append({"company_id": company.id, "state": "open", **ids, **vals})
            elif any(known[pair][name] != value for name, value in vals.items()):
                known[pair]._write_guarded(vals)
        self.sudo()._create_guarded(new)

    @api.model
    def _pairs(self, company):
        """Pairs of contacts that agree in something.

        :return: dict (lower id, higher id) -> set of reasons
        """
        # sudo: the office is named by the domain; the cron has no office
        partners_sudo = self.env["res.partner"].sudo()
        pairs = {}
        for reason, key in REASONS.items():
            rows = partners_sudo._read_group(
                self._candidates(company) & Domain(key, "!=", False),
                [key, "company_id", "is_company"],
                ["id:array_agg", "city:array_agg"],
                having=[("__count", ">", 1)],
            )
            for _key, _company, is_company, ids, cities in rows:
                groups = [ids]
                if reason == "same_name":
                    groups = self._of_one_town(
                        is_company, zip(ids, cities, strict=True)
                    )
                for group in groups:
                    if len(group) <= MOST_ALIKE:
                        for pair in combinations(sorted(group), 2):
                            pairs.setdefault(pair, set()).add(reason)
        known_sudo = partners_sudo.browse({i for pair in pairs for i in pair})
        by_id = {partner.id: partner for partner in known_sudo}
        return {
            (one, other): reasons
            for (one, other), reasons in pairs.items()
            if not by_id[one]._wohnkoord_is_kin(
                by_id[other], {REASONS[reason] for reason in reasons}
            )
        }

    @api.model
    def _of_one_town(self, is_company, rows):
        """Contacts of one name, by town.

        A person's name says nothing without the town; an organisation without one may
        be any of its name.

        :param rows: pairs of id and town
        :return: list of lists of ids
        """
        by_town = {}
        for partner_id, city in rows:
            by_town.setdefault(words_key(city), []).append(partner_id)
        nowhere = by_town.pop("", [])
        if not is_company:
            return list(by_town.values())
        return [ids + nowhere for ids in by_town.values()] or [nowhere]

    @api.model
    def _candidates(self, company):
        return (
            Domain("company_id", "in", (False, company.id))
            & Domain("partner_share", "=", True)
            & Domain("ref_company_ids", "=", False)
        )
