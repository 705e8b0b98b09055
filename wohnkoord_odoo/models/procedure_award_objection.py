# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..tools.canonical import digest


class AwardObjection(models.Model):
    """What a party objects to an award; it is answered before the plot is reserved.

    A party objects in its portal until the stand-still ends; the office records what comes
    on paper.
    """

    _name = "wohnkoord.award.objection"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Objection to an Award"
    _order = "date desc, id desc"
    _check_company_auto = True

    _guarded_fields = (
        "company_id",
        "procedure_id",
        "date_answered",
        "is_from_portal",
        "date_received",
        "file",
        "file_name",
        "mimetype",
        "sha256",
    )

    award_id = fields.Many2one(
        "wohnkoord.award",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    procedure_id = fields.Many2one(
        related="award_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(related="award_id.company_id", store=True, index=True)
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "Party",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date("Received on", required=True, default=fields.Date.context_today)
    text = fields.Text("Objection", required=True)
    answer = fields.Text()
    date_answered = fields.Datetime("Answered on", readonly=True, copy=False)
    is_from_portal = fields.Boolean("By the Portal", readonly=True, copy=False)
    date_received = fields.Datetime(
        "Arrived at", readonly=True, copy=False, help="By the portal, to the second."
    )
    # in the row itself, which the database protects
    file = fields.Binary(attachment=False, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    mimetype = fields.Char("Kind", readonly=True, copy=False)
    sha256 = fields.Char("SHA-256", readonly=True, copy=False)

    _portal_uniq = models.UniqueIndex(
        "(award_id, registration_id) WHERE is_from_portal",
        "Your objection is on record already.",
    )
    _portal_check = models.Constraint(
        "CHECK (is_from_portal IS NOT TRUE OR date_received IS NOT NULL)",
        "An objection from the portal has its moment.",
    )

    def init(self):
        """What was objected and answered stays; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("registration_id", "date")
    def _compute_display_name(self):
        for objection in self:
            objection.display_name = self.env._(
                "Objection of %(party)s", party=objection.registration_id.display_name
            )

    @api.constrains("award_id", "registration_id")
    def _check_party(self):
        for objection_sudo in self.sudo():
            award_sudo = objection_sudo.award_id
            if objection_sudo.registration_id.procedure_id != award_sudo.procedure_id:
                raise ValidationError(
                    self.env._("The party takes no part in this procedure.")
                )
            if award_sudo.state == "draft":
                raise ValidationError(
                    self.env._("There is no decision yet to object to.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        objections = super().create(vals_list)
        for objection in objections:
            objection._refuse_blocked()
            objection._log_act("objection_received", objection.text)
        return objections

    def write(self, vals):
        self.check_access("write")
        own = {name for name in vals if not name.startswith(("activity_", "message_"))}
        if own and (own != {"answer"} or any(row.date_answered for row in self)):
            raise UserError(
                self.env._("What was objected and answered is not changed any more.")
            )
        return super().write(vals)

    def action_answer(self):
        """Record that the party got the answer; the award is free again.

        :raise UserError: no answer, or answered already
        """
        for objection in self:
            objection._refuse_blocked()
            if objection.date_answered or not (objection.answer or "").strip():
                raise UserError(self.env._("Please write the answer first."))
            moment = objection.procedure_id._now().replace(microsecond=0)
            objection._write_guarded({"date_answered": moment})
            objection._log_act("objection_answered", objection.answer)
            objection._close_objection_activity()
            # sudo: parties' addresses; whoever may answer tells the party
            objection.sudo().registration_id._mail_party(
                "wohnkoord_odoo.award_objection_answered_mail", objection
            )
        return True

    def _refuse_blocked(self):
        self.check_access("write")
        if self.procedure_id._blocked_initiatives(self.env.user):
            raise AccessError(
                self.env._("With a conflict of interest you take no part in this.")
            )

    def _log_act(self, kind, text, file=None, **how):
        self.procedure_id._log(
            kind,
            {
                "lot": self.award_id.procedure_lot_id.number,
                "party": self.registration_id.number,
                "sha256": digest(text.encode()),
                **({"file": file} if file else {}),
            },
            **how,
        )


_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_award_objection_is_kept() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'DELETE'
        OR (NEW.award_id, NEW.registration_id, NEW.date, NEW.text, NEW.is_from_portal,
            NEW.date_received, NEW.sha256)
            IS DISTINCT FROM
           (OLD.award_id, OLD.registration_id, OLD.date, OLD.text, OLD.is_from_portal,
            OLD.date_received, OLD.sha256)
        OR (NEW.file IS NOT NULL AND NEW.file IS DISTINCT FROM OLD.file)
        OR (OLD.date_answered IS NOT NULL
            AND (NEW.answer, NEW.date_answered)
                IS DISTINCT FROM (OLD.answer, OLD.date_answered))
        THEN
            RAISE EXCEPTION 'An objection that was received: no %%', TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER wohnkoord_award_objection_is_kept
        BEFORE UPDATE OR DELETE ON wohnkoord_award_objection
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_award_objection_is_kept();
    """
)
