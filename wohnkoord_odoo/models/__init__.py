# isort: skip_file
# mixins first, then the areas in the order in which they depend on each other
from . import guarded_mixin, quiet_mixin, ir_http, res_partner, res_users
from . import portal_form_token

# initiative
from . import catalogue_mixin, initiative_stage, initiative_legal_form
from . import initiative_target_group, initiative_theme, initiative_district
from . import initiative_obstacle, initiative, initiative_actions, initiative_member
from . import initiative_milestone_template, initiative_milestone_template_line
from . import initiative_milestone, initiative_partner, initiative_portal

# advisory
from . import advisory_topic, advisory_offer, advisory, advisory_actions
from . import advisory_attention, advisory_referral, advisory_short_contact
from . import advisory_calendar_attendee, advisory_calendar_event, advisory_initiative
from . import advisory_unpaid_hour, advisory_unpaid_hour_advisory, advisory_room

# advisory: enquiries to departments
from . import advisory_company, advisory_settings, advisory_department_enquiry
from . import advisory_department_enquiry_mail, advisory_department_enquiry_reminder
from . import advisory_department_enquiry_advisory
from . import advisory_department_enquiry_initiative, advisory_workload_advisory

# knowledge: guidance in a conversation
from . import knowledge_checklist, knowledge_checklist_item, knowledge_checklist_answer
from . import knowledge_checklist_advisory

# contract
from . import contract_balance, contract_balance_cost, contract_balance_mixin
from . import contract_person_day, contract_framework, contract_framework_lot, contract
from . import contract_call_off, contract_call_off_actions, contract_call_off_office
from . import contract_call_off_money, contract_call_off_portal, contract_claim_mixin
from . import contract_time_entry, contract_time_entry_rules, contract_time_entry_portal
from . import contract_hours_request, contract_advisory
from . import (
    contract_cost,
    contract_cost_rules,
    contract_cost_file,
    contract_cost_portal,
)
from . import contract_partner, ir_attachment, contract_initiative

# contract: reminders of limits and terms
from . import contract_reminder, contract_reminder_balance, contract_reminder_company
from . import contract_reminder_settings, contract_reminder_framework
from . import contract_reminder_framework_lot, contract_reminder_contract
from . import contract_reminder_call_off, contract_reminder_advisory

# contract: locked periods
from . import contract_lock, contract_lock_call_off, contract_lock_time_entry

# bills
from . import account_analytic_account, account_move, account_move_line
from . import contract_bill_company, contract_bill_settings, contract_bill
from . import contract_bill_call_off, contract_bill_time_entry, contract_cost_bill
from . import contract_cost_bill_line, contract_cost_bill_move, contract_cost_contract

# invoices that consultants write, and sign-offs of bills
from . import contract_invoice, contract_invoice_line, contract_invoice_actions
from . import contract_invoice_read, contract_invoice_check, contract_invoice_match
from . import contract_invoice_bill, contract_invoice_words, contract_invoice_contract
from . import contract_invoice_company, contract_invoice_settings
from . import contract_invoice_partner, contract_invoice_time_entry
from . import contract_invoice_portal, account_move_sign_off, account_move_signed
from . import account_move_intake, account_move_treasury

# network: offices and their public side
from . import network_company, network_settings, network_signed_link, network_rate_limit
from . import network_feedback, network_feedback_company

# network: recognising contacts
from . import network_match_partner

# network: consent
from . import network_consent_text, network_consent, network_consent_actions
from . import network_consent_asking, network_consent_page, network_consent_attachment
from . import network_consent_company, network_consent_settings, network_partner

# network: actors
from . import network_period_mixin, network_actor_category, network_membership
from . import network_actor, network_working_group, network_working_group_member
from . import network_working_group_partner, network_working_group_calendar_event
from . import network_working_group_calendar_attendee, network_contact_history_partner
from . import network_contact_history_mailing_trace, network_duplicate

# network: profiles of consultants
from . import network_consultant_profile_language, network_consultant_profile
from . import network_consultant_profile_reference, network_consultant_profile_contract
from . import network_consultant_profile_partner
from . import network_consultant_profile_portal

# network: who is responsible in the administration
from . import network_responsibility, network_responsibility_mixin
from . import network_responsibility_advisory, network_responsibility_initiative

# network: mailing
from . import network_mailing_company, network_mailing_settings, network_mailing
from . import network_mailing_audience, network_mailing_actions, network_mailing_letter
from . import network_mailing_filter, network_mailing_trace
from . import network_mailing_trace_report, network_mailing_mail
from . import network_mailing_partner, network_mailing_initiative
from . import network_mailing_registration, network_mailing_list
from . import network_mailing_contact

