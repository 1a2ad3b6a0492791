"""House rules about models, held by Django's system checks: what is held about people is declared."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Field, Model

from core import personal

#: Packages of the house: a model of theirs without a key to a person holds nobody, unless it is declared.
FLOORS = ("core", "people", "network", "events", "cms", "indicators", "desks", "config")

#: Apps of others whose models hold nobody. What others keep about people is declared by the room that brought them in.
HOLD_NOBODY = {
    "auth",
    "contenttypes",
    "sites",
    "taggit",
    "wagtail_localize",
    "wagtailadmin",
    "wagtailcore",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailimages",
    "wagtailsearch",
}

#: Models of others that are about published words, with one key to the login of the colleague who worked on them; and
#: one that stays empty, since addresses are confirmed by code.
SAY_WHO_WORKED = {
    "account.EmailConfirmation",
    "wagtail_localize.SegmentOverride",
    "wagtail_localize.StringTranslation",
    "wagtailadmin.EditingSession",
    "wagtailadmin.FormState",
    "wagtailcore.APIToken",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.Page",
    "wagtailcore.PageLogEntry",
    "wagtailcore.PageSubscription",
    "wagtailcore.Revision",
    "wagtailcore.TaskState",
    "wagtailcore.UploadedFile",
    "wagtailcore.WorkflowState",
    "wagtaildocs.Document",
    "wagtailimages.Image",
}


def person_model() -> type[Model] | None:
    """The model that is the person: the one declared with an empty owner."""
    return next((entry.model for entry in personal.declarations() if entry.owner == ""), None)


def holds_people(model: type[Model]) -> bool:
    """Whether the model is Person, or has a key of its own to a Person or a login."""
    return model is person_model() or bool(keys_to_people(model))


def keys_to_people(model: type[Model]) -> list[Field[Any, Any]]:
    """Foreign keys and one-to-one fields of the model that point to Person or to the login."""
    people = {person_model(), apps.get_model(settings.AUTH_USER_MODEL)}
    return [field for field in model._meta.concrete_fields if field.related_model in people]


def need_no_entry(model: type[Model]) -> bool:
    """Whether a model may go undeclared. Another's model that nothing is said about may not, key to a person or none."""
    if model.__module__.split(".")[0] in FLOORS:
        return not holds_people(model)
    return model._meta.label in SAY_WHO_WORKED or (model._meta.app_label in HOLD_NOBODY and not holds_people(model))


def gaps(models: Iterable[type[Model]]) -> Iterator[tuple[type[Model], str]]:
    """What the register does not say about these models: pairs of model and whole sentence."""
    for model in models:
        entry = personal.of(model)
        if entry is None:
            if not need_no_entry(model):
                yield model, "holds something about people and has no entry in a room's personal.py."
            continue
        people = {field.name for field in keys_to_people(model)}
        names = {field.name for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]}
        key = model._meta.pk.name if model._meta.pk else ""
        said = set(entry.fields) | entry.not_personal
        if unsaid := names - said - people - {key}:
            yield model, f"does not say whether these are personal: {', '.join(sorted(unsaid))}."
        if unknown := said - names:
            yield model, f"declares fields that it does not have: {', '.join(sorted(unknown))}."
        if both := set(entry.fields) & entry.not_personal:
            yield model, f"declares as personal and as not personal: {', '.join(sorted(both))}."


@register(Tags.models)
def what_is_held_about_people_is_declared(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """core.E001: a personal field without an entry in the privacy register."""
    return [Error(sentence, obj=model, id="core.E001") for model, sentence in gaps(apps.get_models())]
