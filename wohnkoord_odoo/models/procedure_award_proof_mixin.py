# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.upload import check_upload, clean_name
from .procedure_award_proof import MAX_PROOFS

PROOF_ACTIVITY = "wohnkoord_odoo.mail_activity_type_award_proof"


class ProofWantedMixin(models.AbstractModel):
    """What a group shows by proofs: milestones of its reservation, duties of its contract.

    Whoever inherits has ``bid_id`` and ``kind``, a one2many ``proof_ids`` and says in
    ``_takes_proofs`` when a proof is taken, in ``_proof_holder`` which record has the
    activity, and in ``_proof_accepted`` what an accepted proof means.
    """

    _name = "wohnkoord.proof.wanted.mixin"
    _description = "Shown by Proofs"

    proof_state = fields.Selection(
        [
            ("none", "None"),
            ("to_check", "To Check"),
            ("accepted", "Accepted"),
            ("returned", "Returned"),
        ],
        "Proof of the Group",
        compute="_compute_proof_state",
    )

    @api.depends("proof_ids.state")
    def _compute_proof_state(self):
        for wanted in self:
            wanted.proof_state = wanted._last_proof().state or "none"

    def _last_proof(self):
        """The newest proof that no other replaced, or nothing."""
        proofs = self.proof_ids.filtered(lambda proof: proof.state != "replaced")
        return proofs.sorted(lambda proof: (proof.date, proof.id))[-1:]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proven(self):
        if any(wanted.proof_ids for wanted in self):
            raise UserError(self.env._("What a group gave proofs for stays on record."))

    # -- what the models say ---------------------------------------------------------------

    def _takes_proofs(self):
        """Whether the group may hand in a proof now."""
        return False

    def _proof_holder(self):
        """The record whose activity reminds of a proof to check."""
        return self

    def _proof_users(self):
        """Who checks, the first first."""
        return self.env["res.users"]

    def _proof_accepted(self, moment):
        """What follows from an accepted proof.

        :param datetime moment: from the procedure's ``_now``
        """

    # -- handing in ------------------------------------------------------------------------

    def _take_proof(self, name, content, note, moment):
        """Take a group's proof; called by the portal with sudo.

        :param str name: of the file, as the browser sent it
        :param bytes content: the whole file
        :param str note: of the group, may be empty
        :param datetime moment: from the procedure's ``_now``
        :return: the proof
        :raise UploadError: the file is not taken
        :raise UserError: no proof is taken here now
        """
        self.ensure_one()
        if not self._takes_proofs():
            raise UserError(self.env._("No proof is taken here any more."))
        if len(self.proof_ids) >= MAX_PROOFS:
            raise UserError(
                self.env._(
                    "There are %(count)s proofs already. Please talk to the office.",
                    count=MAX_PROOFS,
                )
            )
        name = clean_name(name)
        check_upload(name, content)
        self.env["wohnkoord.upload.scan"]._scan(name, content)
        proof = self.env["wohnkoord.award.proof"]._hand_in(
            self, name, content, note, moment.replace(microsecond=0)
        )
        self._open_proof_activity(moment.date())
        return proof

    # -- the office's activity -------------------------------------------------------------

    def _open_proof_activity(self, day):
        """Ask for a check, once: of somebody who may see the bid."""
        free = self._proof_users() - self.bid_id.blocked_user_ids
        user = free[:1] or self.bid_id.procedure_id._retention_head()
        summary = self._proof_summary(user)
        if summary in self._proof_activities().mapped("summary"):
            return
        office = self._proof_holder().with_context(
            lang=user.lang,
            mail_activity_quick_update=True,
            mail_create_nosubscribe=True,
        )
        office.activity_schedule(PROOF_ACTIVITY, day, user_id=user.id, summary=summary)

    def _proof_summary(self, user):
        wanted = self.with_context(lang=user.lang)
        return wanted.env._("Check the proof: %(name)s", name=wanted.display_name)

    def _proof_activities(self):
        holder = self._proof_holder()
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", holder._name),
                ("res_id", "=", holder.id),
                ("activity_type_id", "=", self.env.ref(PROOF_ACTIVITY).id),
            ]
        )

    def _close_proof_activity(self):
        """What waits no more is no longer reminded of. Called with sudo."""
        states = self._proof_holder().proof_ids.mapped("state")
        activities = self._proof_activities()
        if "to_check" in states:
            activities = activities.filtered(
                lambda activity: (
                    activity.summary == self._proof_summary(activity.user_id)
                )
            )
        activities.unlink()

    # -- the group's page ------------------------------------------------------------------

    def _portal_proof_values(self, registration, folder):
        """The part of a page that shows and takes proofs, as plain values.

        :param str folder: of the form's address below the party's page
        """
        labels = dict(
            self.env["wohnkoord.award.proof"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        label = registration.procedure_id._date_label
        return {
            "key": f"{folder}_{self.id}",
            "path": registration._portal_path(f"{folder}/{self.id}/proof"),
            "takes_proofs": self._takes_proofs(),
            "proofs": [
                {
                    "name": proof.name,
                    "url": not proof.date_erased
                    and registration._portal_path(f"proofs/{proof.id}"),
                    "date": label(proof.date),
                    "kilobytes": max(1, round(proof.size / 1024)),
                    "note": proof.note or "",
                    "state": proof.state,
                    "state_label": labels[proof.state],
                    "reason": proof.return_reason or "",
                }
                for proof in self.proof_ids
            ],
        }
