# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: model -> what a person may have only once at a time there
PERIODS = {
    "wohnkoord.initiative.member": ("initiative_id", "role"),
    "wohnkoord.network.membership": ("company_id", "role"),
    "wohnkoord.working.group.member": ("group_id",),
}


class MergePartner(models.TransientModel):
    """Odoo's merge of contacts, without its silent losses.

    It moves foreign keys by SQL and deletes the rows that then break a unique
    constraint. Consents, memberships and initiatives are proofs and figures: what would
    be lost is settled before, or the merge is refused.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if len(partners) < 2:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        if not dst_partner or dst_partner not in partners:
            dst_partner = self._get_ordered_partner(partners.ids)[-1]
        sources = partners - dst_partner
        self._wohnkoord_refuse(partners, sources)
        self._wohnkoord_before_merge(partners, dst_partner)
        self.env.flush_all()
        rows = self._wohnkoord_count_rows(partners)
        result = super()._merge(partners.ids, dst_partner, extra_checks)
        self.env.invalidate_all()
        if self._wohnkoord_count_rows(dst_partner) != rows:
            raise UserError(
                self.env._("The contacts were not merged: records would be lost.")
            )
        self._wohnkoord_after_merge(dst_partner)
        return result

    # -- refused -----------------------------------------------------------------------

    @api.model
    def _wohnkoord_refuse(self, partners, sources):
        """Say why these contacts cannot be one.

        :raise UserError: they cannot
        """
        if len({partner.company_id for partner in partners}) > 1:
            raise UserError(self.env._("Contacts of different offices are not merged."))
        # sudo: what other offices have counts as well
        Initiative = self.env["wohnkoord.initiative"].sudo()
        of_two = Initiative.with_context(active_test=False)._read_group(
            [("partner_id", "in", partners.ids)],
            ["company_id"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        for _company, initiatives in of_two:
            raise UserError(
                self.env._(
                    "These are the contacts of two initiatives: %(names)s. Please give"
                    " one of the initiatives another contact first.",
                    names=", ".join(initiatives.mapped("name")),
                )
            )
        for model, keys in PERIODS.items():
            self._wohnkoord_refuse_overlap(model, keys, partners)
        self._wohnkoord_refuse_foreign(sources)

    @api.model
    def _wohnkoord_refuse_overlap(self, model, keys, partners):
        # sudo: see _wohnkoord_refuse
        rows_sudo = (
            self.env[model]
            .sudo()
            .search(
                [("partner_id", "in", partners.ids)], order="date_from NULLS FIRST, id"
            )
        )
        last = {}
        for row in rows_sudo:
            key = tuple(row[name] for name in keys)
            before = last.get(key)
            if before and (
                not before.date_to
                or not row.date_from
                or row.date_from <= before.date_to
            ):
                raise UserError(
                    self.env._(
                        "Both contacts have this membership at the same time: %(name)s."
                        " Please end or delete one of the two first.",
                        name=row.display_name,
                    )
                )
            last[key] = row

    @api.model
    def _wohnkoord_refuse_foreign(self, sources):
        """A contact that another office works with does not vanish from there."""
        own = self.env.user.company_ids.ids
        for model, name in self._wohnkoord_references():
            if "company_id" not in model._fields:
                continue
            domain = Domain(name, "in", sources.ids) & Domain(
                "company_id", "not in", [*own, False]
            )
            if model.search_count(domain, limit=1):
                raise UserError(
                    self.env._("Another office works with one of these contacts.")
                )

    # -- settled before and after --------------------------------------------------------

    @api.model
    def _wohnkoord_before_merge(self, partners, dst_partner):
        """Settle what two contacts may have and one may not; the areas add theirs."""
        self._wohnkoord_settle_consents(partners, dst_partner)
        self._wohnkoord_settle_duplicates(partners, dst_partner)

    @api.model
    def _wohnkoord_after_merge(self, partner):
        """Recompute what the moved rows know of their contact."""
        # sudo: consents of shared contacts may be other offices'
        consents_sudo = (
            self.env["wohnkoord.consent"]
            .sudo()
            .search([("partner_id", "=", partner.id)])
        )
        self.env.add_to_compute(consents_sudo._fields["is_live"], consents_sudo)
        self.env.flush_all()

    @api.model
    def _wohnkoord_settle_consents(self, partners, dst_partner):
        """Of consents to the same the one stays in force that fits the address kept."""
        email = (
            dst_partner.email_normalized
            or partners.filtered("email_normalized")[:1].email_normalized
        )
        # sudo: see _wohnkoord_after_merge
        confirmed_sudo = (
            self.env["wohnkoord.consent"]
            .sudo()
            .search([("partner_id", "in", partners.ids), ("state", "=", "confirmed")])
        )
        same = confirmed_sudo.grouped(
            lambda consent: (
                consent.company_id,
                consent.purpose,
                consent.initiative_id,
            )
        )
        for consents in same.values():
            ordered = consents.sorted(
                lambda c: (
                    c.way != "double_opt_in" or c.email == email,
                    c.date_confirmed,
                    c.id,
                )
            )
            ordered[:-1]._write_guarded({"state": "replaced"})

    @api.model
    def _wohnkoord_settle_duplicates(self, partners, dst_partner):
        """Proposals about those who vanish go; what was told apart stays told apart."""
        # sudo: every office's proposals
        rows_sudo = (
            self.env["wohnkoord.duplicate"]
            .sudo()
            .search(
                Domain("partner_a_id", "in", partners.ids)
                | Domain("partner_b_id", "in", partners.ids)
            )
        )
        told_apart = {
            (row.company_id.id, other.id)
            for row in rows_sudo
            if row.state == "different"
            for other in (row.partner_a_id | row.partner_b_id) - partners
        }
        rows_sudo.unlink()
        rows_sudo._create_guarded(
            [
                {
                    "company_id": company_id,
                    "partner_a_id": min(other_id, dst_partner.id),
                    "partner_b_id": max(other_id, dst_partner.id),
                    "state": "different",
                }
                for company_id, other_id in sorted(told_apart)
            ]
        )

    # -- counted -------------------------------------------------------------------------

    @api.model
    def _wohnkoord_references(self):
        """The stored fields of this addon's models that name a contact.

        :return: list of pairs: model with superuser rights, name of the field
        """
        return [
            (self.env[name].sudo().with_context(active_test=False), field.name)
            for name, model in self.env.registry.items()
            if name.startswith("wohnkoord.") and model._auto and not model._abstract
            if not model._transient
            for field in model._fields.values()
            if field.type == "many2one"
            and field.comodel_name == "res.partner"
            and field.store
            and not field.related
        ]

    @api.model
    def _wohnkoord_count_rows(self, partners):
        return {
            (model._name, name): model.search_count([(name, "in", partners.ids)])
            for model, name in self._wohnkoord_references()
        }
