# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""An office's German spreadsheet through Odoo's own import dialog, in the browser."""

import io

import openpyxl

PICTURE_PREFIX = "import-"
INITIATIVE = "wohnkoord.initiative"
LIST = "/odoo/action-wohnkoord_odoo.initiative_action?view_type=list"
TEMPLATE = f'a[href="/wohnkoord/import-template/{INITIATIVE}"]'
HEADS = "Name;Ortsteile;Gebäude;Wohnfläche m²;Sucht Mitglieder;Einzug\n"


def lines(office, area="670,5", day="30.06.2028"):
    """A list of three groups; line 4 of the sheet is the last one."""
    names = [office.name("Hof am Bach"), office.name("Hof am See"), office.name("Hof")]
    text = (
        f"{names[0]};;Neubau;670,5;ja;01.03.2027\n"
        f"{names[1]};;Bestand;1.580,25;nein;\n"
        f"{names[2]};;Neubau;{area};x;{day}\n"
    )
    return names, HEADS + text


def open_dialog(page):
    page.set_default_timeout(60000)  # the first page of a run builds the web client
    page.set_default_navigation_timeout(120000)
    page.goto(LIST)
    page.wait_for_selector(".o_list_view")
    page.locator(".o_control_panel .o_cp_action_menus button").first.click()
    page.locator(".o_import_menu").click()
    page.wait_for_selector(".o_import_action")


def upload(page, text, name="projekte.csv"):
    page.locator(
        ".o_control_panel input[type=file], .o_import_action input[type=file]"
    ).first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    )
    page.wait_for_selector(".o_import_data_content table")
    page.wait_for_selector(".o_blockUI", state="detached")


def press(page, label):
    """One of the dialog's buttons; wait for what it finds."""
    page.get_by_role("button", name=label, exact=True).first.click()
    page.wait_for_selector(".o_blockUI", state="detached")


def test_spreadsheet_with_a_bad_row(open_page, office, picture):
    names, good = lines(office)
    page = open_page("adviser")
    open_dialog(page)
    page.wait_for_selector(TEMPLATE)
    picture(page, "dialog")
    template = page.request.get(page.locator(TEMPLATE).first.get_attribute("href"))
    assert template.ok
    heads = next(
        openpyxl.load_workbook(io.BytesIO(template.body())).worksheets[0].values
    )
    assert "Ortsteile" in heads

    # a number and a day that are none: row and reason, nothing imported
    bad = good.replace(
        f"{names[2]};;Neubau;670,5;x;30.06.2028",
        f"{names[2]};;Neubau;viel;x;31.06.2028",
    )
    assert bad != good
    upload(page, bad)
    mapped = page.locator(".o_import_data_content tbody tr")
    assert mapped.count() == 6
    assert "Ortsteile" in mapped.nth(1).inner_text()
    press(page, "Test")
    report = page.locator(".o_import_data_content .alert-danger")
    report.first.wait_for()
    texts = " ".join(report.all_inner_texts())
    assert "Zeile 4" in texts, texts
    assert "viel" in texts and "31.06.2028" in texts, texts
    picture(page, "bad-row")
    press(page, "Importieren")
    report.first.wait_for()
    assert not office.adviser.search(INITIATIVE, [("name", "in", names)])

    # the same list, mended: all of it
    upload(page, good)
    press(page, "Test")
    page.locator(".o_import_data_content .alert-info").first.wait_for()
    picture(page, "valid")
    assert not office.adviser.search(INITIATIVE, [("name", "in", names)])
    press(page, "Importieren")
    page.wait_for_selector(".o_list_view .o_data_row, .o_kanban_view .o_kanban_record")
    found = office.adviser.call(
        INITIATIVE,
        "search_read",
        [("name", "in", names)],
        ["name", "floor_area", "move_in_date", "building_type", "seeks_members"],
    )
    rows = {row["name"]: row for row in found}
    assert [rows[name]["floor_area"] for name in names] == [670.5, 1580.25, 670.5]
    assert [rows[name]["building_type"] for name in names] == ["new", "existing", "new"]
    assert [rows[name]["seeks_members"] for name in names] == [True, False, True]
    assert rows[names[2]]["move_in_date"] == "2028-06-30"


def test_adviser_may_not_add_to_a_catalogue(open_page, office):
    names, text = lines(office)
    text = text.replace(f"{names[0]};;", f"{names[0]};Nirgendwo;")
    page = open_page("adviser")
    open_dialog(page)
    upload(page, text)
    press(page, "Test")
    column = page.locator(".o_import_data_content tbody tr").nth(1)
    column.locator(".alert-danger").first.wait_for()
    words = column.inner_text()
    assert "Nirgendwo" in words and "2" in words, words
    # the way out that the dialog offers: leave the cell empty
    choice = column.locator("select")
    choice.select_option("import_set_empty_fields")
    press(page, "Test")
    page.locator(".o_import_data_content .alert-info").first.wait_for()
    assert not office.manager.search("wohnkoord.district", [("name", "=", "Nirgendwo")])
