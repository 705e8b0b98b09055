# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..tools.canonical import digest
from ..tools.ocds import dumps
from .procedure_ocds_company import TEST_PREFIX

#: procedures read at once
BATCH = 50
_EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/"
    "ocds_%s_extension/%s/extension.json"
)
#: the standard's extensions that releases use
EXTENSIONS = [
    _EXTENSIONS % pair
    for pair in (
        ("bid", "v1.1.5"),
        ("enquiry", "v1.1.5"),
        ("lots", "v1.1.5"),
        ("location", "v1.1.5"),
        ("designContest", "master"),
        ("awardCriteria", "master"),
        ("bidOpening", "master"),
        ("withheldInformation", "master"),
    )
]


class Procedure(models.Model):
    """Packages of releases and records; texts piece by piece, read in batches.

    Called with sudo on what the public gate let through.
    """

    _inherit = "wohnkoord.procedure"

    @api.model
    def _ocds_public_domain(self, company):
        return self._public_domain(company) & Domain("ocds_release_ids", "!=", False)

    def _ocds_ocid(self):
        prefix = self.company_id.wohnkoord_ocds_prefix or TEST_PREFIX
        return f"{prefix}-{self._ocds_number()}"

    def _ocds_head(self):
        """What stands before the content of each release of this procedure, as JSON."""
        head = {"ocid": self._ocds_ocid()}
        if self.repeats_id.version_id:
            head["relatedProcesses"] = [
                {
                    "id": "repeats",
                    "relationship": ["unsuccessfulProcess"],
                    "title": self.repeats_id._published_content()["name"],
                    "scheme": "ocid",
                    "identifier": self.repeats_id._ocds_ocid(),
                }
            ]
        return dumps(head)[:-1]

    def _ocds_package_head(self, uri, date, office):
        """A package up to its list, still open."""
        name = office.name
        if not office.wohnkoord_ocds_prefix:
            name = self.env._("%(office)s (test data, not registered)", office=name)
        head = {
            "uri": uri,
            "version": "1.1",
            "extensions": EXTENSIONS,
            "publishedDate": self._ocds_date(date),
            "publisher": {"name": name, "uri": office._wohnkoord_base_url()},
        }
        if office.wohnkoord_data_licence_url:
            head["license"] = office.wohnkoord_data_licence_url
        if office.wohnkoord_ocds_policy_url:
            head["publicationPolicy"] = office.wohnkoord_ocds_policy_url
        return dumps(head)[:-1]

    def _ocds_release_texts(self):
        """All releases of one procedure, oldest first, as JSON."""
        self.ensure_one()
        head = self._ocds_head()
        for release in self.ocds_release_ids.sorted("number"):
            yield f"{head},{release.content[1:]}"

    def _ocds_release_package(self, uri):
        """The pieces of a release package of one procedure."""
        date = max(self.ocds_release_ids.mapped("date"))
        yield self._ocds_package_head(uri, date, self.company_id) + ',"releases":['
        for index, text in enumerate(self._ocds_release_texts()):
            yield f",{text}" if index else text
        yield "]}"

    def _ocds_record_package(self, uri):
        """The pieces of a record package of one procedure, its releases in it."""
        releases = self.ocds_release_ids.sorted("number")
        date = releases[-1].date
        yield self._ocds_package_head(uri, date, self.company_id)
        yield f',"records":[{{"ocid":{dumps(self._ocds_ocid())},"releases":['
        for index, text in enumerate(self._ocds_release_texts()):
            yield f",{text}" if index else text
        yield f'],"compiledRelease":{self._ocds_compiled_text(releases[-1])}}}]}}'

    def _ocds_compiled_text(self, release):
        """What all releases say together; each says the whole, so it is the last one."""
        content = release._compiled()
        ocid = self._ocds_ocid()
        content |= {"tag": ["compiled"], "id": f"{ocid}-{content['date']}"}
        return f"{self._ocds_head()},{dumps(content)[1:]}"

    @api.model
    def _ocds_all_records(self, office, uri):
        """The pieces of a record package over all procedures of an office.

        Its releases are links, so that it holds each procedure once. Memory holds one
        batch, however many there are.
        """
        domain = self._ocds_public_domain(office)
        ids = self.search(domain, order="id").ids
        date = self._ocds_last(office)[1]
        yield self._ocds_package_head(uri, date, office) + ',"records":['
        base_url, is_first = office._wohnkoord_base_url(), True
        for batch in split_every(BATCH, ids):
            for procedure, releases in self._ocds_batch(batch):
                links = [
                    {
                        "url": f"{base_url}{procedure._public_url()}/ocds/releases.json"
                        f"#{release.release_id}",
                        "date": procedure._ocds_date(release.date),
                        "tag": release.tags.split(","),
                    }
                    for release in releases
                ]
                text = procedure._ocds_compiled_text(releases[-1])
                yield (
                    f'{"" if is_first else ","}{{"ocid":{dumps(procedure._ocds_ocid())}'
                    f',"releases":{dumps(links)},"compiledRelease":{text}}}'
                )
                is_first = False
            self.env.invalidate_all(flush=False)
        yield "]}"

    @api.model
    def _ocds_batch(self, ids):
        """Procedures with their releases, oldest first; contents of the last ones."""
        releases = self.env["wohnkoord.ocds.release"].search_fetch(
            [("procedure_id", "in", list(ids))],
            ["procedure_id", "number", "release_id", "date", "tags"],
            order="procedure_id, number",
        )
        grouped = releases.grouped("procedure_id")
        last = releases.browse([rows[-1].id for rows in grouped.values()])
        last.fetch(["content"])
        return list(grouped.items())

    @api.model
    def _ocds_last(self, office):
        """(id, date, count) of the releases that everybody may read."""
        rows = self.env["wohnkoord.ocds.release"]._read_group(
            [("procedure_id", "any", self._public_domain(office))],
            [],
            ["id:max", "date:max", "__count"],
        )
        return rows[0]

    def _ocds_etag(self, *parts):
        """What changes with whatever an answer is made of."""
        office = self.company_id[:1] or self.env.company
        settings = [
            office.name,
            office.wohnkoord_ocds_prefix or "",
            office.wohnkoord_ocds_policy_url or "",
            office.wohnkoord_data_licence_url or "",
            office._wohnkoord_base_url(),
            *(p.repeats_id._ocds_number() for p in self if p.repeats_id),
        ]
        return digest([*settings, *map(str, parts)])[:32]
