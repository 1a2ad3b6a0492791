"""Samples of the programmes: a coordinator everywhere keeps all, one of a region what lies wholly in it."""

from people.programmes import rulemaking
from people.programmes.models import Area, Edition, Partner, Programme
from tests.access.world import Parameters, Sample, World
from tests.factories.programmes import (
    condition,
    make_area,
    make_edition,
    make_partner,
    make_programme,
    open_edition,
    publish,
)


def edition(world: World) -> Edition:
    def make() -> Edition:
        made = make_edition(regions=[world.own_region.code])
        publish(made, condition("adult"))
        rulemaking.open_draft(edition=made, by=None)
        return made

    return world.once("programmes.edition", make)


def partner(world: World) -> Partner:
    return world.once("programmes.partner", lambda: make_partner(edition(world)))


def public(world: World) -> Programme:
    return world.once("programmes.public", lambda: open_edition(condition("adult")).programme)


def hidden(world: World) -> Programme:
    return world.once("programmes.hidden", make_programme)


def area(world: World) -> Area:
    return world.once("programmes.area", lambda: make_area("Zone d’essai"))


def of_edition(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": edition(world).pk}, {"pk": 0}


def of_partner(world: World) -> tuple[Parameters | None, Parameters | None]:
    # Under another edition's number the partner is nobody's.
    other = world.once("programmes.other", make_edition)
    kept = {"pk": edition(world).pk, "partner_pk": partner(world).pk}
    return kept, {"pk": other.pk, "partner_pk": partner(world).pk}


SAMPLES: dict[str, Sample] = {
    "programmes:detail": lambda world: ({"pk": public(world).pk}, {"pk": hidden(world).pk}),
    "programmes:programme_edit": lambda world: ({"pk": hidden(world).pk}, {"pk": 0}),
    "programmes:edition_new": lambda world: ({"programme_pk": hidden(world).pk}, {"programme_pk": 0}),
    "programmes:edition": of_edition,
    "programmes:edition_edit": of_edition,
    "programmes:edition_move": of_edition,
    "programmes:partner_new": of_edition,
    "programmes:partner_edit": of_partner,
    "programmes:partner_turn": of_partner,
    "programmes:rules": of_edition,
    "programmes:version": lambda world: (
        {"pk": edition(world).pk, "number": 1},
        {"pk": edition(world).pk, "number": 2},
    ),
    "programmes:draft": of_edition,
    "programmes:draft_start": of_edition,
    "programmes:draft_discard": of_edition,
    "programmes:publish": of_edition,
    "programmes:area_edit": lambda world: ({"pk": area(world).pk}, {"pk": 0}),
}
