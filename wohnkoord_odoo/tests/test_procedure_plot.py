# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .plot_common import PlotCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedurePlot(PlotCase):
    """What an office knows about a plot."""

    def _value(self, amount, **ago):
        return self.env["wohnkoord.plot.valuation"].create(
            {
                "plot_id": self.plot.id,
                "amount": amount,
                "date": self.today - relativedelta(**ago),
                "source": f"Gutachten {amount}",
            }
        )

    # -- area -------------------------------------------------------------------------

    def test_area_is_the_sum_of_the_parcels(self):
        self.assertEqual(self.plot.area, 580)
        self.plot.parcel_ids[0].area = 600.25
        self.assertEqual(self.plot.area, 680)
        self.plot.parcel_ids[0].unlink()
        self.assertEqual(self.plot.area, 79.75)

    def test_own_area_wins_until_it_is_taken_back(self):
        self.plot.area = 450
        self.plot.parcel_ids[0].area = 1
        self.assertEqual((self.plot.area, self.plot.parcel_area), (450, 80.75))
        self.plot.area = 0
        self.assertEqual((self.plot.area, self.plot.own_area), (80.75, 0))
        self.assertEqual(self._make_plot("Anderswo 1", area=333).area, 333)
        with self.assertRefused("not negative|area_not_negative"):
            self.plot.area = -1

    def test_parcels_are_not_named_twice(self):
        with self.assertRefused("this parcel already|number_uniq"):
            self.plot.parcel_ids = [
                Command.create({"cadastral_district": "Gohlis", "number": "12/3"})
            ]
        # without a cadastral district as well
        with self.assertRefused("this parcel already|number_uniq"):
            self.plot.parcel_ids = [Command.create({"number": "14"})]

    # -- address and point --------------------------------------------------------------

    def test_street_is_the_name_where_none_is_given(self):
        self.assertEqual(self.plot.name, "Probestraße 12")
        self.plot.street = "Probestraße 14"
        self.assertEqual(self.plot.name, "Probestraße 12")
        with self.assertRefused("name"):
            self._make_plot(street=False)

    def test_point_lies_on_the_globe(self):
        self.plot.write({"latitude": 51.34, "longitude": 12.37})
        self.assertIn("mlat=51.340000&mlon=12.370000", self.plot.map_url)
        for latitude, longitude in ((91, 12), (-91, 12), (51, 181), (51, -181)):
            with self.assertRefused("lies between|latitude_range"):
                self.plot.write({"latitude": latitude, "longitude": longitude})
        with self.assertRefused("needs latitude and longitude"):
            self.plot.longitude = 0

    def test_map_asks_nobody_without_the_offices_tiles(self):
        self.plot.write({"latitude": 51.34, "longitude": 12.37})
        self.company.wohnkoord_tile_url = False
        self.assertFalse(self.plot.map_data)
        self.plot.write({"latitude": 0, "longitude": 0})
        self.assertFalse(self.plot.map_url)

    def test_year_built(self):
        self.plot.building_year = 1898
        for year in (98, 3000, -5):
            with self.assertRefused("year built"):
                self.plot.building_year = year

    def test_same_address_is_told_and_taken(self):
        Plot = self.env["wohnkoord.plot"].with_user(self.adviser)
        form = Form(Plot.with_company(self.company))
        form.street = "PROBESTR. 12"
        form.city = "leipzig"
        self.assertEqual(form.duplicate_ids[:], self.plot)
        double = form.save()
        self.assertEqual(double.duplicate_ids, self.plot)
        self.assertEqual(self.plot.duplicate_ids, double)
        action = self.plot.action_view_duplicates()
        self.assertEqual(Plot.search(action["domain"]), double)

    def test_other_addresses_are_other_plots(self):
        for street, city in (
            ("Probestraße 1 2", "Leipzig"),
            ("Probestraße 12 a", "Leipzig"),
            ("Probestraße 12", "Dresden"),
            (False, "Leipzig"),
        ):
            plot = self._make_plot(street, city=city, name="Probe")
            self.assertFalse(plot.duplicate_ids, street)
        # nor the other office's
        self._make_plot(company_id=self.other_company.id, user_id=False)
        self.assertFalse(self.plot.duplicate_ids)

    # -- value ----------------------------------------------------------------------------

    def test_newest_value_counts_and_older_ones_stay(self):
        self._value(500000, years=1)
        old = self._value(400000, years=3)
        self.assertRecordValues(
            self.plot,
            [
                {
                    "market_value": 500000,
                    "value_date": self.today - relativedelta(years=1),
                    "value_source": "Gutachten 500000",
                }
            ],
        )
        self._value(510000, years=1)
        self.assertEqual(self.plot.market_value, 510000, "the later one of one day")
        self.plot.invalidate_recordset(["valuation_ids"])
        self.assertEqual(self.plot.valuation_ids[-1], old)

    def test_value_is_real(self):
        with self.assertRefused("more than zero|amount_positive"):
            self._value(0)
        with self.assertRefused("dated in the future"):
            self._value(5, days=-1)

    def test_filter_for_old_values(self):
        search = self.env.ref("wohnkoord_odoo.plot_view_search")
        domain = search._get_combined_arch().xpath("//filter[@name='value_old']")
        domain = self._domain(domain[0].get("domain"))
        Plot = self.env["wohnkoord.plot"]
        self.assertIn(self.plot, Plot.search(domain))
        self._value(5, years=2, days=1)
        self.assertIn(self.plot, Plot.search(domain))
        self._value(5, years=1)
        self.assertNotIn(self.plot, Plot.search(domain))

    def _domain(self, text):
        from odoo.tools.safe_eval import safe_eval

        return safe_eval(text, {"uid": self.env.uid})

    def test_filters_and_groups_work(self):
        Plot = self.env["wohnkoord.plot"].with_user(self.adviser)
        arch = self.env.ref("wohnkoord_odoo.plot_view_search")._get_combined_arch()
        for node in arch.xpath("//filter[@domain]"):
            Plot.search(self._domain(node.get("domain")))
        for node in arch.xpath("//filter[@context]"):
            group = self._domain(node.get("context"))["group_by"]
            Plot.formatted_read_group([], [group], ["__count", "area:sum"])

    # -- rights ---------------------------------------------------------------------------

    def test_office_works_and_does_not_delete(self):
        plot = self.plot.with_user(self.adviser)
        plot.write({"zoning": "inner", "note": "intern"})
        plot.parcel_ids[0].unlink()
        with self.assertRefused("", AccessError):
            plot.unlink()
        plot.with_user(self.manager).unlink()
        self.assertFalse(self.plot.exists())

    def test_steering_reads_plots_and_no_notes(self):
        self._value(5)
        self.plot.interested_ids = self.initiative
        self.plot.message_post(body="Nur für das Haus")
        plot = self.plot.with_user(self.steering)
        plot.read(["name", "area", "market_value", "interest_count", "document_ids"])
        self.assertEqual(plot.parcel_ids.mapped("number"), ["12/3", "14"])
        self.assertEqual(plot.interest_count, 1)
        for name in ("note", "interested_ids"):
            with self.assertRefused("", AccessError):
                plot.read([name])
        with self.assertRefused("", AccessError):
            plot.name = "anders"
        with self.assertRefused("", AccessError):
            plot.valuation_ids.amount = 6
        with self.assertRefused("", AccessError):
            self.plot.message_ids.with_user(self.steering).read(["body"])
        self.assertTrue(self.plot.message_ids.with_user(self.adviser).read(["body"]))

    def test_log_files_are_the_offices(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "x.txt",
                "raw": b"x",
                "res_model": "wohnkoord.plot",
                "res_id": self.plot.id,
            }
        )
        attachment.with_user(self.adviser).check_access("read")
        with self.assertRefused("", AccessError):
            attachment.with_user(self.steering).check_access("read")

    def test_portal_and_accountant_see_nothing(self):
        for user in (self.consultant, self.spokesperson, self.accountant):
            for model in ("", ".parcel", ".valuation", ".document"):
                with self.assertRefused("", AccessError):
                    self.env[f"wohnkoord.plot{model}"].with_user(user).search([])

    def test_offices_are_apart(self):
        self._value(5)
        self._make_document_of(self.plot)
        for model in ("", ".parcel", ".valuation", ".document"):
            Model = self.env[f"wohnkoord.plot{model}"]
            mine = Model.search([("company_id", "=", self.company.id)])
            self.assertTrue(mine)
            theirs = Model.with_user(self.other_adviser)
            self.assertFalse(theirs.search([("id", "in", mine.ids)]))
            with self.assertRefused("", AccessError):
                theirs.browse(mine.ids).read(["display_name"])
        for model, vals in (
            (".parcel", {"number": "1"}),
            (".valuation", {"amount": 5}),
            (".document", {"file_name": "a.txt", "file": "QQ=="}),
        ):
            with self.assertRefused("", AccessError):
                self.env[f"wohnkoord.plot{model}"].with_user(self.other_adviser).create(
                    {"plot_id": self.plot.id, **vals}
                )
        district = self.env["wohnkoord.district"].create(
            {"name": "Fremd", "company_id": self.other_company.id}
        )
        with self.assertRefused("[Cc]ompan"):
            self.plot.district_id = district

    def _make_document_of(self, plot):
        return self.env["wohnkoord.plot.document"].create(
            {"plot_id": plot.id, "file_name": "a.txt", "file": "QQ=="}
        )

    def test_list_costs_the_same_for_many(self):
        view = self.env.ref("wohnkoord_odoo.plot_view_list")._get_combined_arch()
        kanban = self.env.ref("wohnkoord_odoo.plot_view_kanban")._get_combined_arch()
        names = {node.get("name") for node in view.xpath("//field")}
        names |= {node.get("name") for node in kanban.xpath("//field")}
        many = self.env["wohnkoord.plot"].concat(
            *(
                self._make_plot(
                    f"Weg {number}",
                    partner_id=self.firm.id,
                    interested_ids=[Command.set(self.initiative.ids)],
                )
                for number in range(30)
            )
        )
        for plot in many[::3]:
            self._make_lot(plot)

        def cost(plots):
            self.env.flush_all()
            self.env.invalidate_all()
            Plot = self.env["wohnkoord.plot"].with_user(self.adviser)
            before = self.cr.sql_log_count
            Plot.search_read([("id", "in", plots.ids)], sorted(names))
            return self.cr.sql_log_count - before

        cost(many)
        self.assertEqual(cost(many[:3]), cost(many))

    def test_copy_begins_anew(self):
        self._value(5)
        self.plot.action_suitable()
        self.plot.interested_ids = self.initiative
        twin = self.plot.copy()
        self.assertEqual(twin.state, "offered")
        self.assertEqual(twin.name, "Probestraße 12 (copy)")
        self.assertEqual(twin.area, 580)
        self.assertFalse(
            twin.interested_ids | twin.valuation_ids.plot_id.interested_ids
        )
        self.assertFalse(twin.valuation_ids)

    def test_plot_in_a_procedure_stays(self):
        self._make_lot()
        with self.assertRefused("", Exception):
            self.plot.with_user(self.manager).unlink()

    def test_offered_since(self):
        self.assertEqual(self.plot.date_offered, self.today)
        self.assertLess(self.today - timedelta(days=1), self.plot.date_state)