# network: events
from . import network_event_type, network_event_tag, network_event_question
from . import network_event, network_event_seats, network_event_public
from . import network_event_mail, network_event_registration, network_event_booking
from . import network_event_privacy, network_event_company, network_event_settings

# network: booking of appointments
from . import network_booking_type, network_booking_slots, network_booking
from . import network_booking_links, network_booking_actions, network_booking_mail
from . import network_booking_calendar_event, network_booking_advisory
from . import network_booking_company, network_booking_settings

# network: enquiries
from . import network_enquiry_company, network_enquiry_settings, network_enquiry_upload
from . import network_enquiry_partner, network_enquiry_initiative
from . import network_enquiry_advisory, network_enquiry_identity, network_enquiry_intake

# network: project overview
from . import network_project_company, network_project_settings, network_project_consent
from . import network_project_district, network_project_legal_form
from . import network_project_milestone, network_project_content
from . import network_project_picture_mixin, network_project_initiative
from . import network_project_initiative_office, network_project_page
from . import network_project_public, network_project_picture, network_project_draft
from . import network_project_release, network_project_draft_portal
from . import network_project_draft_picture

# network: finding a group
from . import network_search_profile, network_search_profile_public, network_match
from . import network_group_message, network_find_group_initiative
from . import network_find_group_initiative_public, network_find_group_page
from . import network_find_group_company, network_find_group_consent

# network: the initiative's portal
from . import network_portal_milestone, network_portal_member, network_portal_message
from . import network_portal_document, network_portal_advisory
from . import network_portal_initiative, network_portal_request, network_portal_page

# procedure: plots
from . import procedure_plot, procedure_plot_parcel, procedure_plot_valuation
from . import procedure_plot_value, procedure_plot_pipeline, procedure_plot_duplicate
from . import procedure_plot_document, procedure_plot_file, procedure_plot_company
from . import procedure_plot_settings, procedure_plot_expose

# procedure: preparation
from . import procedure_counter, procedure_event, procedure_key_file, procedure
from . import procedure_part_mixin, procedure_child_mixin, procedure_row_mixin
from . import procedure_frozen_mixin, procedure_lot, procedure_lot_plot
from . import procedure_criterion, procedure_criterion_step, procedure_requirement
from . import procedure_date, procedure_core_settings, procedure_core_edit
from . import procedure_core_time, procedure_core_tree, procedure_core_copy
from . import procedure_core_end, procedure_core_checklist

# procedure: publication
from . import procedure_document, procedure_version, procedure_publication
from . import procedure_publication_plot, procedure_publication_lot
from . import procedure_publication_criterion, procedure_publication_requirement
from . import procedure_publication_file, procedure_publication_attachment
from . import procedure_publication_words, procedure_publication_public
from . import procedure_publication_page, procedure_publication_feed
from . import procedure_publication_company, procedure_publication_office
from . import procedure_amendment, procedure_amendment_procedure

# procedure: parties and questions
from . import procedure_registration, procedure_question, procedure_notice
from . import procedure_notice_delivery, procedure_notice_mail, procedure_notice_parties
from . import procedure_notice_hooks, procedure_question_deadline
from . import procedure_question_neutral, procedure_registration_facts
from . import procedure_registration_page, procedure_advice_initiative, procedure_advice
from . import procedure_advice_call_off

# procedure: seal and bids
from . import procedure_seal, procedure_seal_pair, procedure_officer_key
from . import procedure_sealing, procedure_officer, procedure_bid, procedure_log_bid
from . import procedure_log_registration, procedure_bid_document, procedure_commitment
from . import procedure_bid_attachment, procedure_bid_scan, procedure_bid_terms
from . import procedure_bid_registration, procedure_bid_turn, procedure_bid_form
from . import procedure_bid_draft, procedure_bid_submission, procedure_bid_receipt
from . import procedure_bid_portal, procedure_bid_cleanup

# procedure: log and deadline
from . import procedure_log_words, procedure_log_ir_http, procedure_log
from . import procedure_closing, procedure_bid_closing

# procedure: opening
from . import procedure_opening, procedure_opening_bid, procedure_opening_bid_page
from . import procedure_opening_fill, procedure_opening_act, procedure_opening_users

# procedure: formal check
from . import procedure_exclusion_reason, procedure_check, procedure_check_procedure
from . import procedure_check_bid, procedure_exclusion, procedure_cure
from . import procedure_cure_end, procedure_cure_line, procedure_cure_document
from . import procedure_cure_portal, procedure_cure_registration
from . import procedure_cure_procedure

