from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The public campaign, written by editors."""

    name = "cms.pages"
    label = "pages"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms.pages import alerts, memory, menus
        from cms.pages.models import HomePage, SiteAlert, StandardPage
        from core import alerts as frame
        from core import navigation
        from people.accounts import groups
        from people.accounts.models import Role

        frame.provide(alerts.of_the_moment)
        for role in (Role.PUBLISHER, Role.ADMINISTRATOR):
            groups.allow(role, *(f"pages.{verb}_sitealert" for verb in ("add", "change", "delete")))
        for changed in (post_save, post_delete):
            changed.connect(memory.site.forget, sender=SiteAlert, dispatch_uid=f"pages.memory.alert.{id(changed)}")
        navigation.provide("main", 0, menus.in_header)
        navigation.provide("legal", 0, menus.in_footer)
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(memory.site.forget, dispatch_uid=f"pages.memory.{id(signal)}")
        for model in (HomePage, StandardPage, Page):
            post_delete.connect(memory.site.forget, sender=model, dispatch_uid=f"pages.memory.{model.__name__}")
