# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The groups of Leipzig's call, their bids, and answers; all but six names invented."""

from .stage import pdf

#: groups that the public knows, as they are named in the other data
KNOWN = {
    "weforever": "initiative_weforever_demo",
    "wi55": "initiative_wi55_demo",
    "holzbrau": "initiative_holzbrau_demo",
    "wa50": "initiative_wa50_demo",
    "fluss": "initiative_fluss_demo",
    "cassida": "initiative_cassida_demo",
}
#: invented groups: they won nothing and have dissolved since
INVENTED = {
    "musterhof": "Musterhof Gohlis (Beispiel)",
    "nordhaus": "Beispielhaus Nord (Beispiel)",
    "ostwohnen": "Probewohnen Ost (Beispiel)",
    "musterdach": "Unter einem Musterdach (Beispiel)",
    "demohof": "Demohof Zschocher (Beispiel)",
    "sechzig": "Gemeinschaft 60 Beispiel (Beispiel)",
}
SPEAKERS = (
    "Alma Muster,Bela Beispiel,Cora Probe,Dario Muster,Elif Beispiel,Fritz Probe,"
    "Gesa Muster,Hamid Beispiel,Inga Probe,Juri Muster,Kira Beispiel,Lale Probe"
).split(",")
#: when groups register (2021)
REGISTERED = {
    "musterhof": (3, 2, 10),
    "weforever": (3, 4, 11),
    "nordhaus": (3, 5, 9),
    "holzbrau": (3, 8, 14),
    "ostwohnen": (3, 10, 15),
    "wi55": (3, 11, 16),
    "musterdach": (3, 15, 10),
    "fluss": (3, 18, 18),
    "demohof": (3, 23, 12),
    "wa50": (4, 7, 9),
    "cassida": (4, 12, 13),
    "sechzig": (4, 20, 11),
}
#: group, plot, choice, when (2021), households, dwellings, subsidised %, accessible,
#: community m², rent bound, energy standard, self-use %
BIDS = (
    ("nordhaus", 1, 1, (4, 8, 17), 8, 8, 25, 2, 60, "9,20", "KfW 55", 100),
    ("musterdach", 3, 1, (4, 12, 19), 9, 9, 0, 3, 45, "9,80", "KfW 55", 100),
    ("musterhof", 1, 1, (5, 10, 11), 10, 10, 30, 4, 70, "8,60", "KfW 40", 100),
    ("musterhof", 2, 2, (5, 10, 12), 8, 8, 25, 2, 40, "8,60", "KfW 40", 100),
    ("sechzig", 4, 2, (5, 14, 16), 9, 9, 20, 9, 80, "8,90", "KfW 55", 65),
    ("wi55", 2, 1, (5, 19, 10), 8, 8, 0, 2, 35, "9,40", "KfW 55", 100),
    ("holzbrau", 3, 1, (5, 20, 9), 8, 8, 0, 3, 50, "9,60", "KfW 40", 100),
    ("ostwohnen", 2, 2, (5, 21, 15), 8, 9, 33, 3, 55, "8,20", "KfW 55", 90),
    ("ostwohnen", 5, 1, (5, 21, 16), 6, 7, 40, 2, 55, "8,20", "KfW 55", 100),
    ("weforever", 1, 1, (5, 25, 17), 9, 9, 33, 2, 85, "8,40", "KfW 40", 100),
    ("demohof", 4, 1, (5, 26, 18), 11, 11, 27, 5, 90, "8,80", "KfW 40", 100),
    ("demohof", 5, 2, (5, 26, 19), 8, 8, 25, 3, 60, "8,80", "KfW 40", 100),
    ("nordhaus", 3, 2, (5, 27, 11), 8, 8, 25, 2, 40, "9,20", "KfW 55", 100),
    ("wa50", 4, 1, (5, 28, 10), 12, 12, 33, 12, 110, "8,30", "KfW 55", 100),
    ("musterdach", 6, 2, (5, 28, 13), 24, 24, 30, 12, 210, "8,50", "KfW 40", 100),
    ("fluss", 5, 1, (5, 31, 9), 9, 9, 44, 3, 75, "7,90", "KfW 40", 100),
    ("cassida", 6, 1, (5, 31, 11), 26, 26, 50, 13, 260, "7,50", "KfW 40", 100),
)
PAPER_NOTE = "Beispielwert: Umschlag unbeschädigt, Konzept in einfacher Ausfertigung."
FINDING = "Dem Finanzierungsplan fehlt die Seite mit den Eigenmitteln (Beispiel)."

#: neutral text and answer
ANSWERS = {
    "several": (
        "Kann eine Bewerbung auf zwei Grundstücke abgegeben werden?",
        "Ja. Für jedes Grundstück ist eine eigene Bewerbung mit Angabe der Priorität"
        " nötig; bewertet wird je Grundstück.",
    ),
    "form": (
        "Muss die Rechtsform bei der Abgabe schon gegründet sein?",
        "Nein. Es genügt, die geplante Rechtsform zu nennen. Gegründet sein muss sie bis"
        " zum Abschluss des Erbbaurechtsvertrags.",
    ),
    "shed": (
        "Darf der Schuppen auf dem Grundstück abgerissen werden?",
        "Ja, er steht nicht unter Schutz (Beispiel).",
    ),
    "share": (
        "Zählen Clusterwohnungen bei der Eigennutzung mit?",
        "Ja, mit ihrer Wohnfläche. Gemeinschaftsflächen zählen nicht mit; siehe die"
        " Änderung vom 14. April.",
    ),
}


def typed(row):
    """What a group types into the form of its bid."""
    _key, _lot, choice, _when, households, dwellings, subsidised, *rest = row
    accessible, community, rent, energy, self_use = rest
    return {
        "priority": str(choice),
        "household_count": str(households),
        "adult_count": str(households * 2 - 2),
        "child_count": str(households // 2),
        "complete_share": "80",
        "commitment_dwellings": str(dwellings),
        "commitment_subsidised_share": str(subsidised),
        "commitment_rent_bound": rent,
        "commitment_rent_bound_years": "20",
        "commitment_accessible_dwellings": str(accessible),
        "commitment_community_space": str(community),
        "commitment_energy_standard": energy,
        "commitment_self_use_share": str(self_use),
        "statement": "Beispielwert: Alle Angaben dieser Bewerbung sind für die"
        " Vorführung erfunden und sagen nichts über die Gruppe.",
        "declaration_requirements": "1",
        "declaration_accuracy": "1",
    }


def papers(name, lot):
    """The two papers that every bid needs."""
    return [
        (kind, pdf(title, f"{name}, Los {lot}", "Beispielwert: Inhalt erfunden"))
        for kind, title in (
            ("concept", "Konzept (Beispiel)"),
            ("financing", "Finanzierungsplan (Beispiel)"),
        )
    ]
