# isort: skip_file
# mixins first, then the areas in the order in which they depend on each other
from . import guarded_mixin
from . import quiet_mixin
from . import ir_http
from . import res_partner
from . import res_users
from . import portal_form_token

# initiative
from . import catalogue_mixin
from . import initiative_stage
from . import initiative_legal_form
from . import initiative_target_group
from . import initiative_theme
from . import initiative_district
from . import initiative_obstacle
from . import initiative
from . import initiative_actions
from . import initiative_member
from . import initiative_milestone_template
from . import initiative_milestone_template_line
from . import initiative_milestone
from . import initiative_partner
from . import initiative_portal

# advisory
from . import advisory_topic
from . import advisory_offer
from . import advisory
from . import advisory_actions
from . import advisory_attention
from . import advisory_referral
from . import advisory_short_contact
from . import advisory_calendar_attendee
from . import advisory_calendar_event
from . import advisory_initiative

# contract
from . import contract_balance
from . import contract_balance_mixin
from . import contract_person_day
from . import contract_framework
from . import contract_framework_lot
from . import contract
from . import contract_call_off
from . import contract_call_off_actions
from . import contract_call_off_office
from . import contract_call_off_portal
from . import contract_time_entry
from . import contract_time_entry_rules
from . import contract_time_entry_portal
from . import contract_hours_request
from . import contract_advisory
from . import contract_partner
from . import ir_attachment
from . import contract_initiative

# bills
from . import account_analytic_account
from . import account_move
from . import account_move_line
from . import contract_bill_company
from . import contract_bill_settings
from . import contract_bill
from . import contract_bill_call_off
from . import contract_bill_time_entry

# network: offices and their public side
from . import network_company
from . import network_settings
from . import network_signed_link
from . import network_rate_limit
from . import network_feedback
from . import network_feedback_company

# network: recognising contacts
from . import network_match_partner

# network: consent
from . import network_consent_text
from . import network_consent
from . import network_consent_actions
from . import network_consent_asking
from . import network_consent_page
from . import network_consent_attachment
from . import network_consent_company
from . import network_consent_settings
from . import network_partner

# network: actors
from . import network_period_mixin
from . import network_actor_category
from . import network_membership
from . import network_actor
from . import network_working_group
from . import network_working_group_member
from . import network_working_group_partner
from . import network_working_group_calendar_event
from . import network_working_group_calendar_attendee
from . import network_contact_history_partner
from . import network_contact_history_mailing_trace
from . import network_duplicate

# network: mailing
from . import network_mailing_company
from . import network_mailing_settings
from . import network_mailing
from . import network_mailing_audience
from . import network_mailing_actions
from . import network_mailing_letter
from . import network_mailing_filter
from . import network_mailing_trace
from . import network_mailing_trace_report
from . import network_mailing_mail
from . import network_mailing_partner
from . import network_mailing_initiative
from . import network_mailing_registration
from . import network_mailing_list
from . import network_mailing_contact

# network: events
from . import network_event_type
from . import network_event_tag
from . import network_event_question
from . import network_event
from . import network_event_seats
from . import network_event_public
from . import network_event_mail
from . import network_event_registration
from . import network_event_booking
from . import network_event_privacy
from . import network_event_company
from . import network_event_settings

# network: booking of appointments
from . import network_booking_type
from . import network_booking_slots
from . import network_booking
from . import network_booking_links
from . import network_booking_actions
from . import network_booking_mail
from . import network_booking_calendar_event
from . import network_booking_advisory
from . import network_booking_company
from . import network_booking_settings

# network: enquiries
from . import network_enquiry_company
from . import network_enquiry_settings
from . import network_enquiry_upload
from . import network_enquiry_partner
from . import network_enquiry_initiative
from . import network_enquiry_advisory
from . import network_enquiry_identity
from . import network_enquiry_intake

# network: project overview
from . import network_project_company
from . import network_project_settings
from . import network_project_consent
from . import network_project_district
from . import network_project_legal_form
from . import network_project_milestone
from . import network_project_content
from . import network_project_picture_mixin
from . import network_project_initiative
from . import network_project_initiative_office
from . import network_project_page
from . import network_project_public
from . import network_project_picture
from . import network_project_draft
from . import network_project_release
from . import network_project_draft_portal
from . import network_project_draft_picture

# network: finding a group
from . import network_search_profile
from . import network_search_profile_public
from . import network_match
from . import network_group_message
from . import network_find_group_initiative
from . import network_find_group_initiative_public
from . import network_find_group_page
from . import network_find_group_company
from . import network_find_group_consent

# network: the initiative's portal
from . import network_portal_milestone
from . import network_portal_member
from . import network_portal_message
from . import network_portal_document
from . import network_portal_advisory
from . import network_portal_initiative
from . import network_portal_request
from . import network_portal_page

# procedure: plots
from . import procedure_plot
from . import procedure_plot_parcel
from . import procedure_plot_valuation
from . import procedure_plot_value
from . import procedure_plot_pipeline
from . import procedure_plot_duplicate
from . import procedure_plot_document
from . import procedure_plot_file
from . import procedure_plot_company
from . import procedure_plot_settings
from . import procedure_plot_expose

