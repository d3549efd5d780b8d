"""Who may what: every address of the admin, by who may open it or act at it.

N somebody not signed in, O somebody signed in without a group, E editor, H check-in helper,
C coordinator, A administrator. A new address: put its name (`dates:edit`; its route where it has no
name) under those who may. Where it names a row that `world.py` does not know, say in
`world_args.py` which row it is.
"""

TABLE = {
    "NOEHCA": """
    socialaccount_login_cancelled
    openid_connect_login openid_connect_callback
    account_inactive account_reset_password account_reset_password_done
    account_reset_password_from_key_done account_reset_password_from_key
    wagtailadmin_sprite wagtailadmin_password_reset wagtailadmin_password_reset_done
    wagtailadmin_javascript_catalog
    """,
    "N": """
    account_login
    wagtailadmin_login
    mfa_authenticate mfa_login_webauthn
    """,
    "OEHCA": """
    account_logout account_reauthenticate account_change_password account_set_password
    mfa_reauthenticate mfa_reauthenticate_webauthn mfa_index mfa_activate_totp mfa_list_webauthn
    mfa_add_webauthn mfa_remove_webauthn mfa_edit_webauthn mfa_generate_recovery_codes
    mfa_deactivate_totp mfa_view_recovery_codes mfa_download_recovery_codes
    kept_form
    """,
    "EHCA": """
    wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles wagtailadmin_logout
    """,
    "ECA": """
    admin/test404/
    simple_translation:submit_page_translation
    wagtailadmin_api:pages:listing wagtailadmin_api:pages:detail wagtailadmin_api:pages:find
    wagtailadmin_api:pages:action
    wagtailadmin_api:documents:listing wagtailadmin_api:documents:detail
    wagtailadmin_api:documents:find
    wagtailadmin_api:images:listing wagtailadmin_api:images:detail wagtailadmin_api:images:find
    wagtailadmin_error_test wagtailadmin_explore_root wagtailadmin_explore
    wagtailadmin_explore_results wagtailadmin_choose_page wagtailadmin_choose_page_child
    wagtailadmin_choose_page_search wagtailadmin_choose_page_chosen_multiple
    wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
    wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete wagtailadmin_block_preview
    wagtailadmin_pages:preview_on_add wagtailadmin_pages:type_use
    wagtailadmin_pages:choose_parent wagtailadmin_pages:type_use_results
    wagtailadmin_pages:usage wagtailadmin_pages:edit wagtailadmin_pages:preview_on_edit
    wagtailadmin_pages:view_draft wagtailadmin_pages:add_subpage wagtailadmin_pages:delete
    wagtailadmin_pages:unpublish wagtailadmin_pages:search wagtailadmin_pages:search_results
    wagtailadmin_pages:move wagtailadmin_pages:move_confirm wagtailadmin_pages:set_page_position
    wagtailadmin_pages:copy wagtailadmin_pages:confirm_workflow_cancellation
    wagtailadmin_pages:set_privacy wagtailadmin_pages:revisions_index
    wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_revert
    wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:revisions_compare
    wagtailadmin_pages:workflow_history wagtailadmin_pages:workflow_history_detail
    wagtailadmin_pages:history wagtailadmin_pages:history_results wagtailadmin_pages:add
    wagtailadmin_pages:convert_alias
    wagtailadmin_collections:index wagtailadmin_collections:add wagtailadmin_collections:edit
    wagtailadmin_collections:delete wagtailadmin_collections:set_privacy
    wagtailadmin_workflows:task_chooser wagtailadmin_workflows:task_chooser_results
    wagtailadmin_workflows:task_chooser_create wagtailadmin_workflows:task_chosen
    wagtailadmin_reports:workflow wagtailadmin_reports:workflow_results
    wagtailadmin_reports:workflow_tasks wagtailadmin_reports:workflow_tasks_results
    wagtailadmin_reports:site_history wagtailadmin_reports:site_history_results
    wagtailadmin_reports:aging_pages wagtailadmin_reports:aging_pages_results
    wagtailadmin_reports:page_types_usage wagtailadmin_reports:page_types_usage_results
    wagtailadmin_editing_sessions:ping wagtailadmin_editing_sessions:release
    wagtailforms:index wagtailforms:index_results wagtailforms:list_submissions
    wagtailforms:list_submissions_results wagtailforms:delete_submissions
    wagtailembeds:chooser wagtailembeds:chooser_upload
    wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:edit
    wagtaildocs:delete wagtaildocs:add_multiple wagtaildocs:edit_multiple
    wagtaildocs:delete_multiple wagtaildocs:document_usage
    wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
    wagtailimages:index wagtailimages:index_results wagtailimages:edit wagtailimages:delete
    wagtailimages:preview wagtailimages:add wagtailimages:image_usage wagtailimages:add_multiple
    wagtailimages:edit_multiple wagtailimages:delete_multiple wagtailimages:url_generator
    wagtailimages:url_generator_output wagtailimages:create_multiple_from_uploaded_image
    wagtailimages:delete_upload_multiple
    wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results wagtaildocs_chooser:chosen
    wagtaildocs_chooser:chosen_multiple wagtaildocs_chooser:create
    wagtailimages_chooser:choose wagtailimages_chooser:choose_results
    wagtailimages_chooser:chosen wagtailimages_chooser:chosen_multiple
    wagtailimages_chooser:create wagtailimages_chooser:select_format
    wagtail_bulk_action
    """,
    "HCA": """
    dates:edit dates:all_present dates:undo_all_present dates:check_in_several
    dates:index dates:index_results dates:attendance dates:check_in dates:undo_check_in
    dates:prints dates:print_list dates:print_poster
    """,
    "CA": """
    dates:helpers dates:helper dates:revoke_helper dates:settle_walk_in dates:dismiss_walk_in
    contacts:correct dates:attendance_of dates:hours
    dates:print_hosts dates:print_meeting_points dates:print_rooms dates:print_badges
    dates:print_certificates dates:certificate
    dates:as_participant dates:cancel_several dates:columns dates:confirm_for dates:correct_claim
    dates:move_person dates:move_several dates:numbers dates:participants_page dates:person
    dates:send_links dates:write_to_several
    log:index log:index_results
    mailings:index mailings:index_results mailings:new mailings:choose mailings:edit mailings:stop
    mailings:change
    question_sets:index question_sets:index_results question_sets:add question_sets:edit
    question_sets:rename question_sets:discard question_sets:history question_sets:history_results
    question_sets:questions question_sets:question_add question_sets:questions_preview
    question_sets:questions_from_set question_sets:questions_from_event
    question_sets:questions_ask_needs question_sets:questions_keep question_sets:question_edit
    question_sets:question_retire question_sets:question_move
    dates:automatic dates:make_automatic dates:change_automatic dates:remove_automatic
    dates:skip_automatic dates:unskip_automatic dates:answers dates:try_out dates:try_out_place
    dates:try_out_clear dates:ask_now dates:evaluation dates:evaluation_of_event dates:questions
    dates:question_add dates:questions_preview dates:questions_from_set dates:questions_from_event
    dates:questions_ask_needs dates:questions_keep dates:question_edit dates:question_retire
    dates:question_move contacts:write
    dates:add dates:add_results dates:add_to_page dates:event dates:hand_over dates:open_several
    dates:change_several dates:call_off_several dates:copy_event  dates:waitlist
    dates:messages dates:needs dates:log dates:open
    dates:back dates:discard dates:move dates:location dates:capacity dates:keep_back
    dates:window dates:audience dates:call_off dates:close_list dates:reopen_list
    dates:add_person dates:copy dates:repeat dates:event_file dates:sources dates:look_at_food
    dates:look_at_needs dates:look_at_emergency dates:asks dates:write_needs dates:cancel
    dates:send_link dates:still_coming dates:take_back_still_coming dates:move_up
    dates:give_place dates:remove
    dates:spots dates:add_practices dates:add_rooms dates:add_meeting_point dates:propose_spots
    dates:undo_proposal dates:move_into_spot dates:show_spots dates:hide_spots dates:change_spot
    dates:remove_spot
    dates:keep_list_open dates:let_list_close dates:send_host_link
    calendar:index
    contacts:index contacts:index_results contacts:edit contacts:erase contacts:write_note
    contacts:add_to_date
    contacts:delete_note contacts:send_my_data contacts:history contacts:history_results
    registrations:index registrations:index_results
    turns:index turns:index_results
    mails:index mails:index_results mails:show mails:text mails:again mails:deal_with mails:undo
    mails:lift
    missed:index missed:index_results
    mail_texts:index mail_texts:change mail_texts:preview mail_texts:reset mail_texts:keep
    hosts:index hosts:index_results hosts:add hosts:edit hosts:history hosts:history_results
    hosts:change hosts:add_contact hosts:change_contact hosts:take_off hosts:renew_links
    hosts:send_year hosts:retire hosts:reinstate
    offers:index offers:index_results offers:edit offers:decline offers:history
    offers:history_results
    figures:index
    dates:deposit dates:deposit_rule dates:payments dates:settle_deposit dates:give_back
    dates:settle_refund
    payments:index payments:index_results payments:sums payments:reconciliations
    office:index office:index_results office:inspect
    retention:index
    find
    wagtailadmin_pages:workflow_action wagtailadmin_pages:collect_workflow_action_data
    wagtailadmin_pages:workflow_preview wagtailadmin_pages:lock wagtailadmin_pages:unlock
    ready:index ready:send ready:arrived
    """,
    "A": """
    wagtailadmin_workflows:index wagtailadmin_workflows:index_results wagtailadmin_workflows:add
    wagtailadmin_workflows:enable wagtailadmin_workflows:disable wagtailadmin_workflows:edit
    wagtailadmin_workflows:usage wagtailadmin_workflows:usage_results
    wagtailadmin_workflows:remove wagtailadmin_workflows:add_task
    wagtailadmin_workflows:select_task_type wagtailadmin_workflows:task_index
    wagtailadmin_workflows:task_index_results wagtailadmin_workflows:edit_task
    wagtailadmin_workflows:disable_task wagtailadmin_workflows:enable_task
    wagtailadmin_reports:locked_pages wagtailadmin_reports:locked_pages_results
    wagtailredirects:index wagtailredirects:index_results wagtailredirects:add
    wagtailredirects:edit wagtailredirects:delete wagtailredirects:start_import
    wagtailredirects:process_import
    office:add office:edit office:history office:history_results
    colleagues:index colleagues:invite colleagues:edit colleagues:leave colleagues:reset_factor
    colleagues:resend colleagues:revoke
    wagtailsites:index wagtailsites:index_results wagtailsites:add wagtailsites:edit
    wagtailsites:delete wagtailsites:history wagtailsites:history_results wagtailsites:usage
    wagtailsites:copy
    """,
    "superuser": """
    wagtailusers_users:index wagtailusers_users:index_results wagtailusers_users:add
    wagtailusers_users:edit wagtailusers_users:delete wagtailusers_users:history
    wagtailusers_users:history_results wagtailusers_users:usage wagtailusers_users:copy
    wagtailusers_groups:index wagtailusers_groups:index_results wagtailusers_groups:add
    wagtailusers_groups:edit wagtailusers_groups:delete wagtailusers_groups:history
    wagtailusers_groups:history_results wagtailusers_groups:usage
    """,
    "": """
    wagtailsettings:edit wagtailsettings:preview_on_edit
    wagtailsnippets:index simple_translation:submit_snippet_translation
    wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete
    admin/^.*/$
    """,
}

