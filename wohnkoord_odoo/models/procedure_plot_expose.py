# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..tools import docx_template
from ..tools.upload import clean_name


class Plot(models.Model):
    """The exposé: what groups read about a plot, as DOCX, PDF and page.

    Templates get the plain values of ``_expose_values`` and nothing else. A private
    owner's name and the internal note are not among them.
    """

    _inherit = "wohnkoord.plot"

    def action_expose_docx(self):
        """Download the exposé as a document that can be edited."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/plots/{self.id}/expose.docx",
            "target": "download",
        }

    def action_expose_pdf(self):
        """Download the exposé as PDF."""
        self.check_access("read")
        report = self.env.ref("wohnkoord_odoo.plot_expose_report")
        return report.report_action(self, config=False)

    def _expose_docx(self, lot=None):
        """The exposé from the office's template, in the office's language.

        :param lot: the plot on offer whose price and term it names; None: the one of
            the current procedure, if there is one
        :return: (file name, content in bytes)
        :raise UserError: the office's template cannot be used any more
        """
        plot = self._expose_in_office_language()
        title = plot.env._("Exposé %(name)s", name=plot.name)
        try:
            content = docx_template.fill(
                plot.company_id._wohnkoord_expose_template(),
                plot._expose_values(lot),
                title=title,
                author=plot.company_id.name,
            )
        except docx_template.BrokenTemplate as error:
            raise UserError(error.explain(self.env)) from error
        return clean_name(f"{title}.docx"), content

    def _expose_in_office_language(self):
        self.ensure_one()
        lang = self.company_id.sudo().partner_id.lang or self.env.lang
        return self.with_context(lang=lang, tz=self.env.tz.zone)

    def _expose_values(self, lot=None):
        """All that an exposé may say, as texts in the language of the context.

        :return dict: texts, and lists and dicts of texts
        """
        self.ensure_one()
        lot = lot or self._expose_lot()
        return {
            "label": self._expose_labels(),
            "date": format_date(self.env, fields.Date.context_today(self)),
            "office": self._expose_office(),
            "plot": self._expose_plot(),
            "facts": self._expose_rows(self._expose_facts()),
            "building": self._expose_rows(self._expose_building()),
            "parcels": [
                {
                    "district": parcel.cadastral_district or "",
                    "number": parcel.number,
                    "area": self._expose_area(parcel.area),
                }
                for parcel in self.parcel_ids
            ],
            "restrictions": self._expose_rows(
                (self._expose_label(name), self[name])
                for name in ("encumbrances", "contamination", "trees", "restrictions")
            ),
            "offer": self._expose_rows(self._expose_offer(lot)) if lot else [],
            "procedure": lot.procedure_id.name if lot else "",
        }

    def _expose_lot(self):
        lots = self.lot_ids.filtered(lambda lot: lot.procedure_id == self.procedure_id)
        return lots[:1]

    # -- the parts -----------------------------------------------------------------------------

    def _expose_labels(self):
        """The words of our template, so that one template serves every language."""
        return {
            "expose": self.env._("Exposé"),
            "facts": self.env._("Facts at a Glance"),
            "description": self.env._("Place and Surroundings"),
            "zoning": self.env._("What May Be Built"),
            "building": self.env._("The Building"),
            "parcels": self.env._("Parcels"),
            "district": self.env._("Cadastral District"),
            "number": self.env._("Parcel Number"),
            "area": self.env._("Area"),
            "restrictions": self.env._("Restrictions and Notes"),
            "offer": self.env._("The Offer"),
            "contact": self.env._("Contact"),
            "as_of": self.env._("As of"),
            "disclaimer": self.env._(
                "Compiled with care; the documents of the procedure decide."
            ),
        }

    def _expose_office(self):
        # sudo: city steering reads the exposé, too
        company_sudo = self.company_id.sudo()
        return {
            "name": company_sudo.name,
            "street": company_sudo.street or "",
            "zip": company_sudo.zip or "",
            "city": company_sudo.city or "",
            "address": self._expose_address(company_sudo),
            "email": company_sudo.email or "",
            "phone": company_sudo.phone or "",
            "website": company_sudo.website or "",
        }

    def _expose_plot(self):
        return {
            "name": self.name,
            "street": self.street or "",
            "zip": self.zip or "",
            "city": self.city or "",
            "address": self._expose_address(self),
            "district": self.district_id.name or "",
            "area": self._expose_area(self.area),
            "owner": self._expose_owner(),
            "owner_kind": self._expose_choice("owner_kind"),
            "zoning": self._expose_choice("zoning"),
            "zoning_text": self.zoning_text or "",
            "description": self.description or "",
            "building_text": self.building_text or "",
            "market_value": self._expose_money(self.market_value),
            "value_date": format_date(self.env, self.value_date) or "",
            "value_source": self.value_source or "",
            "point": self._expose_point(),
        }

    def _expose_facts(self):
        values = self._expose_plot()
        return [
            (self.env._("Address"), values["address"]),
            (self._expose_label("district_id"), values["district"]),
            (self.env._("Area"), values["area"]),
            (self._expose_label("partner_id"), values["owner"]),
            (self._expose_label("zoning"), values["zoning"]),
            (
                self._expose_label("has_building"),
                self.env._("yes") if self.has_building else self.env._("no"),
            ),
            (self.env._("Point on the Map"), values["point"]),
        ]

    def _expose_building(self):
        if not self.has_building:
            return []
        return [
            (
                self._expose_label("building_year"),
                str(self.building_year) if self.building_year else "",
            ),
            (
                self._expose_label("is_listed"),
                self.env._("yes") if self.is_listed else self.env._("no"),
            ),
            (
                self._expose_label("building_condition"),
                self._expose_choice("building_condition"),
            ),
            (self.env._("Usable Area"), self._expose_area(self.usable_area)),
            (self._expose_label("building_text"), self.building_text),
        ]

    def _expose_offer(self, lot):
        procedure = lot.procedure_id
        years = lot.tenure == "leasehold" and lot.lease_years
        return [
            (self.env._("Procedure"), procedure.name),
            (self.env._("Number in the Procedure"), str(lot.number)),
            (self.env._("Awarded as"), self._expose_choice("tenure", lot)),
            (
                self.env._("Term of the Leasehold"),
                self.env._("%(years)s years", years=years) if years else "",
            ),
            (self.env._("Price"), self._expose_price(lot)),
        ]

    def _expose_price(self, lot):
        """The price model in words; a leasehold's price is the ground rent in %."""

        def price(value):
            if lot.tenure == "sale":
                return self._expose_money(value)
            rent = formatLang(self.env, value, digits=2)
            return self.env._("%(rent)s %% ground rent a year", rent=rent)

        if lot.price_model == "fixed":
            return (
                self.env._("%(price)s (fixed)", price=price(lot.price_fixed))
                if lot.price_fixed
                else self.env._("fixed")
            )
        least, most = lot.price_min, lot.price_max
        if least and most:
            return self.env._(
                "%(least)s to %(most)s", least=price(least), most=price(most)
            )
        if least:
            return self.env._("at least %(price)s", price=price(least))
        if most:
            return self.env._("at most %(price)s", price=price(most))
        return self.env._("free bid")

    # -- how values are written -----------------------------------------------------------------

    def _expose_rows(self, pairs):
        """Rows for a table, without those that say nothing."""
        return [
            {"label": label, "value": value.strip()}
            for label, value in pairs
            if value and value.strip()
        ]

    def _expose_label(self, name):
        return self._fields[name]._description_string(self.env)

    def _expose_choice(self, name, record=None):
        record = self if record is None else record
        choices = record._fields[name]._description_selection(self.env)
        return dict(choices).get(record[name], "")

    def _expose_address(self, record):
        town = " ".join(filter(None, (record.zip, record.city)))
        return ", ".join(filter(None, (record.street, town)))

    def _expose_area(self, area):
        if not area:
            return ""
        digits = 0 if area == round(area) else 2
        return f"{formatLang(self.env, area, digits=digits)} m²"

    def _expose_money(self, amount):
        if not amount:
            return ""
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _expose_point(self):
        if not self._has_point():
            return ""
        return f"{self.latitude:.5f}, {self.longitude:.5f}"

    def _expose_owner(self):
        """The owner, but no private person's name."""
        # sudo: a name that is printed, whoever prints it
        owner_sudo = self.partner_id.sudo()
        if owner_sudo.is_company:
            return owner_sudo.name
        return self._expose_choice("owner_kind")

    @api.model
    def _expose_sample(self):
        """Values of an invented plot in which nothing is empty, to try a template."""
        row = {"label": "Probe", "value": "Ä & <ß>"}
        plot = self.new({"name": "Probe", "city": "Probe"})
        return {
            **plot._expose_values(plot.lot_ids),
            "facts": [row],
            "building": [row],
            "parcels": [{"district": "Probe", "number": "1/2", "area": "1 m²"}],
            "restrictions": [row],
            "offer": [row],
            "procedure": "Probe",
        }
