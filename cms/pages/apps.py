from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The public campaign, written by editors."""

    name = "cms.pages"
    label = "pages"

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms.pages import memory, menus
        from cms.pages.models import HomePage, StandardPage
        from core import navigation

        navigation.provide("main", 0, menus.in_header)
        navigation.provide("legal", 0, menus.in_footer)
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(memory.forget, dispatch_uid=f"pages.memory.{id(signal)}")
        for model in (HomePage, StandardPage, Page):
            post_delete.connect(memory.forget, sender=model, dispatch_uid=f"pages.memory.{model.__name__}")
