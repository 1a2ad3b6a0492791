"""Wagtail's groups follow the roles: membership is written here, from ``actions.grant`` and ``revoke``, nowhere else."""

from django.contrib.auth.models import Group, Permission

from people.accounts.models import Role, User

#: Role -> the Wagtail group it means. Editors and Moderators come with Wagtail's own migrations.
GROUP_OF = {
    Role.EDITOR: "Editors",
    Role.PUBLISHER: "Moderators",
    Role.LANGUAGE_REVIEWER: "Language reviewers",
    Role.TRANSLATOR: "Translators",
    Role.ADMINISTRATOR: "Site administrators",
}

#: What groups of ours may do to pages, from the root down.
PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "Language reviewers": ("change_page",),
    "Translators": ("change_page",),
    "Site administrators": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
#: And beyond pages, as "app.codename".
PERMISSIONS = {
    "Language reviewers": ("wagtailadmin.access_admin",),
    "Translators": ("wagtailadmin.access_admin", "wagtail_localize.submit_translation"),
    "Site administrators": (
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        *(f"wagtailcore.{verb}_{thing}" for verb in ("add", "change", "delete") for thing in ("site", "locale")),
        *(
            f"reference.{verb}_{thing}"
            for verb in ("add", "change")
            for thing in ("professionalorder", "awarenessdate")
        ),
    ),
}


def allow(role: Role, *permissions: str) -> None:
    """A room above lets this role do more in the editor; called by its ``AppConfig.ready``. "app.codename" each."""
    name = GROUP_OF[role]
    PERMISSIONS[name] = (*PERMISSIONS.get(name, ()), *permissions)


def follow_roles(user: User) -> None:
    """Put the login in the groups of the roles it holds now, and in no other. Cost: 4 to 7 queries."""
    wanted = sorted(name for role, name in GROUP_OF.items() if user.holds_any(role))
    user.groups.set([_group(name) for name in wanted])


def _group(name: str) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    held = {
        f"{app}.{codename}" for app, codename in group.permissions.values_list("content_type__app_label", "codename")
    }
    if is_new or not held.issuperset(PERMISSIONS.get(name, ())):
        _permit(group)
    return group


def _permit(group: Group) -> None:
    from wagtail.models import GroupPagePermission, Page

    for entry in PERMISSIONS.get(group.name, ()):
        app, codename = entry.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    root = Page.get_first_root_node()
    for codename in PAGE_PERMISSIONS.get(group.name, ()):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
