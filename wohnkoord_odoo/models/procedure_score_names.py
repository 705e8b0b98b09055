# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models

from ..tools.file_text import file_text
from ..tools.sealing import SealBroken

#: shorter ones stand in any text
SHORTEST_NAME = 4
#: bids are read by names of files and their text in these states
STATES = ("opened", "admitted")


class Bid(models.Model):
    """In an anonymous stage: where a bid names the group or a member by mistake.

    A hint for the office, never a block: it blackens the name, or asks the group.
    """

    _inherit = "wohnkoord.bid"

    name_hint = fields.Text(
        "Names in the Files",
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
        help="Files in which the name of the group or of a member was found.",
    )
    is_name_searched = fields.Boolean(
        readonly=True, copy=False, groups="wohnkoord_odoo.group_user"
    )

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, "name_hint", "is_name_searched")

    def _search_names(self):
        """Read the bid and its files once, and note where names stand; with sudo."""
        for bid in self:
            found = bid._found_names()
            bid._write_guarded(
                {"name_hint": "\n".join(found) or False, "is_name_searched": True}
            )

    def _found_names(self):
        self.ensure_one()
        names = self._own_names()
        pattern = _pattern(names)
        if not pattern:
            return
        statement = self._page_values()["statement"] if self.content else ""
        for label, texts in (
            (self.env._("Text of the Bid"), [statement]),
            *((d.name or "–", d._texts()) for d in self.document_ids),
        ):
            hits = {
                _plain(hit) for text in texts for hit in pattern.findall(_plain(text))
            }
            if hits:
                shown = sorted(name for name in names if _plain(name) in hits)
                yield f"{label}: {', '.join(shown)}"

    def _own_names(self):
        """Names of the group, its contact and its members; a short one is left out."""
        initiative = self.initiative_id
        people = initiative.member_ids.partner_id | initiative.partner_id
        names = {initiative.name, *people.mapped("name")}
        return {name for name in names if name and len(name) >= SHORTEST_NAME}

    @api.model
    def _cron_search_names(self):
        """Search bids of anonymous stages that were opened; one bid at a time."""
        procedures = self.env["wohnkoord.procedure"].search(
            [("state", "in", ("opened", "jury"))]
        )
        procedures = procedures.filtered(lambda p: p._is_jury_blinded())
        bids = self.search(
            [
                ("procedure_id", "in", procedures.ids),
                ("state", "in", STATES),
                ("is_name_searched", "=", False),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(bids))
        for bid in bids:
            bid = bid.try_lock_for_update().filtered(lambda b: not b.is_name_searched)
            bid._search_names()
            if not cron._commit_progress(1):
                break


class BidDocument(models.Model):
    _inherit = "wohnkoord.bid.document"

    def _texts(self):
        """The file's name and the text in it, as far as it can be read."""
        self.ensure_one()
        yield re.sub(r"[_\W]+", " ", self.name or "")
        try:
            yield file_text(self.name or "", self._plain_content())
        except SealBroken:
            return


class Procedure(models.Model):
    _inherit = "wohnkoord.procedure"

    def _on_opened(self):  # pylint: disable=missing-return
        """Files are searched after the opening: a strange one must not hinder it."""
        super()._on_opened()
        if self._is_jury_blinded():
            # sudo: the office may not read crons
            self.env.ref("wohnkoord_odoo.cron_bid_names").sudo()._trigger()


def _plain(text):
    return " ".join(re.sub(r"[\W_]+", " ", text or "").casefold().split())


def _pattern(names):
    words = sorted({_plain(name) for name in names} - {""}, key=len, reverse=True)
    return words and re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
