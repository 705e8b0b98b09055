# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
#: stands for the prefix while there is none; it cannot be taken for a registered one
TEST_PREFIX = "test"


class ResCompany(models.Model):
    """The office as publisher of open data on its procedures."""

    _inherit = "res.company"

    wohnkoord_ocds_prefix = fields.Char(
        "OCDS Prefix",
        help="Given by the Open Contracting Partnership on request, e.g. ocds-a1b2c3."
        " Without it all open data on procedures is marked as a test.",
    )
    wohnkoord_ocds_policy_url = fields.Char(
        "Publication Policy",
        help="Address of a page that says what is published, when, and under which"
        " identifiers.",
    )
    wohnkoord_ocds_bidders = fields.Selection(
        [("winners", "Groups that won"), ("all", "All groups whose bids were valid")],
        "Bidders in Open Data",
        required=True,
        default="winners",
        help="After the decision, by the name of the group only; never persons.",
    )

    @api.constrains("wohnkoord_ocds_prefix", "wohnkoord_ocds_policy_url")
    def _check_wohnkoord_ocds(self):
        for company in self:
            prefix, url = (
                company.wohnkoord_ocds_prefix,
                company.wohnkoord_ocds_policy_url,
            )
            if prefix and not PREFIX.fullmatch(prefix):
                raise ValidationError(
                    self.env._(
                        "%(prefix)s is no OCDS prefix: ocds- and six small letters or"
                        " digits.",
                        prefix=prefix,
                    )
                )
            if url and not re.match(r"https?://\S+$", url):
                raise ValidationError(
                    self.env._("%(url)s must start with https://", url=url)
                )

    def write(self, vals):
        if "wohnkoord_ocds_prefix" in vals:
            self._check_ocds_prefix_kept(vals["wohnkoord_ocds_prefix"] or False)
        return super().write(vals)

    def _check_ocds_prefix_kept(self, prefix):
        """Identifiers that others may have taken over do not change any more.

        :raise ValidationError: there are releases under another prefix
        """
        changed = self.filtered(
            lambda company: (
                company.wohnkoord_ocds_prefix
                and company.wohnkoord_ocds_prefix != prefix
            )
        )
        # sudo: whether there are any, whoever asks
        releases_sudo = self.env["wohnkoord.ocds.release"].sudo()
        if releases_sudo.search_count([("company_id", "in", changed.ids)], limit=1):
            raise ValidationError(
                self.env._("Open data was published under this OCDS prefix; it stays.")
            )
