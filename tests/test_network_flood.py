# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A thousand posts from one address, and addresses that lead elsewhere."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import pytest
import requests
from support.routes import routes
from support.visitor import PATIENCE, Visitor

POSTS, THREADS = 1000, 20
#: seconds for all of them; two per second and process would be a site that is down
MOST_SECONDS = 150
#: form -> table that it fills, most rows from one address within an hour
LIMITS = {
    "newsletter": ("wohnkoord_consent", 20),
    "booking": ("wohnkoord_booking", 20),
    "event": ("event_registration", 20),
    "enquiry": ("wohnkoord_advisory", 20),
    "message": ("wohnkoord_group_message", 20),
    "profile": ("wohnkoord_search_profile", 20),
    "feedback": ("wohnkoord_feedback", 20),
}


@pytest.fixture
def flood(office, site):
    """``flood(name)``: so many posts of one form, each as if opened anew."""

    def send(name):
        visitor = Visitor(office.url)
        page = site.opened(visitor, name)
        _path, action, typed = site.forms()[name]
        address, fields = visitor.form(page, action)
        time.sleep(PATIENCE)
        numbers, local = itertools.count(1), threading.local()

        def post(_number):
            if not hasattr(local, "visitor"):
                local.visitor = Visitor(office.url)
                local.visitor.http.cookies.update(visitor.http.cookies)
            number = next(numbers)
            data = {**visitor.another({**fields, **typed})}
            if "email" in typed:
                data["email"] = f"flut{number}.{name}@example.org"
            answer = local.visitor.http.post(
                address,
                data=data,
                # whoever floods would like to be many
                headers={"X-Forwarded-For": f"203.0.113.{number % 250}"},
                timeout=120,
                allow_redirects=False,
            )
            return answer.status_code

        started = time.monotonic()
        with ThreadPoolExecutor(THREADS) as pool:
            codes = list(pool.map(post, range(POSTS)))
        return codes, time.monotonic() - started

    return send


@pytest.mark.parametrize("name", LIMITS)
def test_a_thousand_posts(flood, ledger, fresh_limits, server_log, name):
    table, limit = LIMITS[name]
    before = ledger.value(f"SELECT count(*) FROM {table}")
    partners = ledger.value("SELECT count(*) FROM res_partner")
    mails = ledger.value("SELECT count(*) FROM mail_mail")
    codes, seconds = flood(name)
    made = ledger.value(f"SELECT count(*) FROM {table}") - before
    print(f"{name}: {POSTS} posts in {seconds:.0f} s, {made} saved")
    assert set(codes) <= {200, 303}, {code: codes.count(code) for code in set(codes)}
    if name != "enquiry":  # once sent, its next post only leads back to the first step
        assert codes.count(303) <= limit
    assert 0 < made <= limit
    # a person or two each, and one mail or two: no more than what is saved asks for
    assert ledger.value("SELECT count(*) FROM res_partner") - partners <= 2 * limit
    assert ledger.value("SELECT count(*) FROM mail_mail") - mails <= 3 * limit
    assert seconds < MOST_SECONDS
    assert "Traceback" not in server_log()


