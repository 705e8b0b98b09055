# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import docx_paper
from ..tools.append_only import make_append_only
from ..tools.canonical import digest
from ..tools.docx_paper import heading, paragraph, table
from ..tools.upload import clean_name

PAPER_KINDS = [("public", "Public Part"), ("non_public", "Non-Public Part")]


class CouncilPaper(models.Model):
    """A paper for the deciding body, as it was made; it is edited outside.

    Each one that was made is kept, with its hash. Only the non-public part names bidders.
    """

    _name = "wohnkoord.council.paper"
    _description = "Council Paper"
    _order = "date desc, id desc"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, readonly=True, index=True
    )
    kind = fields.Selection(PAPER_KINDS, required=True, readonly=True)
    name = fields.Char("File Name", required=True, readonly=True)
    # in the row itself, which the database protects
    file = fields.Binary("Paper", attachment=False, required=True, readonly=True)
    hash = fields.Char("SHA-256", required=True, readonly=True)
    date = fields.Datetime("Made on", required=True, readonly=True)

    def init(self):
        make_append_only(self.env.cr, self._table)


class Procedure(models.Model):
    """The council paper, from what the jury recommended."""

    _inherit = "wohnkoord.procedure"

    council_paper_ids = fields.One2many(
        "wohnkoord.council.paper",
        "procedure_id",
        "Council Papers",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )

    def action_council_paper(self):
        """Make both parts of the council paper as DOCX.

        :raise AccessError: somebody with a conflict of interest
        :raise UserError: the jury has not recommended yet
        """
        for procedure in self:
            procedure._check_minutes_act()
            if procedure.state == "jury":
                raise UserError(self.env._("The jury has not recommended yet."))
            office = procedure._in_party_words()
            public = office._paper_public_blocks()
            procedure._keep_paper(
                "public", office.env._("Council paper, public part"), public
            )
            procedure._keep_paper(
                "non_public",
                office.env._("Council paper, non-public part"),
                office._paper_non_public_blocks(),
            )
        return True

    def _keep_paper(self, kind, title, blocks):
        title = f"{title}: {self._portal_name()}"
        # sudo: nobody may write papers; this act is the one way to make them
        own_sudo = self.sudo()
        content = docx_paper.build(title, blocks, own_sudo.company_id.name)
        moment = self._now().replace(microsecond=0)
        paper_sudo = own_sudo.env["wohnkoord.council.paper"].create(
            {
                "procedure_id": self.id,
                "company_id": own_sudo.company_id.id,
                "kind": kind,
                "name": clean_name(f"{title}.docx"),
                "file": base64.b64encode(content),
                "hash": digest(content),
                "date": moment,
            }
        )
        self._log(
            "council_paper_made",
            {"kind": kind, "sha256": paper_sudo.hash},
            moment=moment,
        )

    def _paper_public_blocks(self):
        """Facts without any bidder."""
        bids_sudo = self._admitted_bids_sudo().grouped("procedure_lot_id")
        counts = [
            (
                lot.display_name,
                str(len(bids_sudo.get(lot, ()))),
            )
            for lot in self.lot_ids
        ]
        return [
            heading(self.env._("Proposed Resolution")),
            paragraph(
                self.env._(
                    "The plots are reserved for the bidders named in the non-public part,"
                    " as the jury recommends."
                )
            ),
            heading(self.env._("Plots and Admitted Bids")),
            table([self.env._("Plot"), self.env._("Bids")], counts),
            heading(self.env._("Criteria")),
            paragraph("\n".join(leaf["label"] for leaf in self._scored_criteria())),
            heading(self.env._("Course")),
            paragraph(
                self.env._(
                    "The jury had %(seats)s seats with a vote. Its minutes have the"
                    " SHA-256 %(hash)s.",
                    seats=len(self.sudo().juror_ids.filtered("has_vote")),
                    hash=self.sudo()._final_minutes()[:1].hash or "–",
                )
            ),
        ]

    def _paper_non_public_blocks(self):
        """Bidders, places and points, and the recommendation."""
        head = [
            self.env._("Rank"),
            self.env._("Bid"),
            self.env._("Group"),
            self.env._("Points in All"),
        ]
        blocks = [
            heading(self.env._("Recommendation")),
            paragraph(self.sudo()._final_minutes()[:1].recommendation),
        ]
        for ranking in self._current_rankings_sudo():
            lines = ranking.line_ids.sorted(lambda line: (not line.rank, line.rank))
            blocks += [
                heading(ranking.procedure_lot_id.display_name),
                table(
                    head,
                    [
                        (
                            line.rank or "–",
                            line.bid_id.number,
                            line.bid_id.initiative_id.name,
                            f"{line.points:.2f}".replace(".", ","),
                        )
                        for line in lines
                    ],
                ),
            ]
        return blocks