UNSTARTED = """
    openid_connect_login openid_connect_callback
    dates:undo_all_present
    admin/^.*/$
    mfa_authenticate mfa_deactivate_totp mfa_download_recovery_codes mfa_login_webauthn
    mfa_view_recovery_codes
    wagtail_bulk_action
    wagtailadmin_api:documents:find
    wagtailadmin_api:images:find
    wagtailadmin_api:pages:action wagtailadmin_api:pages:find
    wagtailadmin_block_preview wagtailadmin_logout wagtailadmin_password_reset_complete
    wagtailadmin_password_reset_confirm
    wagtailadmin_pages:add wagtailadmin_pages:convert_alias wagtailadmin_pages:unlock
    wagtaildocs:create_multiple_from_uploaded_document wagtaildocs:delete_upload_multiple
    wagtailforms:delete_submissions wagtailforms:list_submissions
    wagtailforms:list_submissions_results
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple
    wagtailimages:url_generator wagtailimages:url_generator_output
    wagtailsettings:edit wagtailsettings:preview_on_edit
    wagtailsnippets:index simple_translation:submit_snippet_translation
"""
"""What shows nothing to anybody in our world: it needs a state made elsewhere (the first step of a
sign-in, an upload, a form of Wagtail's), or is not there at all."""


def who_may() -> dict[str, str]:
    """Each address's name, and the letters of who may."""
    return {name: roles for roles, names in TABLE.items() for name in names.split()}
