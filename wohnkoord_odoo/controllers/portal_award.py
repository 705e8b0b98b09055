# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import UserError
from odoo.http import request

from ..tools.upload import MAX_BYTES, UPLOAD_TYPES, UploadError
from .form import FormError
from .portal_procedure import PortalProcedures, procedure_page
from .portal_procedure_posts import procedure_post

#: longest objection, and longest note to a proof
OBJECTION_LENGTH, NOTE_LENGTH = 20000, 2000
#: folder in an address -> what is shown by the proof that is posted there
WANTED = {
    "milestones": "wohnkoord.reservation.milestone",
    "duties": "wohnkoord.commitment",
}


class PortalAward(PortalProcedures):
    """After the decision: the winner's proofs, and objections of the others."""

    # -- pages and files -----------------------------------------------------------------

    @procedure_page("proofs/<int:proof_id>")
    def portal_my_award_proof(self, registration_id, proof_id, **_params):
        """A file that the party handed in: a download, never kept by the browser."""
        registration_sudo = self._find_registration(registration_id)
        proof_sudo = registration_sudo and registration_sudo._portal_proof(proof_id)
        if not proof_sudo or proof_sudo.date_erased:
            return request.redirect("/my")
        return self._award_download(proof_sudo, proof_sudo.name)

    @procedure_page("objections/<int:objection_id>/file")
    def portal_my_award_objection_file(self, registration_id, objection_id, **_params):
        """The file of an own objection."""
        registration_sudo = self._find_registration(registration_id)
        row_sudo = registration_sudo and registration_sudo._portal_objection(
            objection_id
        )
        if not row_sudo or not row_sudo.file_name:
            return request.redirect("/my")
        return self._award_download(row_sudo, row_sudo.file_name)

    @procedure_page("objections")
    def portal_my_award_objection_elsewhere(self, registration_id, **_params):
        """Where only posts are answered, e.g. after a login in between."""
        return request.redirect(f"/my/procedures/{registration_id}")

    @procedure_page("milestones/<int:_wanted_id>/proof")
    def portal_my_award_milestone_elsewhere(self, registration_id, **_params):
        """The same, for a milestone."""
        return request.redirect(f"/my/procedures/{registration_id}")

    @procedure_page("duties/<int:_wanted_id>/proof")
    def portal_my_award_duty_elsewhere(self, registration_id, **_params):
        """The same, for a duty."""
        return request.redirect(f"/my/procedures/{registration_id}")

    # -- posts ---------------------------------------------------------------------------

    @procedure_post("<any(milestones,duties):folder>/<int:wanted_id>/proof")
    def post_award_proof(self, registration_sudo, /, folder, wanted_id, **post):
        """Hand in a proof for a milestone, or for a duty."""
        moment = self._procedure_arrival(registration_sudo.procedure_id)
        wanted_sudo = registration_sudo._portal_wanted(WANTED[folder], wanted_id)
        if not wanted_sudo:
            return request.redirect("/my", code=303)
        key = f"{folder}_{wanted_id}"

        def hand_in():
            self._check_may_act_after_award(registration_sudo)
            note = self._text(post, f"note_{key}")
            if error := note and self._text_error(note, NOTE_LENGTH):
                raise FormError({f"note_{key}": error})
            upload = self._read_award_file(post, f"file_{key}")
            if not upload:
                raise FormError({f"file_{key}": request.env._("Please choose a file.")})
            try:
                wanted_sudo._take_proof(*upload, note, moment)
            except UploadError as error:
                raise FormError({f"file_{key}": error.explain(request.env)}) from error

        if errors := self._post_once(post, hand_in):
            typed = {f"note_{key}": self._text(post, f"note_{key}")}
            return self._render_procedure(
                registration_sudo, proof={"values": typed, "errors": errors}
            )
        return self._procedure_done(registration_sudo, "proof")

    @procedure_post("objections")
    def post_award_objection(self, registration_sudo, /, **post):
        """Object to an award to another group."""
        moment = self._procedure_arrival(registration_sudo.procedure_id)

        def do_object():
            self._check_may_act_after_award(registration_sudo)
            award_sudo = self._posted_award(registration_sudo, post)
            text = self._text(post, "objection")
            if error := self._text_error(text, OBJECTION_LENGTH):
                raise FormError({"objection": error})
            upload = self._read_award_file(post, "objection_file")
            try:
                request.env["wohnkoord.award.objection"].sudo()._object(
                    registration_sudo, award_sudo, text, upload, moment
                )
            except UploadError as error:
                raise FormError(
                    {"objection_file": error.explain(request.env)}
                ) from error

        if errors := self._post_once(post, do_object):
            typed = {name: self._text(post, name) for name in ("objection", "award")}
            return self._render_procedure(
                registration_sudo, objection={"values": typed, "errors": errors}
            )
        return self._procedure_done(registration_sudo, "objected")

    # -- what was posted -----------------------------------------------------------------

    def _check_may_act_after_award(self, registration_sudo):
        """:raise UserError: the visitor does not speak for the group"""
        if not registration_sudo._speaks_for(request.env.user):
            raise UserError(
                request.env._("Whoever speaks for your group can do this here.")
            )

    def _posted_award(self, registration_sudo, post):
        """The chosen award, of those to which the party may object at some time.

        :raise FormError: none of them
        """
        awards_sudo = registration_sudo._objectionable_awards()
        award_sudo = awards_sudo.filtered(
            lambda award: str(award.id) == self._text(post, "award")
        )
        if not award_sudo:
            raise FormError(
                {"form": request.env._("There is no decision here to object to.")}
            )
        return award_sudo

    def _read_award_file(self, post, name):
        """Name and content of a posted file, or None."""
        upload = post.get(name)
        if not getattr(upload, "filename", None):
            return None
        # one byte more than allowed is enough to know that it is too large
        return upload.filename, upload.read(MAX_BYTES + 1)

    # -- the page ------------------------------------------------------------------------

    def _procedure_page_values(self, registration_sudo):
        empty = {"values": {}, "errors": {}}
        return {
            **super()._procedure_page_values(registration_sudo),
            "proof_form": empty,
            "objection_form": empty,
            "award_accept": ",".join(UPLOAD_TYPES),
        }

    def _procedure_done_messages(self):
        return {
            **super()._procedure_done_messages(),
            "proof": request.env._(
                "The office has your proof. You get a mail when it is checked."
            ),
            "objected": request.env._(
                "Your objection has arrived; you get a receipt by mail. The plot is not"
                " reserved before it is answered."
            ),
        }

    def _award_download(self, record_sudo, filename):
        stream = request.env["ir.binary"]._get_stream_from(
            record_sudo, "file", filename=filename, mimetype=record_sudo.mimetype
        )
        response = stream.get_response(as_attachment=True, immutable=False)
        response.headers["Cache-Control"] = "private, no-store"
        return response
