# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The open data of the demo's procedures as the world reads it, by the standard's checks.

Among them is one that was led from its publication to contracts, with a lapse and a
runner-up, by the addon's own acts.
"""

import importlib.util
import json
from pathlib import Path

import pytest
import requests

ADDON = Path(__file__).resolve().parent.parent / "wohnkoord_odoo"
PACKAGE = "/procedures/ocds.json"


def load_standard():
    """The addon's helper, which needs no Odoo."""
    path = ADDON / "tests/ocds_standard.py"
    spec = importlib.util.spec_from_file_location("ocds_standard", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


standard = load_standard()


@pytest.fixture(scope="module")
def checker():
    checker = standard.Checker()
    yield checker
    checker.close()


@pytest.fixture(scope="module")
def read(office, settings):
    """Callable: the text of an answer."""

    def read(url):
        path = "/procedures" + url.split("/procedures", 1)[1]
        answer = requests.get(settings["WOHNKOORD_TEST_URL"] + path, timeout=60)
        assert answer.status_code == 200, path
        return answer.text

    return read


def wrong(checker, text):
    """What is wrong with a package, but for the prefix, which the demo has none of."""
    found = checker.findings(text)
    return standard.defects(text) + [
        finding for finding in found if not finding.startswith("conformance_errors")
    ]


def test_all_procedures(read, checker):
    text = read(PACKAGE)
    assert wrong(checker, text) == []
    records = json.loads(text)["records"]
    assert len(records) >= 2
    states = set()
    for record in records:
        tags = [tuple(link["tag"]) for link in record["releases"]]
        package = read(record["releases"][-1]["url"].partition("#")[0])
        assert wrong(checker, package) == [], record["ocid"]
        releases = json.loads(package)["releases"]
        assert [tuple(release["tag"]) for release in releases] == tags
        # by the standard's rules they say together what the record says
        assert standard.merged(releases) == record["compiledRelease"], record["ocid"]
        states |= {tag for own in tags for tag in own}
    assert {"tender", "award", "contract", "awardCancellation"} <= states


def test_each_record(read, checker):
    for record in json.loads(read(PACKAGE))["records"]:
        url = record["releases"][-1]["url"].replace("/ocds/releases.json", "/ocds.json")
        text = read(url.partition("#")[0])
        assert wrong(checker, text) == [], record["ocid"]
        [own] = json.loads(text)["records"]
        assert own["compiledRelease"] == record["compiledRelease"]
