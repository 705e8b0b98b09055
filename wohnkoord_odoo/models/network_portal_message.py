# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class InitiativeMessage(models.Model):
    """A conversation between a group and its adviser, apart from the office's own log.

    Plain text only. What was written stays as it was written.
    """

    _name = "wohnkoord.initiative.message"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Message between Group and Office"
    _order = "date desc, id desc"
    _rec_name = "body"
    _check_company_auto = True

    _guarded_fields = ("author_id", "date", "from_office", "date_read")

    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="initiative_id.company_id", store=True, index=True
    )
    body = fields.Text("Message", required=True)
    author_id = fields.Many2one(
        "res.partner",
        "Written by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.partner_id.id,
    )
    date = fields.Datetime(
        "Written on", required=True, readonly=True, default=fields.Datetime.now
    )
    from_office = fields.Boolean("From the Office", readonly=True, default=True)
    date_read = fields.Datetime(
        "Read on", readonly=True, help="First read on the other side."
    )
    is_news = fields.Boolean(
        "New from the Group", compute="_compute_is_news", search="_search_is_news"
    )

    _body_check = models.Constraint(
        "CHECK (char_length(body) BETWEEN 1 AND 10000)",
        "A message has between 1 and 10,000 characters.",
    )
    _conversation_idx = models.Index("(initiative_id, date DESC, id DESC)")
    _news_idx = models.Index("(initiative_id) WHERE date_read IS NULL")

    @api.depends("from_office", "date_read")
    def _compute_is_news(self):
        for message in self:
            message.is_news = not message.from_office and not message.date_read

    def _search_is_news(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._news_domain() if True in value else ~self._news_domain()

    @api.model
    def _news_domain(self):
        """What the group wrote and the office has not read."""
        return Domain("from_office", "=", False) & Domain("date_read", "=", False)

    @api.model_create_multi
    def create(self, vals_list):
        """Write to the group as the office; the group's own come by ``_post_as_group``.

        What the group wrote counts as read. Who asked last, and who wants to be told,
        gets a short note by mail.
        """
        self.check_access("create")
        vals_list = [
            {**vals, "body": (vals.get("body") or "").strip()} for vals in vals_list
        ]
        if not all(vals["body"] for vals in vals_list):
            raise UserError(self.env._("Please write a message."))
        initiatives = self.env["wohnkoord.initiative"].browse(
            {vals["initiative_id"] for vals in vals_list if vals.get("initiative_id")}
        )
        waiting = self._waiting_for_answer(initiatives)
        messages = super().create(vals_list)
        messages.initiative_id._mark_news_read()
        for initiative in messages.initiative_id:
            initiative._members_to_tell(waiting.get(initiative))._notify_of_news()
        return messages

    def write(self, vals):
        self.check_access("write")
        if vals:
            raise UserError(self.env._("A message that was sent is not changed."))
        return super().write(vals)

    @api.model
    def _post_as_group(self, initiative, body):
        """Keep what the current user, a spokesperson, writes in the portal."""
        return self._create_guarded(
            [
                {
                    "initiative_id": initiative.id,
                    "body": body.strip(),
                    "author_id": self.env.user.partner_id.id,
                    "from_office": False,
                }
            ]
        )

    @api.model
    def _waiting_for_answer(self, initiatives):
        """Who wrote since the office wrote last.

        :return: dict initiative -> partners
        """
        if not initiatives:
            return {}
        last = dict(
            self._read_group(
                [("initiative_id", "in", initiatives.ids), ("from_office", "=", True)],
                ["initiative_id"],
                ["id:max"],
            )
        )
        since = Domain.OR(
            Domain("initiative_id", "=", initiative.id)
            & Domain("id", ">", last.get(initiative, 0))
            for initiative in initiatives
        )
        return dict(
            self._read_group(
                since & Domain("from_office", "=", False),
                ["initiative_id"],
                ["author_id:recordset"],
            )
        )

    def _mark_read(self):
        self._write_guarded({"date_read": fields.Datetime.now()})

    def _portal_values(self):
        """What the conversation shows in the portal.

        :return: list of dicts, in the order of the records
        """
        return [
            {
                "id": message.id,
                "author": message.author_id.name,
                "from_office": message.from_office,
                "date": message.date,
                "body": message.body,
            }
            for message in self
        ]
