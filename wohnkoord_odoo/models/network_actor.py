# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta

from odoo import Command, api, fields, models
from odoo.fields import Domain

OFFICE = "wohnkoord_odoo.group_user"
#: entries of catalogues that offices share or have for themselves
CATALOGUES = ("actor_category_ids", "actor_topic_ids", "actor_district_ids")


class ResPartner(models.Model):
    """A contact as an actor of the network."""

    _inherit = "res.partner"

    actor_category_ids = fields.Many2many(
        "wohnkoord.actor.category", string="Actor Categories", groups=OFFICE
    )
    actor_topic_ids = fields.Many2many(
        "wohnkoord.topic",
        "wohnkoord_actor_topic_rel",
        string="Topics of the Actor",
        groups=OFFICE,
    )
    actor_district_ids = fields.Many2many(
        "wohnkoord.district",
        "wohnkoord_actor_district_rel",
        string="Districts of the Actor",
        groups=OFFICE,
    )
    actor_legal_form = fields.Char(
        "Legal Form", groups=OFFICE, help="As the actor writes it: eG, e.V., city ..."
    )
    network_membership_ids = fields.One2many(
        "wohnkoord.network.membership",
        "partner_id",
        "Memberships in the Network",
        groups=OFFICE,
    )
    is_network_member = fields.Boolean(
        compute="_compute_network_member",
        inverse="_inverse_is_network_member",
        search="_search_is_network_member",
        groups=OFFICE,
        help="Belongs to the network of your office today.",
    )
    network_date_from = fields.Date(
        "Member of the Network from",
        compute="_compute_network_member",
        inverse="_inverse_network_dates",
        search="_search_network_date_from",
        groups=OFFICE,
    )
    network_date_to = fields.Date(
        "Member of the Network until",
        compute="_compute_network_member",
        inverse="_inverse_network_dates",
        search="_search_network_date_to",
        groups=OFFICE,
    )

    @api.depends(
        "network_membership_ids.date_from",
        "network_membership_ids.date_to",
        "network_membership_ids.company_id",
    )
    @api.depends_context("allowed_company_ids", "uid", "tz")
    def _compute_network_member(self):
        latest = self._wohnkoord_latest_memberships(self.env.companies)
        for partner in self:
            membership = latest.get(partner._origin.id)
            partner.is_network_member = bool(membership and membership.is_current)
            partner.network_date_from = membership and membership.date_from
            partner.network_date_to = membership and membership.date_to

    def _inverse_is_network_member(self):
        """A tick makes a membership from today; taking it away ends what holds."""
        Membership = self.env["wohnkoord.network.membership"]
        current = Membership.search(
            Membership._current_domain()
            & Domain("partner_id", "in", self.ids)
            & Domain("company_id", "=", self.env.company.id)
        )
        joining = self.filtered("is_network_member") - current.partner_id
        Membership.create([{"partner_id": partner.id} for partner in joining])
        leaving = self.filtered(lambda partner: not partner.is_network_member)
        ending = current.filtered(lambda m: m.partner_id in leaving)
        yesterday = fields.Date.context_today(self) - timedelta(days=1)
        begun_today = ending.filtered(lambda m: m.date_from and m.date_from > yesterday)
        begun_today.unlink()
        (ending - begun_today).write({"date_to": yesterday})

    def _inverse_network_dates(self):
        """Correct the dates of the latest membership, or make it."""
        Membership = self.env["wohnkoord.network.membership"]
        latest = self._wohnkoord_latest_memberships(self.env.company)
        new_vals = []
        for partner in self:
            dates = {
                "date_from": partner.network_date_from,
                "date_to": partner.network_date_to,
            }
            if membership := latest.get(partner.id):
                membership.write(dates)
            elif any(dates.values()):
                new_vals.append({"partner_id": partner.id, **dates})
        Membership.create(new_vals)

    def _search_is_network_member(self, operator, value):
        if operator != "in":
            return NotImplemented
        if len(set(value)) > 1:
            return Domain.TRUE
        Membership = self.env["wohnkoord.network.membership"]
        members = Domain("network_membership_ids", "any", Membership._current_domain())
        return members if True in value else ~members

    def _search_network_date_from(self, operator, value):
        return self._wohnkoord_membership_domain("date_from", operator, value)

    def _search_network_date_to(self, operator, value):
        return self._wohnkoord_membership_domain("date_to", operator, value)

    def write(self, vals):
        names = [name for name in CATALOGUES if name in vals]
        if names and not self.env.su:
            self.invalidate_recordset(names)
            vals = {**vals, **{name: self._keep_hidden(name, vals) for name in names}}
        return super().write(vals)

    def _keep_hidden(self, name, vals):
        """Replace "exactly these" by commands that leave other offices' entries alone.

        Odoo removes what the user cannot see as soon as it stands in the cache of the
        transaction, where a computation with superuser rights may have put it.
        """
        commands = vals[name] or [Command.clear()]
        if all(isinstance(command, int) for command in commands):
            commands = [Command.set(commands)]
        kept = []
        for command in commands:
            if command[0] not in (Command.SET, Command.CLEAR):
                kept.append(command)
                continue
            wanted = list(command[2]) if command[0] == Command.SET else []
            catalogue = self.env[self._fields[name].comodel_name]
            visible = catalogue.with_context(active_test=False).search(
                [("id", "not in", wanted)]
            )
            kept += [Command.unlink(entry_id) for entry_id in visible.ids]
            kept += [Command.link(entry_id) for entry_id in wanted]
        return kept

    def _wohnkoord_latest_memberships(self, companies):
        """The membership that holds today, else the one that ended last.

        :return dict: id of the partner -> membership
        """
        memberships = self.env["wohnkoord.network.membership"].search(
            [("partner_id", "in", self.ids), ("company_id", "in", companies.ids)],
        )
        latest = {}
        for membership in memberships.sorted(
            lambda m: (m.is_current, m.date_to or date.max, m.id)
        ):
            latest[membership.partner_id.id] = membership
        return latest

    def _wohnkoord_membership_domain(self, name, operator, value):
        own = Domain("company_id", "in", self.env.companies.ids)
        return Domain(
            "network_membership_ids", "any", own & Domain(name, operator, value)
        )
