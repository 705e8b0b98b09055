# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
{
    "name": "Coordination Office for Community-led Housing",
    "summary": "Initiatives, advice in stages, consultants' framework contracts "
    "with hour budgets, and their bills",
    "version": "19.0.4.0.0",
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
    "external_dependencies": {"python": ["cryptography", "docxtpl", "phonenumbers"]},
    "data": [
        # security: groups, then record rules by area, then access rights
        "security/wohnkoord_security.xml",
        "security/initiative_security.xml",
        "security/advisory_security.xml",
        "security/contract_security.xml",
        "security/contract_bill_security.xml",
        "security/network_security.xml",
        "security/network_consent_security.xml",
        "security/network_actor_security.xml",
        "security/network_mailing_security.xml",
        "security/network_event_security.xml",
        "security/network_booking_security.xml",
        "security/network_project_security.xml",
        "security/network_find_group_security.xml",
        "security/network_portal_security.xml",
        "security/procedure_security.xml",
        "security/procedure_plot_security.xml",
        "security/procedure_core_security.xml",
        "security/procedure_publication_security.xml",
        "security/procedure_question_security.xml",
        "security/procedure_opening_security.xml",
        "security/procedure_check_security.xml",
        "security/procedure_jury_security.xml",
        # anchor: security jury
        # anchor: security conflict
        # anchor: security scoring
        # anchor: security ranking
        # anchor: security decision
        # anchor: security reservation
        # anchor: security opendata
        # anchor: security casefile
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
        # network: offices and the frame of their public pages
        "views/public_templates.xml",
        "views/public_page_templates.xml",
        "views/public_error_templates.xml",
        "views/network_settings_views.xml",
        "views/network_feedback_views.xml",
        # network: consent
        "data/network_consent_data.xml",
        "wizard/network_consent_record_views.xml",
        "report/network_consent_report.xml",
        "views/network_consent_views.xml",
        "views/network_consent_text_views.xml",
        "views/network_consent_partner_views.xml",
        "views/network_consent_settings_views.xml",
        "views/public_consent_templates.xml",
        "views/public_newsletter_templates.xml",
        "views/portal_consent_templates.xml",
        # network: actors
        "data/network_actor_data.xml",
        "views/network_actor_views.xml",
        "views/network_working_group_views.xml",
        "views/network_duplicate_views.xml",
        # network: mailing
        "views/network_mailing_templates.xml",
        "views/network_mailing_settings_views.xml",
        "views/network_mailing_recipient_views.xml",
        "views/network_mailing_filter_views.xml",
        "wizard/network_mailing_new_views.xml",
        "views/network_mailing_views.xml",
        # network: events
        "data/network_event_data.xml",
        "wizard/network_event_series_views.xml",
        "views/network_event_views.xml",
        "views/network_event_registration_views.xml",
        "views/network_event_figure_views.xml",
        "views/network_event_settings_views.xml",
        "views/public_event_templates.xml",
        "views/public_event_registration_templates.xml",
        # network: booking of appointments
        "data/network_booking_data.xml",
        "views/network_booking_views.xml",
        "views/network_booking_type_views.xml",
        "views/public_booking_templates.xml",
        # network: enquiries
        "data/network_enquiry_data.xml",
        "wizard/network_enquiry_match_views.xml",
        "wizard/network_enquiry_decline_views.xml",
        "views/network_enquiry_views.xml",
        "views/public_enquiry_templates.xml",
        "views/public_enquiry_step_templates.xml",
        # network: project overview
        "data/network_project_data.xml",
        "views/network_project_views.xml",
        "views/network_project_page_views.xml",
        "views/network_project_initiative_views.xml",
        "views/network_project_settings_views.xml",
        "views/public_project_templates.xml",
        # network: finding a group
        "data/network_find_group_data.xml",
        "views/network_find_group_views.xml",
        "views/public_find_group_templates.xml",
        "views/public_search_profile_templates.xml",
        # network: the initiative's portal, in the office
        "data/network_portal_data.xml",
        "views/network_portal_views.xml",
        "views/network_portal_initiative_views.xml",
        # network: menus, after all actions
        "views/network_menus.xml",
        "wizard/procedure_new_views.xml",
        "views/procedure_part_views.xml",
        "views/procedure_views.xml",
        "report/procedure_plot_report.xml",
        "views/procedure_plot_views.xml",
        "views/procedure_plot_document_views.xml",
        "views/procedure_plot_settings_views.xml",
        "views/procedure_publication_views.xml",
        "wizard/procedure_mailing_new_views.xml",
        "views/public_procedure_templates.xml",
        "views/public_procedure_part_templates.xml",
        "data/procedure_question_data.xml",
        "wizard/procedure_tell_views.xml",
        "wizard/procedure_matter_views.xml",
        "views/procedure_registration_views.xml",
        "views/procedure_question_views.xml",
        "views/procedure_notice_views.xml",
        "views/procedure_party_views.xml",
        "views/procedure_advice_views.xml",
        "wizard/procedure_bid_intake_views.xml",
        "report/procedure_opening_report.xml",
        "views/procedure_opening_templates.xml",
        "views/procedure_opening_views.xml",
        "views/procedure_bid_views.xml",
        "data/procedure_exclusion_data.xml",
        "wizard/procedure_check_decision_views.xml",
        "report/procedure_check_report.xml",
        "views/procedure_check_views.xml",
        "views/procedure_check_bid_views.xml",
        "views/procedure_cure_views.xml",
        "views/procedure_check_procedure_views.xml",
        # procedure: log
        "data/procedure_log_data.xml",
        "views/procedure_log_views.xml",
        "views/public_error_upload_templates.xml",
        # procedure: menus, after all actions
        "views/procedure_jury_settings_views.xml",
        # anchor: views jury
        # anchor: views conflict
        # anchor: views scoring
        # anchor: views ranking
        # anchor: views decision
        # anchor: views reservation
        # anchor: views opendata
        # anchor: views casefile
        "views/procedure_layout_views.xml",
        "views/procedure_menus.xml",
        # portal
        "views/portal_accessibility_templates.xml",
        "views/portal_initiative_templates.xml",
        "views/network_project_portal_templates.xml",
        "views/portal_initiative_exchange_templates.xml",
        "views/portal_contract_templates.xml",
        "views/portal_hours_templates.xml",
        "views/portal_bill_templates.xml",
        "views/portal_procedure_templates.xml",
        "views/portal_procedure_party_templates.xml",
        "views/portal_bid_templates.xml",
        "views/portal_bid_receipt_templates.xml",
        "views/portal_cure_templates.xml",
        "views/portal_jury_templates.xml",
        # anchor: templates jury
        # anchor: templates conflict
        # anchor: templates scoring
        # anchor: templates decision
        # anchor: templates reservation
        # anchor: templates opendata
    ],
    "demo": [
        "demo/contact_demo.xml",
        "demo/initiative_demo.xml",
        "demo/advisory_demo.xml",
        "demo/advisory_short_contact_demo.xml",
        "demo/contract_demo.xml",
        "demo/contract_bill_demo.xml",
        "demo/network_consent_demo.xml",
        "demo/network_portal_demo.xml",
        "demo/network_actor_demo.xml",
        "demo/network_mailing_demo.xml",
        "demo/network_event_demo.xml",
        "demo/network_booking_demo.xml",
        "demo/network_enquiry_demo.xml",
        "demo/network_project_demo.xml",
        "demo/network_find_group_demo.xml",
        "demo/procedure_plot_demo.xml",
        "demo/procedure_core_demo.xml",
        "demo/procedure_publication_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "wohnkoord_odoo/static/src/plot/**/*",
            "wohnkoord_odoo/static/src/short_contact/**/*",
        ],
        "web.assets_frontend": [
            "wohnkoord_odoo/static/src/portal/**/*",
            "wohnkoord_odoo/static/src/public/**/*",
        ],
        "web.assets_tests": ["wohnkoord_odoo/static/tests/tours/**/*"],
    },
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
}
