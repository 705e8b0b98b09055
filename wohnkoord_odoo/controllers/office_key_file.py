# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools.recovery_code import WrongGroups

_HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
]


class OfficeKeyFile(http.Controller):
    """Recovery sheets: pages of their own, so that no secret passes through a form
    of the office, a file of a report or a table.
    """

    # -- the key file of the server ------------------------------------------------------

    @http.route(
        "/wohnkoord/key-file", type="http", auth="user", methods=["GET"], readonly=True
    )
    def office_key_file(self, **_params):
        """The page to print the recovery sheet of the key file, or to restore it."""
        self._office_key_gate()
        return self._office_key_page()

    @http.route("/wohnkoord/key-file/sheet", type="http", auth="user", methods=["POST"])
    def office_key_file_sheet(self, password="", **_params):
        """The recovery sheet of the key file in use, after the password."""
        KeyFile = self._office_key_gate()
        if error := request.env.user._check_present(password):
            return self._office_key_page(print_error=error)
        fingerprint = KeyFile._current()
        try:
            groups = KeyFile._sheet(fingerprint)
        except UserError as error:
            return self._office_key_page(print_error=error.args[0])
        values = {
            "groups": groups,
            "fingerprint": fingerprint,
            "note": KeyFile._sheet_note(fingerprint),
        }
        return self._office_sheet_render("wohnkoord_odoo.key_file_sheet", values)

    @http.route(
        "/wohnkoord/key-file/restore", type="http", auth="user", methods=["POST"]
    )
    def office_key_file_restore(self, groups="", password="", **_params):
        """Write the key file again from its recovery sheet."""
        KeyFile = self._office_key_gate()
        error = request.env.user._check_present(password)
        if not error:
            try:
                restored = KeyFile._restore(groups[:1000])
                return self._office_key_page(restored=restored)
            except WrongGroups as wrong:
                error = self._office_wrong_groups(wrong)
            except UserError as refused:
                error = refused.args[0]
        return self._office_key_page(restore_error=error)

    def _office_wrong_groups(self, wrong):
        if wrong.numbers:
            return request.env._(
                "Please check these groups, a character is wrong: %(groups)s.",
                groups=", ".join(str(number) for number in wrong.numbers),
            )
        return request.env._(
            "Characters are missing or too many. Please type all groups of the sheet."
        )

    def _office_key_gate(self):
        user = request.env.user
        if not (
            user.has_group("wohnkoord_odoo.group_manager")
            or user.has_group("base.group_system")
        ):
            raise request.not_found()
        return request.env["wohnkoord.key.file"]

    def _office_key_page(self, **values):
        KeyFile = request.env["wohnkoord.key.file"]
        return self._office_sheet_render(
            "wohnkoord_odoo.key_file_page",
            {
                "known": [
                    {
                        "fingerprint": fingerprint,
                        "problem": KeyFile._problem(fingerprint),
                        "note": KeyFile._sheet_note(fingerprint),
                    }
                    for fingerprint in KeyFile._known()
                ],
                "print_error": None,
                "restore_error": None,
                "restored": None,
                **values,
            },
        )

    # -- the full seal of a procedure ----------------------------------------------------

    @http.route(
        "/wohnkoord/procedures/<int:procedure_id>/recovery-sheet",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def office_seal_sheet(self, procedure_id, **_params):
        """The page to make the recovery sheet of a full seal."""
        return self._office_seal_page(self._office_find_procedure(procedure_id))

    @http.route(
        "/wohnkoord/procedures/<int:procedure_id>/recovery-sheet/new",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def office_seal_sheet_new(self, procedure_id, password="", **_params):
        """Make the sheet and show it, this once."""
        procedure = self._office_find_procedure(procedure_id)
        if error := request.env.user._check_present(password):
            return self._office_seal_page(procedure, error=error)
        try:
            groups = procedure._make_recovery_sheet()
        except UserError as refused:
            return self._office_seal_page(procedure, error=refused.args[0])
        return self._office_seal_page(procedure, groups=groups)

    @http.route(
        "/wohnkoord/procedures/<int:procedure_id>/recovery-sheet/confirm",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def office_seal_sheet_confirm(self, procedure_id, **_params):
        """Note that the printed sheet is kept safe."""
        procedure = self._office_find_procedure(procedure_id)
        try:
            procedure._confirm_recovery_sheet()
        except UserError as refused:
            return self._office_seal_page(procedure, error=refused.args[0])
        return self._office_seal_page(procedure)

    def _office_find_procedure(self, procedure_id):
        procedure = request.env["wohnkoord.procedure"].browse(procedure_id).exists()
        if (
            not procedure
            or not request.env.user.has_group("wohnkoord_odoo.group_manager")
            or not procedure.has_access("write")
            or procedure.seal_mode != "full"
        ):
            raise request.not_found()
        return procedure

    def _office_seal_page(self, procedure, groups=None, error=None):
        sheet = procedure._officer_key_values()[-1]
        return self._office_sheet_render(
            "wohnkoord_odoo.seal_sheet_page",
            {
                "procedure_id": procedure.id,
                "name": procedure.name,
                "is_preparation": procedure.state == "preparation",
                "is_ready": sheet["is_ready"],
                "groups": groups,
                "error": error,
                "user_name": request.env.user.name,
            },
        )

    def _office_sheet_render(self, template, values):
        response = request.render(template, values)
        response.headers.extend(_HEADERS)
        return response