# procedure: jury and conflicts
from . import procedure_jury_settings, procedure_juror, procedure_conflict
from . import procedure_conflict_bid

from . import procedure_jury_seat, procedure_jury_session, procedure_jury_attendance
from . import procedure_jury_start, procedure_conflict_seat, procedure_conflict_portal
from . import procedure_conflict_office, procedure_jury_session_invite

# procedure: scoring and ranking
from . import procedure_score, procedure_ranking, procedure_ranking_line
from . import procedure_score_change, procedure_score_exception, procedure_score_save
from . import procedure_score_figures, procedure_score_procedure, procedure_score_bid
from . import procedure_score_page, procedure_ranking_procedure, procedure_ranking_log
from . import procedure_ranking_draw, procedure_ranking_draw_line
from . import procedure_ranking_draw_dialog, procedure_ranking_allocation
from . import procedure_ranking_robustness, procedure_score_names

# procedure: decision, reservation, contract
from . import procedure_public_event, procedure_award, procedure_reservation
from . import procedure_contract, procedure_award_decide, procedure_award_next
from . import procedure_reservation_milestone, procedure_reservation_extension
from . import procedure_reservation_award, procedure_reservation_procedure
from . import procedure_minutes, procedure_minutes_paper, procedure_minutes_procedure
from . import procedure_award_objection, procedure_award_objection_award
from . import procedure_letter, procedure_letter_procedure, procedure_letter_portal
from . import procedure_council_paper, procedure_council_paper_procedure
from . import procedure_paper_report, procedure_commitment_duty
from . import procedure_commitment_control, procedure_commitment_contract
from . import procedure_award_mail, procedure_award_objection_portal
from . import procedure_award_proof, procedure_award_proof_mixin
from . import procedure_award_proof_milestone, procedure_award_proof_duty
from . import procedure_award_proof_reservation, procedure_award_portal
from . import procedure_reservation_portal, procedure_reservation_milestone_portal
from . import procedure_contract_portal, procedure_commitment_portal

# procedure: open data and case file
from . import procedure_ocds_company, procedure_ocds_settings, procedure_ocds_release
from . import procedure_ocds, procedure_ocds_tender, procedure_ocds_result
from . import procedure_ocds_commitment, procedure_ocds_question, procedure_ocds_package
from . import procedure_ocds_csv, procedure_ocds_page, procedure_case_file_registry
from . import procedure_case_file_part, procedure_case_file, procedure_case_file_chatter
from . import procedure_case_file_archive, procedure_case_file_names
from . import procedure_case_file_release, procedure_case_file_result
from . import procedure_case_file_redacted, procedure_retention_company
from . import procedure_retention, procedure_retention_bid, procedure_retention_portal

# office: absences and deputies
from . import office_absence, office_absence_users, office_absence_activity
from . import office_absence_advisory, office_absence_booking_type

# steering: reporting calendar
from . import steering_report_date_company, steering_report_date_settings
from . import steering_report_date, steering_report_date_reminder

# advisory: rooms of meetings, and of booked appointments
from . import advisory_room_calendar_event, advisory_room_booking

# advisory: what people need at meetings
from . import advisory_meeting_need_count, advisory_meeting_need
from . import advisory_meeting_need_calendar_event, advisory_meeting_need_consent
from . import advisory_meeting_need_booking

# advisory: the daily look at departments
from . import advisory_department_enquiry_cron

# office: shared mailbox
from . import office_mailbox_company, office_mailbox_settings, office_mailbox_block
from . import office_mailbox_thread, office_mailbox_advisory
from . import advisory_meeting_need_advisory

# office: what the Monday list shows beside cases
from . import office_monday, office_first_step, office_first_step_menu
from . import office_first_step_users

# office: letters
from . import office_letter_company, office_letter_partner

# contract: order letter, time sheet, overview
from . import contract_document_letter, contract_document_sheet
from . import contract_document_sheet_xlsx, contract_document_sheet_entry
from . import contract_document_sheet_order, contract_document_overview
from . import contract_document_overview_lot, contract_document_overview_contract
from . import contract_document_overview_xlsx

# office: imports of spreadsheets
from . import office_import_base, office_import_mixin, office_import_values
from . import office_import_initiative, office_import_partner
from . import office_import_users, office_import_catalogue, office_import_advisory
from . import office_import_framework, office_import_framework_lot
from . import office_import_contract
