# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models

from ..tools.ocds import carry, dumps, prune

#: what an act is called in the standard (OCDS 1.1, release tags)
TAGS = {
    "published": ["tender"],
    "amended": ["tenderAmendment"],
    "answered": ["tenderUpdate"],
    "closed": ["tenderUpdate"],
    "opened": ["tenderUpdate"],
    "award": ["award"],
    "reservation": ["contract"],
    "reservation_extended": ["contractAmendment"],
    "reservation_lapsed": ["awardCancellation"],
    "contract": ["contractUpdate"],
    "implementation": ["implementation"],
    "terminated": ["contractTermination"],
    "unsuccessful": ["tenderUpdate"],
    "cancelled": ["tenderCancellation"],
}
#: the act that led to a state
STATE_KINDS = {
    "published": "published",
    "closed": "closed",
    "opened": "opened",
    "jury": "opened",
    "recommended": "opened",
    "decided": "award",
    "reserved": "reservation",
    "contracted": "contract",
    "done": "terminated",
    "unsuccessful": "unsuccessful",
    "cancelled": "cancelled",
}
#: acts after which everybody may know how many bids there were
AFTER_OPENING = (
    "opened",
    "award",
    "reservation",
    "reservation_extended",
    "reservation_lapsed",
    "contract",
    "implementation",
    "terminated",
)


