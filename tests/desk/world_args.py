"""What stands in an address where it names a row."""

from tests.conftest import NOW

BY_NAMESPACE = {
    "dates": {"kind": "=registration"},
    "wagtailadmin_collections": {"pk": "collection", "collection_id": "collection"},
    "wagtailsites": {"pk": "site"},
    "wagtailusers_users": {"pk": "colleague"},
    "wagtailusers_groups": {"pk": "group"},
    "wagtailadmin_workflows": {"pk": "workflow"},
    "wagtaildocs_chooser": {"pk": "document"},
    "wagtailimages_chooser": {"pk": "image"},
    "wagtailadmin_pages": {"pk": "page"},
    "simple_translation": {"pk": "page"},
    "colleagues": {"pk": "colleague"},
    "office": {"pk": "office"},
    "mailings": {"pk": "mailing"},
    "question_sets": {"pk": "set", "question": "set_question"},
}
BY_NAME = {
    "dates:move_up": {"claim": "turn"},
    "dates:give_place": {"claim": "turn"},
    "dates:remove": {"claim": "turn"},
    "colleagues:resend": {"pk": "invitation"},
    "colleagues:revoke": {"pk": "invitation"},
    "wagtailadmin_workflows:edit_task": {"pk": "task"},
    "wagtailadmin_workflows:disable_task": {"pk": "task"},
    "wagtailadmin_workflows:enable_task": {"pk": "task"},
    "wagtailadmin_workflows:add_task": {
        "app_label": "=wagtailcore",
        "model_name": "=groupapprovaltask",
    },
    "wagtailadmin_api:pages:detail": {"pk": "page"},
    "wagtailadmin_api:pages:action": {"pk": "page"},
    "wagtailadmin_api:documents:detail": {"pk": "document"},
    "wagtailadmin_api:images:detail": {"pk": "image"},
    "mfa_remove_webauthn": {"pk": "passkey"},
    "mfa_edit_webauthn": {"pk": "passkey"},
    "wagtailadmin_tag_model_autocomplete": {"app_name": "=taggit", "model_name": "=tag"},
    "wagtail_bulk_action": {
        "app_label": "=wagtailcore",
        "model_name": "=page",
        "action": "=delete",
    },
    "wagtailadmin_pages:workflow_action": {"page_id": "looked_at"},
    "wagtailadmin_pages:collect_workflow_action_data": {"page_id": "looked_at"},
    "wagtailadmin_pages:confirm_workflow_cancellation": {"page_id": "looked_at"},
    "wagtailadmin_pages:workflow_preview": {"page_id": "looked_at"},
    "wagtailadmin_pages:lock": {"page_id": "looked_at"},
    "wagtailadmin_pages:workflow_history_detail": {"page_id": "looked_at"},
    "wagtailadmin_workflows:remove": {"workflow_pk": "workflow"},
    "wagtailsettings:edit": {"pk": "=1"},
    "wagtailsettings:preview_on_edit": {"pk": "=1"},
    "wagtailadmin_pages:choose_parent": {"app_label": "=camps", "model_name": "=visitpage"},
}
BY_ARGUMENT = {
    "registration": "registration",
    "claim": "registration",
    "day": f"={NOW:%Y-%m-%d}",
    "page": "page",
    "page_id": "page",
    "page_pk": "page",
    "parent_page_id": "parent",
    "page_to_move_id": "page",
    "destination_id": "home",
    "revision_id": "revision",
    "revision_id_a": "=earliest",
    "revision_id_b": "=latest",
    "content_type_app_name": "=camps",
    "content_type_model_name": "=visitpage",
    "app_label": "=wagtailcore",
    "model_name": "=page",
    "app_name": "=wagtailcore",
    "action_name": "=approve",
    "task_id": "task",
    "task_state_id": "task_state",
    "workflow_state_id": "workflow_state",
    "workflow_pk": "workflow",
    "object_id": "page",
    "session_id": "=1",
    "image_id": "image",
    "filter_spec": "=original",
    "document_id": "document",
    "doc_id": "document",
    "uploaded_file_id": "=1",
    "redirect_id": "redirect",
    "uidb36": "=1",
    "uidb64": "=a",
    "key": "=a-b",
    "token": "=b",
    "note": "note",
    "spot": "spot",
    "helper": "helper",
    "walk_in": "walk_in",
    "payment": "payment",
    "refund": "refund",
    "contact": "host_contact",
    "hosting": "hosting",
    "question": "question",
    "mail": "automatic",
    "kind": "=place",
    "language": "=da",
    "provider_id": "=office",
}


def args_of(address, world):
    """The rows this address wants."""
    namespace = address.name.rpartition(":")[0] or "page"
    known = BY_ARGUMENT | {"pk": namespace} | BY_NAMESPACE.get(namespace, {})
    if "event/<int:pk>" in address.route:
        known["pk"] = "event"
    known |= BY_NAME.get(address.name, {})
    unknown = [name for name in address.kwargs if name not in known]
    assert not unknown, f"{address.name}: say in world_args.py which row {unknown} is"
    return {name: _value(known[name], world) for name in address.kwargs}


def _value(what, world):
    return what[1:] if what.startswith("=") else world.pk(what)
