# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import json

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_append_only
from ..tools.canonical import canonical, digest

MAX_BYTES = 20_000_000
#: what is said of a draw in words; the first three are needed
WORDS = ("place", "drawer_name", "witness_name", "witness_role", "note")


class Draw(models.Model):
    """A draw among bids that are equal in all that was declared, with a witness.

    Added to and never changed, not even with SQL; and only bids that the ranking in
    force could not part are drawn, so that nobody draws again for another result.
    """

    _name = "wohnkoord.draw"
    _inherit = ["wohnkoord.guarded.mixin", "wohnkoord.procedure.frozen.mixin"]
    _description = "Draw"
    _order = "procedure_id, procedure_lot_id, number"
    _log_access = False

    _guarded_fields = (
        "procedure_id",
        "company_id",
        "procedure_lot_id",
        "number",
        "date",
        "place",
        "drawer_name",
        "witness_name",
        "witness_role",
        "note",
        "user_id",
        "bid_ids",
        "file",
        "file_name",
        "content",
        "hash",
    )

    procedure_lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime("Drawn on")
    place = fields.Char(required=True, readonly=True)
    drawer_name = fields.Char("Drawn by", required=True, readonly=True)
    witness_name = fields.Char("Witness", required=True, readonly=True)
    witness_role = fields.Char("Function of the Witness", readonly=True)
    note = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, ondelete="restrict"
    )
    bid_ids = fields.Many2many(
        "wohnkoord.bid",
        "wohnkoord_draw_bid_rel",
        "draw_id",
        "bid_id",
        "Bids",
        readonly=True,
    )
    order_text = fields.Char("Order of the Bids", compute="_compute_order_text")
    file = fields.Binary("Record as a File", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    _number_uniq = models.UniqueIndex(
        "(procedure_lot_id, number)", "There is a draw of this number already."
    )
    _witness_check = models.Constraint(
        "CHECK (lower(trim(drawer_name)) <> lower(trim(witness_name)))",
        "The witness is another person than the one who draws.",
    )

    def init(self):
        make_append_only(self.env.cr, self._table)
        make_append_only(self.env.cr, "wohnkoord_draw_bid_rel")

    @api.depends("procedure_lot_id", "number")
    def _compute_display_name(self):
        for draw in self:
            draw.display_name = self.env._(
                "%(lot)s, draw %(number)s",
                lot=draw.procedure_lot_id.display_name,
                number=draw.number,
            )

    @api.depends("content")
    def _compute_order_text(self):
        for draw in self:
            order = json.loads(draw.content or "{}").get("order", ())
            draw.order_text = ", ".join(map(str, order))

    @api.model
    def _record(self, ranking, order, values):
        """Keep a draw, then rank the bids on the plot with it.

        :param ranking: the one in force, with an open tie
        :param order: the tied bids as they were drawn
        :param dict values: ``date``, ``place``, ``drawer_name``, ``witness_name``, and if
            there are any ``witness_role``, ``note``, ``file`` (base64), ``file_name``
        :return: the draw
        :raise UserError: it is no open tie, or a person or the place is missing
        """
        procedure = ranking.procedure_id
        procedure._check_ranking_access()
        if procedure.state != "jury":
            raise UserError(self.env._("Draws are recorded while the jury works."))
        procedure.lock_for_update()
        ranking.invalidate_recordset(["is_current"])
        values = self._clean_record(values, procedure)
        numbers = order.mapped("number")
        ties = ranking._content()["result"]["open_ties"]
        if not ranking.is_current or sorted(numbers) not in ties:
            raise UserError(
                self.env._(
                    "A draw is among all bids that are equal in the ranking in force,"
                    " each of them once."
                )
            )
        draw_sudo = self._keep_record(ranking, order, values)
        procedure._rank(
            reason=self.env._("Draw %(number)s", number=draw_sudo.number),
            lots=ranking.procedure_lot_id,
        )
        return draw_sudo.with_env(self.env)

    @api.model
    def _clean_record(self, values, procedure):
        words = {name: (values.get(name) or "").strip() for name in WORDS}
        values = {**values, **words}
        if not all(values[name] for name in WORDS[:3]):
            raise UserError(
                self.env._("A draw needs a place, who drew, and a witness by name.")
            )
        if values["drawer_name"].casefold() == values["witness_name"].casefold():
            raise UserError(
                self.env._("The witness is another person than the one who draws.")
            )
        if not values.get("date") or values["date"] > procedure._now():
            raise UserError(self.env._("A draw is recorded after it took place."))
        return values

    @api.model
    def _keep_record(self, ranking, order, values):
        procedure, lot = ranking.procedure_id, ranking.procedure_lot_id
        # sudo: nobody may write draws
        draws_sudo = self.sudo()
        before = draws_sudo.search(
            [("procedure_lot_id", "=", lot.id)], order="number desc", limit=1
        )
        raw = base64.b64decode(values.get("file") or b"")
        if len(raw) > MAX_BYTES:
            raise UserError(self.env._("The file of the record is above 20 MB."))
        words = {name: values[name] for name in WORDS}
        content = {
            "schema": 1,
            "lot": lot.number,
            "number": before.number + 1,
            "ranking": ranking.hash,
            "order": order.mapped("number"),
            "date": fields.Datetime.to_string(values["date"]),
            "file": digest(raw) if raw else None,
            **words,
        }
        text = canonical(content).decode()
        draw_sudo = draws_sudo._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "procedure_lot_id": lot.id,
                    "number": content["number"],
                    "user_id": self.env.user.id,
                    "bid_ids": [Command.set(order.ids)],
                    "content": text,
                    "hash": digest(text.encode()),
                    "date": values["date"],
                    "file": values.get("file") or False,
                    "file_name": values.get("file_name") or False,
                    **words,
                }
            ]
        )
        procedure._log(
            "drawn",
            {
                "lot": lot.number,
                "number": draw_sudo.number,
                "order": content["order"],
                "sha256": draw_sudo.hash,
            },
        )
        return draw_sudo


class Procedure(models.Model):
    """Draws as the ranking takes them."""

    _inherit = "wohnkoord.procedure"

    draw_ids = fields.One2many(
        "wohnkoord.draw", "procedure_id", "Draws", readonly=True, copy=False
    )

    def _draw_orders(self):
        """Plot on offer -> the orders drawn, numbers of bids, the first draw first."""
        self.ensure_one()
        # sudo: the ranking is the same whoever makes it
        return {
            lot: [draw._content()["order"] for draw in draws.sorted("number")]
            for lot, draws in self.sudo().draw_ids.grouped("procedure_lot_id").items()
        }
