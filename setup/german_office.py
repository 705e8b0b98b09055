# Runs in `odoo shell` on a database with `base` only: the company is German before
# accounting is installed, because the chart of accounts follows its country.
env = globals()["env"]
company = env.ref("base.main_company")
env.ref("base.EUR").active = True
# the public pages speak German and English
env["res.lang"]._activate_lang("en_US")
company.write(
    {
        "name": "Koordinationsstelle Gemeinschaftliches Wohnen",
        "country_id": env.ref("base.de").id,
        "currency_id": env.ref("base.EUR").id,
    }
)
for model, field, value in (
    ("res.partner", "lang", "de_DE"),
    ("res.partner", "tz", "Europe/Berlin"),
):
    env["ir.default"].set(model, field, value)
env["res.users"].with_context(active_test=False).search([]).write(
    {"lang": "de_DE", "tz": "Europe/Berlin"}
)
env.cr.commit()
