# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A feasibility study at a flat fee in two parts, and travel costs of a consultant."""

from datetime import date, timedelta

from .stage import pdf


def play(stage):
    """Play both; consultants act as in the portal."""
    _order_study(stage)
    _travel(stage)


def _day(days):
    return date.today() + timedelta(days=days)


def _hand_in(order, user, vals, paper, result=None):
    """Hand in as the consultant's page does it; rows are written with sudo."""
    order = order.with_user(user).sudo()
    files = [paper] if paper else []
    return order.env["wohnkoord.call.off.cost"]._hand_in(order, vals, files, result)


def _order_study(stage):
    env = stage.env(user=stage.ref("user_beratung2").id)
    study = env["wohnkoord.call.off"].create(
        {
            "contract_id": stage.ref("contract_architektur_demo").id,
            "advisory_id": stage.ref("case_s3_demo").id,
            "kind": "flat_fee",
            "flat_amount": 4800.0,
            "max_instalments": 2,
            "max_ancillary_amount": 150.0,
            "deliverable": "Machbarkeitsstudie: Baurecht, Baukörper in zwei Varianten,"
            " Kostenrahmen nach DIN 276, barrierefreie Erschließung.",
            "description": "Prüfen, ob das Grundstück für 20 barrierefreie Wohnungen"
            " reicht.",
            "date_start": _day(-60),
            "date_end": _day(60),
            "date_due": _day(20),
        }
    )
    study.action_confirm()
    stage.name(study, "call_off_study_demo")
    user = stage.ref("user_bau1")
    part = _hand_in(
        study,
        user,
        {
            "kind": "flat_fee",
            "name": "Zwischenbericht mit zwei Varianten",
            "amount": 1600.0,
            "date": _day(-25),
        },
        (
            "zwischenbericht.pdf",
            pdf("Machbarkeitsstudie: Zwischenbericht", "Variante A und Variante B"),
        ),
        "Variante A trägt 18, Variante B 22 Wohnungen. Nächster Schritt: Kostenrahmen.",
    )
    part.with_user(stage.manager).action_approve()
    _hand_in(
        study,
        user,
        {
            "kind": "flat_fee",
            "name": "Machbarkeitsstudie, Schlussbericht",
            "amount": 3200.0,
            "date": _day(-2),
        },
        (
            "machbarkeitsstudie.pdf",
            pdf("Machbarkeitsstudie: Schlussbericht", "Kostenrahmen nach DIN 276"),
        ),
        "Variante B mit 22 Wohnungen ist machbar; Kostenrahmen 6,4 Mio. Euro. Nächster"
        " Schritt: Vorgespräch mit dem Bauordnungsamt.",
    )
    _hand_in(
        study,
        user,
        {
            "kind": "ancillary",
            "expense_kind": "material",
            "name": "Lageplan und Katasterauszug",
            "amount": 42.5,
            "date": _day(-30),
        },
        ("quittung-kataster.pdf", pdf("Quittung", "Katasterauszug 42,50 Euro netto")),
    ).with_user(stage.manager).action_approve()


def _travel(stage):
    order = stage.ref("call_off_half_demo").with_user(stage.adviser)
    order.action_amend(
        order.hours,
        "Fahrten zu den Gruppentreffen werden erstattet.",
        {"max_ancillary_amount": 200.0},
    )
    user = stage.ref("user_konzept1")
    approved, returned = (
        _hand_in(order, user, {"kind": "ancillary", **vals}, paper)
        for vals, paper in (
            (
                {
                    "expense_kind": "public_transport",
                    "name": "Zug zum Gruppentreffen, Hin- und Rückfahrt",
                    "amount": 38.6,
                    "date": _day(-21),
                },
                ("fahrkarte.pdf", pdf("Fahrkarte", "Hin- und Rückfahrt 38,60 Euro")),
            ),
            (
                {
                    "expense_kind": "other",
                    "name": "Raummiete",
                    "amount": 60.0,
                    "date": _day(-9),
                },
                ("rechnung-raum.pdf", pdf("Rechnung Raum", "60,00 Euro netto")),
            ),
        )
    )
    approved.with_user(stage.manager).action_approve()
    returned.with_user(stage.manager).action_refuse(
        "Bitte angeben, welcher Raum und für welches Treffen."
    )
    _hand_in(
        order,
        user,
        {
            "kind": "ancillary",
            "expense_kind": "car",
            "name": "64 km mit Material zur Werkstatt",
            "amount": 19.2,
            "date": _day(-2),
        },
        None,
    )
