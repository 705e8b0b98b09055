# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal, InvalidOperation

from odoo import api, fields, models

from .procedure_commitment import COMMITMENT_KINDS


class Bid(models.Model):
    """A bid at its opening: what was sealed becomes fields."""

    _inherit = "wohnkoord.bid"
    # before the opening no bid has a group that could be found by its name
    _rec_names_search = ["initiative_id.name", "number"]

    is_envelope = fields.Boolean(
        "On Paper",
        readonly=True,
        help="Came in an envelope; its figures are typed in after the opening.",
    )
    is_readable = fields.Boolean(
        compute="_compute_is_readable", help="The bid is opened."
    )
    sealed_hint = fields.Char(compute="_compute_is_readable")

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_is_readable(self):
        hints = {
            "submitted": self.env._("Sealed until the opening by two officers."),
            "withdrawn": self.env._("Withdrawn or replaced; it stays unopened."),
            "late": self.env._("Arrived after the deadline; it stays unopened."),
        }
        for bid in self:
            bid.is_readable = bid.state in ("opened", "excluded", "admitted")
            bid.sealed_hint = hints.get(bid.state, False)

    @api.depends("number", "initiative_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for bid in self:
            label = self.env._("Bid %(number)s", number=bid.number or "–")
            name = bid.initiative_id.name
            bid.display_name = f"{label}: {name}" if name else label

    # -- at the opening ------------------------------------------------------------------

    @api.model
    def _filler(self, procedure):
        """What fields need to be filled, read once for all bids."""
        return {
            "lots": {lot.uuid: lot for lot in procedure.lot_ids},
            "parties": {
                party.number: party
                for party in procedure.registration_ids
                if party.number
            },
            "initiatives": {
                party.initiative_id.id: party for party in procedure.registration_ids
            },
            "material": max(
                procedure.version_ids.filtered("is_material").mapped("number"),
                default=0,
            ),
        }

    def _fill(self, opening, filler):
        """Write what the opening found: fields, files, defects.

        ``opening.commitments`` then holds what is still to be created.
        """
        self.ensure_one()
        content = opening.content
        lot = filler["lots"].get(_text(content.get("lot")))
        party = self._party(opening, filler)
        if content.get("lot") and not lot:
            opening.defects.append(self.env._("The bid names an unknown plot."))
        if not self._is_confirmed_for(filler["material"]):
            opening.defects.append(
                self.env._("Not confirmed after the last material change.")
            )
        price = _number(content.get("price"))
        vals = {
            "state": "opened",
            "is_envelope": "envelope" in content,
            "content": opening.raw.decode(errors="replace") if opening.raw else False,
            "procedure_lot_id": lot.id if lot else False,
            "registration_id": party.id if party else False,
            "initiative_id": party.initiative_id.id if party else False,
            "priority": _whole(content.get("priority")),
            "price": price or 0,
            "defect": "\n".join(opening.defects) or False,
        }
        self._write_guarded(vals)
        for document, values in opening.documents.items():
            document.write(values)
        opening.commitments = self._commitment_values(content)

    def _party(self, opening, filler):
        """The registered party that the bid names; its initiative has to fit."""
        content = opening.content
        party = filler["parties"].get(_whole(content.get("party")))
        initiative = content.get("initiative")
        if not party and type(initiative) is int:
            party = filler["initiatives"].get(initiative)
        if content and not party and "envelope" not in content:
            opening.defects.append(self.env._("The bid names no registered party."))
        if party and initiative and party.initiative_id.id != initiative:
            opening.defects.append(
                self.env._("Party and initiative of the bid do not fit together.")
            )
            return None
        return party

    def _is_confirmed_for(self, material):
        """Whether the bid knows the last material change, by itself or confirmed."""
        if "confirmed_version_id" in self._fields and self.confirmed_version_id:
            return self.confirmed_version_id.number >= material
        return not material or self.version_id.number >= material

    def _commitment_values(self, content):
        promised = content.get("commitments")
        promised = promised if isinstance(promised, dict) else {}
        return [
            {
                "bid_id": self.id,
                "kind": kind,
                "value": _number(promised[kind].get("value")) or 0,
                "text": _text(promised[kind].get("text")) or False,
            }
            for kind, _label in COMMITMENT_KINDS
            if isinstance(promised.get(kind), dict)
        ]

    # -- bids on paper -------------------------------------------------------------------

    def action_type_in(self):
        """Show the dialog for what an opened envelope says."""
        self.ensure_one()
        Paper = self.env["wohnkoord.procedure.opening.paper"]
        Paper._check_bid(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Type in a Bid on Paper"),
            "res_model": Paper._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_bid_id": self.id,
                "default_registration_id": self.registration_id.id,
                "default_procedure_lot_id": self.procedure_lot_id.id,
            },
        }

    def _type_in(self, party, lot, figures, commitments):
        """Fill the fields of a bid on paper; every time is an act of the log.

        :param dict figures: priority, price
        :param list commitments: dicts of kind, value, text
        """
        self.ensure_one()
        bid_sudo = self.sudo()  # sudo: nobody may write bids
        bid_sudo._write_guarded(
            {
                "registration_id": party.id,
                "initiative_id": party.initiative_id.id,
                "procedure_lot_id": lot.id,
                **figures,
            }
        )
        bid_sudo.commitment_ids.unlink()
        bid_sudo.commitment_ids.create(
            [{"bid_id": self.id, **vals} for vals in commitments]
        )
        self.procedure_id._log(
            "paper typed in",
            {
                "bid": self.number,
                "party": party.number,
                "lot": lot.number,
                "priority": figures["priority"],
                "price": f"{figures['price']:.2f}",
                "commitments": {
                    vals["kind"]: f"{vals['value']:.2f} {vals['text'] or ''}".strip()
                    for vals in commitments
                },
            },
        )

    # -- the protocol --------------------------------------------------------------------

    def _opening_entry(self, opening):
        """The bid as the protocol lists it.

        :param opening: None for a bid that stays unopened
        """
        entry = {
            "number": self.number,
            "arrived": fields.Datetime.to_string(self.date_submitted) or None,
            "channel": self.channel,
            "hash": self.receipt_hash or "",
            "state": self.state,
            "opened": opening is not None,
            "defects": [],
        }
        if opening is None:
            return entry
        envelope = opening.content.get("envelope")
        sender = envelope.get("sender") if isinstance(envelope, dict) else None
        return {
            **entry,
            "bidder": _text(opening.content.get("name")) or _text(sender) or None,
            "party": self.registration_id.number or None,
            "lot": self.procedure_lot_id.display_name or None,
            "lot_uuid": self.procedure_lot_id.uuid or None,
            "priority": self.priority or None,
            "price": _text(opening.content.get("price")) or None,
            "defects": list(opening.defects),
            "files": [
                {
                    "name": values["name"],
                    "size": values["size"],
                    "sha256": values["sha256"],
                    "defect": values["defect"] or None,
                }
                for values in opening.documents.values()
            ],
        }


def _text(value):
    return value.replace("\0", "") if isinstance(value, str) else ""


def _whole(value):
    return value if type(value) is int and 0 <= value < 1000 else 0


def _number(value):
    """A decimal that stands as text, or None."""
    try:
        number = Decimal(_text(value))
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() and abs(number) < 10**12 else None
