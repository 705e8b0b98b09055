# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .plot_common import PlotCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedurePlotPipeline(PlotCase):
    """From an owner's offer to a procedure; a state moves by actions only."""

    def setUp(self):
        super().setUp()
        self.mine = self.plot.with_user(self.adviser)

    def test_way_up(self):
        self.assertEqual(self.mine.state, "offered")
        self.mine.action_examine()
        self.assertEqual(self.mine.state, "examined")
        self.mine.action_suitable()
        self.assertEqual(self.mine.state, "suitable")
        self.assertEqual(self.mine.date_state, self.today)

    def test_card_that_is_dragged_does_what_the_button_does(self):
        self.mine.state = "suitable"
        self.mine.write({"state": "examined", "note": "noch einmal"})
        self.assertEqual((self.mine.state, self.mine.note), ("examined", "noch einmal"))
        for state in ("unsuitable", "withdrawn", "in_procedure", "awarded", "offered"):
            with self.assertRefused("not set by hand"):
                self.mine.state = state

    def test_nothing_starts_further_on(self):
        Plot = self.env["wohnkoord.plot"].with_user(self.adviser)
        for context in ({}, {"default_state": "awarded"}):
            vals = {"street": "x"} if context else {"street": "x", "state": "awarded"}
            with self.assertRefused("starts as"):
                made = Plot.with_context(**context).create(vals)
                # a default key that is ignored is as good as a refusal
                self.assertEqual(made.state, "offered")
                Plot.create({"street": "x", "state": "awarded"})
        for name, value in (("exit_reason", "x"), ("date_state", "2020-01-01")):
            with self.assertRefused("kept by the system"):
                self.mine.write({name: value})
            with self.assertRefused("kept by the system"):
                Plot.create({"street": "x", name: value})

    def test_giving_up_needs_a_reason(self):
        for method in ("action_withdraw", "action_unsuitable"):
            for reason in (None, "", "  "):
                with self.assertRefused("give a reason"):
                    getattr(self.mine, method)(reason)
        action = self.mine.action_ask_unsuitable()
        dialog = Form(
            self.env["wohnkoord.reason"]
            .with_user(self.adviser)
            .with_context(**action["context"])
        )
        dialog.reason = "Zu klein."
        dialog.save().action_apply()
        self.assertEqual(
            (self.mine.state, self.mine.exit_reason), ("unsuitable", "Zu klein.")
        )
        with self.assertRefused("Not possible in the state"):
            self.mine.action_suitable()
        self.mine.action_examine()
        self.assertEqual((self.mine.state, self.mine.exit_reason), ("examined", False))
        self.mine.action_withdraw("Eigentümerin verkauft anders.")
        self.assertEqual(self.mine.state, "withdrawn")

    def test_only_the_office_moves(self):
        for method, args in (
            ("action_examine", ()),
            ("action_suitable", ()),
            ("action_withdraw", ("x",)),
            ("action_unsuitable", ("x",)),
            ("_into_procedure", ()),
        ):
            with self.assertRefused("", AccessError):
                getattr(self.plot.with_user(self.steering), method)(*args)
        with self.assertRefused("", AccessError):
            self.foreign_plot.with_user(self.adviser).action_examine()

    # -- the procedure ---------------------------------------------------------------------

    def test_procedure_takes_and_gives_back(self):
        self.mine._into_procedure()
        self.assertEqual(self.mine.state, "in_procedure")
        self.mine._into_procedure()
        for method in ("action_examine", "action_suitable"):
            with self.assertRefused("Not possible in the state"):
                getattr(self.mine, method)()
        with self.assertRefused("Not possible in the state"):
            self.mine.action_withdraw("x")
        self.mine._out_of_procedure()
        self.assertEqual(self.mine.state, "suitable")
        self.mine._out_of_procedure()
        self.assertEqual(self.mine.state, "suitable")

    def test_procedure_takes_nothing_that_was_given_up(self):
        self.mine.action_unsuitable("Zu klein.")
        with self.assertRefused("Probestraße 12"):
            self.mine._into_procedure()

    def test_awarded_is_the_end(self):
        self.mine._into_procedure()
        self.mine._out_of_procedure(awarded=True)
        self.assertEqual(self.mine.state, "awarded")
        with self.assertRefused("Not possible in the state"):
            self.mine._into_procedure()
        with self.assertRefused("Not possible in the state"):
            self.mine.action_examine()

    def test_other_procedure_keeps_it(self):
        first, second = self._make_lot(), self._make_lot(number=2)
        (first | second).procedure_id._write_guarded({"state": "published"})
        self.mine._into_procedure()
        self.mine._out_of_procedure(first.procedure_id)
        self.assertEqual(self.mine.state, "in_procedure")
        first.procedure_id._write_guarded({"state": "cancelled"})
        self.mine._out_of_procedure(second.procedure_id)
        self.assertEqual(self.mine.state, "suitable")

    def test_plot_in_a_procedure_is_held(self):
        self._make_lot()
        self.mine._into_procedure()
        with self.assertRefused("is not archived"):
            self.mine.active = False
        with self.assertRefused("stays with the office"):
            self.plot.write({"company_id": self.other_company.id, "user_id": False})
        self.mine._out_of_procedure()
        self.mine.active = False

    def test_links_to_procedures(self):
        ended, running = self._make_lot(), self._make_lot(number=2)
        ended.procedure_id._write_guarded({"state": "unsuccessful"})
        self.assertEqual(self.mine.procedure_count, 2)
        self.assertEqual(self.mine.procedure_id, running.procedure_id)
        self.assertEqual(
            self.mine.procedure_ids, (ended | running).procedure_id.sorted("id", True)
        )
        action = self.mine.action_view_procedures()
        found = self.env["wohnkoord.procedure"].search(action["domain"])
        self.assertEqual(found, (ended | running).procedure_id)

    def test_columns_of_the_pipeline(self):
        Plot = self.env["wohnkoord.plot"].with_context(read_group_expand=True)

        def columns():
            groups = Plot.web_read_group([("id", "in", self.mine.ids)], ["state"])
            return [group["state"] for group in groups["groups"]]

        pipeline = ["offered", "examined", "suitable", "in_procedure"]
        self.assertEqual(columns(), pipeline)
        self.mine.action_withdraw("x")
        self.assertEqual(columns(), [*pipeline, "withdrawn"])

    def test_forms_open(self):
        for user in (self.adviser, self.manager):
            Plot = self.env["wohnkoord.plot"].with_user(user)
            form = Form(Plot)
            form.street = "Neuer Weg 5"
            self.assertEqual(form.name, "Neuer Weg 5")
            plot = form.save()
            self.assertEqual(plot.user_id, user)
        quick = Form(Plot, view="wohnkoord_odoo.plot_view_form_quick")
        quick.street = "Neuer Weg 6"
        self.assertEqual(quick.save().name, "Neuer Weg 6")
