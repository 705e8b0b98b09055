# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL

#: points for what a profile and a group have in common
POINTS = {
    "district": 30,
    "target_group": 15,
    "theme": 10,
    "legal_form": 10,
    "building_type": 5,
    "tenure": 10,
    "accessible": 10,
    "subsidised": 10,
}


class MatchCandidate(models.Model):
    """Profiles and groups that fit, with points; the database compares, all at once.

    What would be no home is left out: another district, tenure or kind of building
    than wished, no accessible dwelling, moving in too late.
    """

    _name = "wohnkoord.match.candidate"
    _description = "Group that may suit a Person"
    _auto = False
    _order = "profile_id, score desc, initiative_id"
    _rec_name = "initiative_id"
    _depends = {
        "wohnkoord.search.profile": [
            "state",
            "company_id",
            "partner_id",
            "district_ids",
            "target_group_ids",
            "theme_ids",
            "legal_form_ids",
            "building_type",
            "tenure",
            "needs_accessible",
            "needs_subsidised",
            "date_move_in",
        ],
        "wohnkoord.initiative": [
            "active",
            "company_id",
            "stage_id",
            "partner_id",
            "seeks_members",
            "district_ids",
            "target_group_ids",
            "theme_ids",
            "legal_form_id",
            "building_type",
            "tenure",
            "dwelling_count",
            "dwelling_accessible_count",
            "dwelling_subsidised_count",
            "move_in_date",
        ],
        "wohnkoord.initiative.member": ["initiative_id", "partner_id", "date_to"],
        "wohnkoord.initiative.stage": ["code"],
        "wohnkoord.consent": ["is_live", "purpose", "company_id", "date_expires"],
    }

    profile_id = fields.Many2one("wohnkoord.search.profile", readonly=True)
    initiative_id = fields.Many2one("wohnkoord.initiative", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    score = fields.Integer(readonly=True)
    rank = fields.Integer("Rank for the Profile", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT pair.id, pair.profile_id, pair.initiative_id, pair.company_id,
                pair.score, row_number() OVER (
                    PARTITION BY pair.profile_id
                    ORDER BY pair.score DESC, pair.initiative_id) AS rank
            FROM (%s) pair WHERE pair.score > 0
            """,
            self._pairs(),
        )

    @api.model
    def _pairs(self):
        form = self.env["wohnkoord.search.profile"]._fields["legal_form_ids"]
        return SQL(
            """
            SELECT p.id::bigint * 10000000 + i.id AS id, p.id AS profile_id,
                i.id AS initiative_id, p.company_id,
                CASE WHEN district.common > 0 THEN %(district)s ELSE 0 END
                + LEAST(COALESCE(target_group.common, 0), 2) * %(target_group)s
                + LEAST(COALESCE(theme.common, 0), 2) * %(theme)s
                + CASE WHEN legal_form.%(form_entry)s > 0 THEN %(legal_form)s ELSE 0 END
                + CASE WHEN p.building_type = i.building_type
                    THEN %(building_type)s ELSE 0 END
                + CASE WHEN p.tenure = i.tenure THEN %(tenure)s ELSE 0 END
                + CASE WHEN p.needs_accessible AND i.dwelling_accessible_count > 0
                    THEN %(accessible)s ELSE 0 END
                + CASE WHEN p.needs_subsidised AND i.dwelling_subsidised_count > 0
                    THEN %(subsidised)s ELSE 0 END AS score
            FROM wohnkoord_search_profile p
            JOIN wohnkoord_initiative i ON i.company_id = p.company_id
                AND i.active AND i.seeks_members
            JOIN wohnkoord_initiative_stage stage ON stage.id = i.stage_id
                AND COALESCE(stage.code, '') NOT IN ('dormant', 'dissolved')
            %(counts)s
            LEFT JOIN %(form_rel)s legal_form ON legal_form.%(form_profile)s = p.id
                AND legal_form.%(form_entry)s = i.legal_form_id
            WHERE p.state = 'active'
            AND EXISTS (
                SELECT FROM wohnkoord_consent c
                WHERE c.partner_id = p.partner_id AND c.company_id = p.company_id
                    AND c.purpose = 'search_profile' AND c.is_live
                    AND (c.date_expires IS NULL
                        OR c.date_expires > %(now)s))
            AND i.partner_id <> p.partner_id
            AND NOT EXISTS (
                SELECT FROM wohnkoord_initiative_member m
                WHERE m.initiative_id = i.id AND m.partner_id = p.partner_id
                    AND (m.date_to IS NULL OR m.date_to >= CURRENT_DATE))
            AND (district.common > 0 OR %(district_open)s)
            AND (p.tenure IS NULL OR i.tenure IS NULL OR p.tenure = i.tenure)
            AND (p.building_type IS NULL OR i.building_type IS NULL
                OR p.building_type = i.building_type
                OR 'mixed' IN (p.building_type, i.building_type))
            AND NOT (COALESCE(p.needs_accessible, FALSE)
                AND COALESCE(i.dwelling_count, 0) > 0
                AND COALESCE(i.dwelling_accessible_count, 0) = 0)
            AND (p.date_move_in IS NULL OR i.move_in_date IS NULL
                OR i.move_in_date <= p.date_move_in)
            """,
            counts=SQL(" ").join(
                self._common(name) for name in ("district", "target_group", "theme")
            ),
            now=fields.Datetime.now(),
            district_open=self._one_names_none("district"),
            form_rel=SQL.identifier(form.relation),
            form_profile=SQL.identifier(form.column1),
            form_entry=SQL.identifier(form.column2),
            **POINTS,
        )

    @api.model
    def _common(self, name):
        """How many entries of a catalogue both the profile and the group name."""
        return SQL(
            """
            LEFT JOIN (
                SELECT wish.%(wish_record)s AS profile_id,
                    offer.%(offer_record)s AS initiative_id, count(*) AS common
                FROM %(wishes)s wish JOIN %(offers)s offer
                    ON offer.%(offer_entry)s = wish.%(wish_entry)s
                GROUP BY wish.%(wish_record)s, offer.%(offer_record)s
            ) %(name)s
                ON %(name)s.profile_id = p.id AND %(name)s.initiative_id = i.id
            """,
            name=SQL.identifier(name),
            **self._sides(name),
        )

    @api.model
    def _one_names_none(self, name):
        """The profile or the group leaves this open."""
        return SQL(
            """(
                NOT EXISTS (SELECT FROM %(wishes)s WHERE %(wish_record)s = p.id)
                OR NOT EXISTS (SELECT FROM %(offers)s WHERE %(offer_record)s = i.id)
            )""",
            **self._sides(name),
        )

    @api.model
    def _sides(self, name):
        wish = self.env["wohnkoord.search.profile"]._fields[f"{name}_ids"]
        offer = self.env["wohnkoord.initiative"]._fields[f"{name}_ids"]
        return {
            "wishes": SQL.identifier(wish.relation),
            "wish_record": SQL.identifier(wish.column1),
            "wish_entry": SQL.identifier(wish.column2),
            "offers": SQL.identifier(offer.relation),
            "offer_record": SQL.identifier(offer.column1),
            "offer_entry": SQL.identifier(offer.column2),
        }
