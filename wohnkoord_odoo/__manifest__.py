# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
{
    "name": "Coordination Office for Community-led Housing",
    "summary": "Initiatives, advice in stages, consultants' framework contracts "
    "with hour budgets, and their bills",
    "version": "19.0.2.0.0",
    "category": "Services/Housing",
    "author": "wohnkoord_odoo contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "portal",
        "contacts",
        "calendar",
        "resource",
        "mass_mailing",
        "event",
        "account",
        "l10n_de",
    ],
    "external_dependencies": {"python": ["phonenumbers"]},
    "data": [
        # security: groups, then record rules by area, then access rights
        "security/wohnkoord_security.xml",
        "security/initiative_security.xml",
        "security/advisory_security.xml",
        "security/contract_security.xml",
        "security/contract_bill_security.xml",
        "security/network_security.xml",
        # (network: actors) security
        # (network: mailing) security
        # (network: events and booking) security
        # (network: enquiries) security
        "security/network_project_security.xml",
        # (network: finding a group) security
        "security/ir.model.access.csv",
        # menus: the areas' own menu files come after their views
        "views/menus.xml",
        "wizard/reason_views.xml",
        # initiative
        "data/initiative_data.xml",
        "data/initiative_milestone_template_data.xml",
        "wizard/initiative_plan_views.xml",
        "views/initiative_views.xml",
        "views/initiative_stage_views.xml",
        "views/initiative_member_views.xml",
        "views/initiative_milestone_views.xml",
        "views/initiative_catalogue_views.xml",
        "views/initiative_partner_views.xml",
        "views/initiative_menus.xml",
        # advisory
        "data/advisory_data.xml",
        "views/advisory_views.xml",
        "views/advisory_monday_views.xml",
        "views/advisory_topic_views.xml",
        "views/advisory_offer_views.xml",
        "views/advisory_referral_views.xml",
        "views/advisory_short_contact_views.xml",
        "views/advisory_calendar_event_views.xml",
        "views/advisory_initiative_views.xml",
        "views/advisory_menus.xml",
        # contract
        "data/contract_data.xml",
        "wizard/contract_amend_views.xml",
        "wizard/contract_choose_consultant_views.xml",
        "wizard/contract_quick_order_views.xml",
        "views/contract_framework_views.xml",
        "views/contract_framework_lot_views.xml",
        "views/contract_views.xml",
        "views/contract_call_off_views.xml",
        "views/contract_time_entry_views.xml",
        "views/contract_hours_request_views.xml",
        "views/contract_advisory_views.xml",
        "views/contract_initiative_views.xml",
        "views/contract_partner_views.xml",
        # bills
        "data/contract_bill_data.xml",
        "wizard/contract_bill_run_views.xml",
        "views/contract_bill_views.xml",
        "views/contract_menus.xml",
        # public pages: the frame
        "views/public_templates.xml",
        "views/network_settings_views.xml",
        # network: consent
        "data/network_consent_data.xml",
        "views/public_consent_templates.xml",
        # network: actors
        # network: mailing
        # network: events and booking
        # network: enquiries
        # network: project overview
        "data/network_project_data.xml",
        "views/network_project_views.xml",
        "views/network_project_page_views.xml",
        "views/network_project_initiative_views.xml",
        "views/network_project_settings_views.xml",
        "views/public_project_templates.xml",
        # network: finding a group
        # network: menus, after all actions
        "views/network_menus.xml",
        # portal
        "views/portal_accessibility_templates.xml",
        "views/portal_initiative_templates.xml",
        "views/network_project_portal_templates.xml",
        "views/portal_contract_templates.xml",
        "views/portal_hours_templates.xml",
        "views/portal_bill_templates.xml",
    ],
    "demo": [
        "demo/contact_demo.xml",
        "demo/initiative_demo.xml",
        "demo/advisory_demo.xml",
        "demo/advisory_short_contact_demo.xml",
        "demo/contract_demo.xml",
        "demo/contract_bill_demo.xml",
        # network: consent
        # network: actors
        # network: mailing
        # network: events and booking
        # network: enquiries
        # network: project overview
        "demo/network_project_demo.xml",
        # network: finding a group
    ],
    "assets": {
        "web.assets_backend": ["wohnkoord_odoo/static/src/short_contact/**/*"],
        "web.assets_frontend": [
            "wohnkoord_odoo/static/src/portal/**/*",
            "wohnkoord_odoo/static/src/public/**/*",
        ],
        "web.assets_tests": ["wohnkoord_odoo/static/tests/tours/**/*"],
    },
    "pre_init_hook": "pre_init_hook",
}