# procedure: preparation
from . import procedure_counter
from . import procedure_event
from . import procedure_key_file
from . import procedure
from . import procedure_part_mixin
from . import procedure_child_mixin
from . import procedure_row_mixin
from . import procedure_lot
from . import procedure_lot_plot
from . import procedure_criterion
from . import procedure_criterion_step
from . import procedure_requirement
from . import procedure_date
from . import procedure_core_settings
from . import procedure_core_edit
from . import procedure_core_time
from . import procedure_core_tree
from . import procedure_core_copy
from . import procedure_core_end
from . import procedure_core_checklist

# procedure: publication
from . import procedure_document
from . import procedure_version
from . import procedure_publication
from . import procedure_publication_plot
from . import procedure_publication_lot
from . import procedure_publication_criterion
from . import procedure_publication_requirement
from . import procedure_publication_file
from . import procedure_publication_attachment
from . import procedure_publication_words
from . import procedure_publication_public
from . import procedure_publication_page
from . import procedure_publication_feed
from . import procedure_publication_company
from . import procedure_publication_office
from . import procedure_amendment
from . import procedure_amendment_procedure

# procedure: parties and questions
from . import procedure_registration
from . import procedure_question
from . import procedure_notice
from . import procedure_notice_delivery
from . import procedure_notice_mail
from . import procedure_notice_parties
from . import procedure_notice_hooks
from . import procedure_question_deadline
from . import procedure_question_neutral
from . import procedure_registration_facts
from . import procedure_registration_page
from . import procedure_advice_initiative
from . import procedure_advice
from . import procedure_advice_call_off

# procedure: seal and bids
from . import procedure_seal
from . import procedure_seal_pair
from . import procedure_officer_key
from . import procedure_sealing
from . import procedure_officer
from . import procedure_bid
from . import procedure_log_bid
from . import procedure_log_registration
from . import procedure_bid_document
from . import procedure_commitment
from . import procedure_bid_attachment
from . import procedure_bid_scan
from . import procedure_bid_terms
from . import procedure_bid_registration
from . import procedure_bid_turn
from . import procedure_bid_form
from . import procedure_bid_draft
from . import procedure_bid_submission
from . import procedure_bid_receipt
from . import procedure_bid_portal
from . import procedure_bid_cleanup

# procedure: log and deadline
from . import procedure_log_words
from . import procedure_log_ir_http
from . import procedure_log
from . import procedure_closing
from . import procedure_bid_closing

# procedure: opening
from . import procedure_opening
from . import procedure_opening_bid
from . import procedure_opening_bid_page
from . import procedure_opening_fill
from . import procedure_opening_act
from . import procedure_opening_users

# procedure: formal check
from . import procedure_exclusion_reason
from . import procedure_check
from . import procedure_check_procedure
from . import procedure_check_bid
from . import procedure_exclusion
from . import procedure_cure
from . import procedure_cure_end
from . import procedure_cure_line
from . import procedure_cure_document
from . import procedure_cure_portal
from . import procedure_cure_registration
from . import procedure_cure_procedure

# procedure: jury and conflicts
from . import procedure_jury_settings
from . import procedure_juror
from . import procedure_conflict
from . import procedure_conflict_bid

from . import procedure_jury_seat
from . import procedure_jury_session
from . import procedure_jury_attendance
from . import procedure_jury_start
from . import procedure_conflict_seat
from . import procedure_conflict_portal
from . import procedure_conflict_office

# procedure: scoring and ranking
from . import procedure_score
from . import procedure_ranking
from . import procedure_ranking_line
from . import procedure_score_change
from . import procedure_score_exception
from . import procedure_score_save
from . import procedure_score_figures
from . import procedure_score_procedure
from . import procedure_score_bid
from . import procedure_score_page
from . import procedure_ranking_procedure
from . import procedure_ranking_log
from . import procedure_ranking_draw
from . import procedure_ranking_draw_line
from . import procedure_ranking_draw_dialog
from . import procedure_ranking_allocation
from . import procedure_ranking_robustness

# procedure: decision, reservation, contract
from . import procedure_public_event
from . import procedure_award
from . import procedure_reservation
from . import procedure_contract
from . import procedure_award_decide
from . import procedure_award_next
from . import procedure_reservation_milestone
from . import procedure_reservation_extension
from . import procedure_reservation_award
from . import procedure_reservation_procedure
from . import procedure_minutes
from . import procedure_minutes_paper
from . import procedure_minutes_procedure
from . import procedure_award_objection
from . import procedure_letter
from . import procedure_letter_procedure
from . import procedure_letter_portal
from . import procedure_council_paper
from . import procedure_commitment_duty
from . import procedure_commitment_control
from . import procedure_commitment_contract
from . import procedure_commitment_finish
# anchor: reservation

# procedure: open data and case file
from . import procedure_ocds_company
from . import procedure_ocds_settings
from . import procedure_ocds_release
from . import procedure_ocds
from . import procedure_ocds_tender
from . import procedure_ocds_result
from . import procedure_ocds_commitment
from . import procedure_commitment_ocds
from . import procedure_ocds_question
from . import procedure_ocds_package
from . import procedure_ocds_csv
from . import procedure_ocds_page
from . import procedure_case_file_registry
from . import procedure_case_file_part
from . import procedure_case_file
from . import procedure_case_file_chatter
from . import procedure_case_file_archive
from . import procedure_case_file_names
from . import procedure_case_file_release
from . import procedure_case_file_result
from . import procedure_case_file_redacted
from . import procedure_retention_company
from . import procedure_retention
from . import procedure_retention_bid
from . import procedure_retention_portal