class Procedure(models.Model):
    """Each public act of a procedure is also a release of open data (OCDS 1.1)."""

    _inherit = "wohnkoord.procedure"

    repeats_id = fields.Many2one(
        "wohnkoord.procedure",
        "Follows",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        check_company=True,
        domain="[('state', 'in', ('unsuccessful', 'cancelled')), ('id', '!=', id)]",
        help="The procedure without an award that this one follows.",
    )
    ocds_release_ids = fields.One2many(
        "wohnkoord.ocds.release", "procedure_id", "Open Data", copy=False
    )

    # -- acts ----------------------------------------------------------------------------

    def action_publish(self):
        result = super().action_publish()
        for procedure in self:
            procedure._ocds_release("published")
        return result

    def _on_amended(self, amendment):
        result = super()._on_amended(amendment)
        self._ocds_release("amended", amendment)
        return result

    def _close_one(self):
        result = super()._close_one()
        self._ocds_release("closed")
        return result

    def _on_opened(self):
        result = super()._on_opened()
        self._ocds_release("opened")
        return result

    def _on_cancelled(self):
        result = super()._on_cancelled()
        self._ocds_release("cancelled")
        return result

    def _on_unsuccessful(self):
        result = super()._on_unsuccessful()
        self._ocds_release("unsuccessful")
        return result

    def _public_event(self, kind, record=None, moment=None):
        result = super()._public_event(kind, record, moment)
        self._ocds_release(kind, record, moment)
        return result

    @api.model
    def _ocds_catch_up(self):
        """One release of what is public now, for each procedure that has none at all.

        Those were published before there was open data; called at the upgrade.

        :return: the releases
        """
        # all offices' procedures, also those that are archived
        procedures = self.sudo().with_context(active_test=False)
        late = procedures.search(
            [
                ("version_id", "!=", False),
                ("is_template", "=", False),
                ("ocds_release_ids", "=", False),
            ],
            order="id",
        )
        releases = self.env["wohnkoord.ocds.release"]
        for procedure in late:
            releases |= procedure._ocds_release(STATE_KINDS[procedure.state])
        return releases

    # -- release -------------------------------------------------------------------------

    def _ocds_release(self, kind, record=None, moment=None):
        """Keep what everybody may know now as the next release.

        :param str kind: of ``TAGS``
        :param record: what the act is about
        :param datetime moment: from ``_now``; None: now
        :return: the release; none for what was never published
        """
        self.ensure_one()
        # in the office's language, whoever acts; sudo: the same for everybody
        lang = self.company_id.partner_id.lang or self.env.lang
        own_sudo = self.sudo().with_context(lang=lang, bin_size=False)
        releases_sudo = own_sudo.env["wohnkoord.ocds.release"]
        if not own_sudo.version_id or own_sudo.is_template:
            return releases_sudo
        previous = releases_sudo.search(
            [("procedure_id", "=", self.id)], order="number desc", limit=1
        )
        moment = (moment or self._now()).replace(microsecond=0)
        if previous:
            # who merges sorts by date: two acts of one second keep their order
            moment = max(moment, previous.date + timedelta(seconds=1))
        number = previous.number + 1
        act = {
            "kind": kind,
            "record": record,
            "moment": moment,
            "id": own_sudo._ocds_release_id(number),
            "previous_id": previous.release_id or None,
            "before": previous._compiled(),
            "is_opened": own_sudo._ocds_is_opened(kind),
        }
        tags = own_sudo._ocds_tags(act)
        before = previous._content() if previous else {}
        content = carry(before, prune(own_sudo._ocds_content(act)))
        content |= {"id": act["id"], "date": self._ocds_date(moment), "tag": tags}
        release_sudo = releases_sudo._append(
            {
                "procedure_id": self.id,
                "number": number,
                "release_id": act["id"],
                "kind": kind,
                "date": moment,
                "tags": ",".join(tags),
                "content": dumps(content),
            }
        )
        self.invalidate_recordset(["ocds_release_ids"])
        return release_sudo

    def _ocds_release_id(self, number):
        return f"{self._ocds_number()}-{number}"

    def _ocds_number(self):
        """The internal number in identifiers: the same for ever, in all offices."""
        return self.uuid

    def _ocds_is_opened(self, kind):
        """Whether the bids are opened, as far as everybody knows."""
        if kind in AFTER_OPENING or self.opening_ids:
            return True
        return bool(
            self.env["wohnkoord.ocds.release"].search_count(
                [("procedure_id", "=", self.id), ("kind", "in", AFTER_OPENING)], limit=1
            )
        )

    def _ocds_tags(self, act):
        kind, record = act["kind"], act["record"]
        tags = list(TAGS[kind])
        if kind == "amended" and not self._ocds_is_material(record):
            tags = ["tenderUpdate"]
        elif kind == "reservation_lapsed" and self._ocds_new_awards(act):
            tags.append("award")
        elif kind == "implementation" and self._ocds_was("implementation"):
            tags = ["implementationUpdate"]
        elif kind == "terminated" and "ended" not in self.contract_ids.mapped("state"):
            # the procedure ends; its leaseholds run for decades
            tags = ["contractUpdate"]
        if not act["previous_id"] and kind != "published":
            # the first release of all is about the offer, too
            tags = ["tender", *(tag for tag in tags if tag != "tenderUpdate")]
        return tags

    def _ocds_is_material(self, amendment):
        """Whether a change is more than a word: of what bids rest on, or of a deadline."""
        version = amendment.version_id.sudo()
        return version.is_material or (
            version.date_deadline != version._previous().date_deadline
        )

    def _ocds_new_awards(self, act):
        known = {award["id"] for award in act["before"].get("awards", ())}
        return [a for a in self._ocds_awards(act) if a["id"] not in known]

    def _ocds_was(self, kind):
        return bool(
            self.env["wohnkoord.ocds.release"].search_count(
                [("procedure_id", "=", self.id), ("kind", "=", kind)], limit=1
            )
        )

    def _ocds_content(self, act):
        """The whole state in the standard's words; what is empty is left out."""
        content = self._published_content()
        return {
            "initiationType": "tender",
            "language": (self.env.lang or "de").split("_")[0],
            "buyer": self._ocds_buyer(),
            "parties": self._ocds_parties(act),
            "tender": self._ocds_tender(content, act),
            "bids": self._ocds_bids(act),
            "awards": self._ocds_awards(act),
            "contracts": self._ocds_contracts(act),
            "withheldInformation": self._ocds_withheld(act),
        }

    def _ocds_date(self, moment):
        """A moment (UTC, or its text) as RFC 3339; a date as its midnight in UTC."""
        if not moment:
            return None
        text = moment if isinstance(moment, str) else fields.Datetime.to_string(moment)
        return f"{text[:10]}T{text[11:19] or '00:00:00'}Z"
