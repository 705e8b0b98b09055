# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError


class GuardedMixin(models.AbstractModel):
    """Fields that only the model itself may set, and a state that only moves by actions.

    A readonly field does not stop RPC, an import or a ``default_...`` key in the context.
    This mixin does: it refuses the fields named in ``_guarded_fields`` in ``create`` and
    ``write``, and turns a written ``state`` into the action named in ``_state_actions``.
    Inherit it **before** ``mail.thread``, so that ``_write_guarded`` still tracks.
    """

    _name = "wohnkoord.guarded.mixin"
    _description = "Guarded Fields and State"

    #: names that nobody may pass to ``create`` or ``write``
    _guarded_fields = ()
    #: the state of a new record; ``None`` for a model without states
    _initial_state = None
    #: state -> name of the public method without arguments that leads there
    _state_actions = {}
    #: public methods with a ``reason`` that ``_ask_reason`` may call
    _reason_actions = ()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._guard_new_vals(vals) for vals in vals_list])

    def write(self, vals):
        self._refuse_guarded(vals)
        if self._initial_state is None or "state" not in vals:
            return super().write(vals)
        self.check_access("write")  # also when the state is there already
        vals = dict(vals)
        state = vals.pop("state")
        if vals:
            self.write(vals)
        self._change_state(state)
        return True

    def _change_state(self, state):
        """Do what the button does for every record that is not in ``state`` yet.

        :raise UserError: no action leads to that state
        """
        moving = self.filtered(lambda record: record.state != state)
        if not moving:
            return
        method = self._state_actions.get(state)
        if not method:
            raise UserError(
                self.env._(
                    'The state "%(state)s" is not set by hand. Please use the button.',
                    state=self._state_label(state),
                )
            )
        getattr(moving, method)()

    def _write_guarded(self, vals):
        """Write without the guard; the one way in for the model's own methods."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model
    def _create_guarded(self, vals_list):
        """Create without the guard; for the model's own methods."""
        return super().create(vals_list)  # pylint: disable=super-method-mismatch

    def _ask_reason(self, method, title):
        """Open the dialog that asks for a reason and then calls ``method`` with it.

        :param str method: one of ``_reason_actions``
        :param str title: translated title of the dialog
        """
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "wohnkoord.reason",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_method": method,
            },
        }

    @api.model
    def _guard_new_vals(self, vals):
        """Refuse guarded values and close the way over ``default_`` keys and ir.default."""
        self._refuse_guarded(vals)
        vals = dict(vals)
        if self._initial_state is not None:
            if vals.setdefault("state", self._initial_state) != self._initial_state:
                raise UserError(
                    self.env._(
                        'A new record starts as "%(state)s".',
                        state=self._state_label(self._initial_state),
                    )
                )
        for name in self._guarded_fields:
            field = self._fields[name]
            if not field.compute and self._has_field_access(field, "write"):
                # the field's own default, whatever the context or ir.default says
                vals[name] = field.default(self) if field.default else False
        return vals

    @api.model
    def _refuse_guarded(self, vals):
        refused = [name for name in vals if name in self._guarded_fields]
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "These values are kept by the system and cannot be set: %(fields)s.",
                    fields=", ".join(
                        labels.get(name, {}).get("string", name) for name in refused
                    ),
                )
            )

    @api.model
    def _state_label(self, state):
        selection = self._fields["state"]._description_selection(self.env)
        return dict(selection).get(state, state)