def test_a_thousand_steps(office, ledger, fresh_limits):
    """Steps of the enquiry save nothing, and files only up to their own limit."""
    visitor = Visitor(office.url)
    address, fields = visitor.form(visitor.open("/advice/step/1"), "/advice/step/1")
    with ThreadPoolExecutor(THREADS) as pool:
        codes = list(
            pool.map(lambda _n: post_step(visitor, address, fields), range(POSTS // 2))
        )
    assert set(codes) <= {200, 303}, set(codes)
    assert ledger.value("SELECT count(*) FROM wohnkoord_enquiry_upload") == 0


def post_step(visitor, address, fields):
    other = Visitor(visitor.url)
    other.http.cookies.update(visitor.http.cookies)
    return other.http.post(
        address, data={**fields, "who": "person"}, timeout=60, allow_redirects=False
    ).status_code


# -- redirects ---------------------------------------------------------------------------

EVIL = "evil.example"
PREFIXES = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/%5C%5Cevil.example",
    "/%2F%2Fevil.example",
    "/en//evil.example",
    "/en/%2F%2Fevil.example",
    "/%09//evil.example",
    "/%0A//evil.example",
    "/%09/%5C/evil.example",
    "//evil.example@127.0.0.1",
)
NAMES = ("redirect", "next", "url", "r", "back_url", "return", "goto", "done", "path")


def plain(route):
    """An address for a route, with nothing behind it."""
    path = route.path
    for part, value in (
        ("int:step", "1"),
        ("string:size", "small"),
        ("string:side", "person"),
    ):
        path = path.replace(f"<{part}>", value)
    while "<" in path:
        start, end = path.index("<"), path.index(">")
        kind = path[start + 1 : end].split(":")[0]
        path = path[:start] + ("1" if kind == "int" else "x") + path[end + 1 :]
    return path


def leads_away(url, answer):
    location = answer.headers.get("Location", "")
    parts = urlsplit(location.replace("\\", "/"))
    own = urlsplit(url).netloc
    return (parts.netloc or "") not in ("", own) or location.startswith(("//", "/\\"))


@pytest.mark.parametrize("role", [None, "spokesperson", "consultant"])
def test_no_address_leads_elsewhere(office, site, role):
    http = getattr(office, role).clone().http if role else Visitor(office.url).http
    wrong, paths = [], {plain(route) for route in routes()} | {"/", "/my", "/web/login"}
    query = "&".join(f"{name}={quote('//' + EVIL)}" for name in NAMES)
    whole = "&".join(f"{name}={quote('https://' + EVIL)}" for name in NAMES)
    for path in sorted(paths):
        for address in (
            f"{path}?{query}",
            f"{path}?{whole}",
            f"/en{path}?{query}",
            f"/de{path}?{whole}",
        ):
            answer = http.get(
                office.url + address, timeout=60, allow_redirects=False, stream=True
            )
            if answer.status_code >= 500 or leads_away(office.url, answer):
                wrong.append((address, answer.status_code, answer.headers))
    for prefix in PREFIXES:
        for path in ("", "/", "/advice", "/projects/x", "/%2e%2e", "/my", "?lang=de"):
            answer = raw_get(http, office.url, prefix + path)
            if answer.status_code >= 500 or leads_away(office.url, answer):
                wrong.append((prefix + path, answer.status_code, answer.headers))
    assert not wrong


@pytest.mark.parametrize("host", [EVIL, "127.0.0.1:1@evil.example", "x" * 300])
def test_a_false_host_is_not_repeated(office, host):
    """Links and addresses of pages name the office's host, not the browser's."""
    answer = Visitor(office.url).http.get(
        office.url + "/projects",
        headers={"Host": host},
        timeout=60,
        allow_redirects=False,
    )
    assert answer.status_code in (200, 400, 404)
    assert host not in answer.text


def raw_get(http, url, path):
    """Get exactly this path: libraries would tidy it up."""
    request = http.prepare_request(requests.Request("GET", url))
    request.url = url + path
    return http.send(request, timeout=60, allow_redirects=False)


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/en/%00",
        "/projects/%00",
        "/events/a%00b",
        "/find-a-group/99999999999999999999",
        "/my/initiatives/99999999999999999999",
        "/booking?type=99999999999999999999",
        "/booking?type=%00&week=9999-12-31",
        "/booking/details?type=1&slot=99999999T9999",
        "/booking?week=0001-01-01&type=1",
        "/events?kind=99999999999&month=2099-13&page=99999999999",
        "/projects?page=-1&district=99999999999999999999&q=%00%25_%5C",
        "/projects.geojson?q=%FF%FE",
        "/projects.csv?q=%3DHYPERLINK(1)",
        "/find-a-group?page=%C2%B2&district=1&district=2",
        "/feedback?page=%00&done=",
        "/consent/%F0%9F%98%80?done=%00",
        "/find-a-group/answer/99999999999999999999/x",
        "/projects/x/picture/99999999999999999999/small",
    ],
)
def test_odd_addresses(office, path):
    for role in (None, "spokesperson"):
        http = getattr(office, role).clone().http if role else Visitor(office.url).http
        assert raw_get(http, office.url, path).status_code < 500, role
