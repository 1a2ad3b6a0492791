"""Candidates and hosts as a reviewer reads them: a number and the facts of the request, a name only of people one's own organisation follows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from core.reference.models import MajorGroup, Region
from core.reference.naming import unit_names
from network.pairing.kinds import Access, Format, Purpose, Want
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.consent.rules import consenting
from people.participants.models import CaseFile, FrenchSkillLevel, caseworker_scopes
from people.programmes.kinds import SKILLS
from people.timetable.availability import Availability


@dataclass(frozen=True)
class CandidateFace:
    """``name`` is empty where another organisation follows the person; ``french`` where the person does not show it."""

    request: Request
    reference: str
    name: str
    occupations: list[str]
    region: str
    regions: list[str]
    formats: list[str]
    free: list[str]
    french: list[tuple[str, int]]
    purposes: list[str]
    musts: list[str]
    wishes: list[str]

    @property
    def label(self) -> str:
        return self.name or self.reference

    @property
    def occupation(self) -> str:
        return self.occupations[0] if self.occupations else ""


@dataclass(frozen=True)
class HostFace:
    """An offer: never its address."""

    offer: Offer
    title: str
    organisation: str
    occupations: list[str]
    where: list[str]
    format: str
    free: list[str]
    needs: list[tuple[str, int]]
    languages: list[str]
    purposes: list[str]
    access: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return ", ".join(self.where)

    @property
    def occupation(self) -> str:
        return self.occupations[0] if self.occupations else ""


def labels(codes: Iterable[str], kinds: Any) -> list[str]:
    known = dict(kinds.choices)
    return [str(known[code]) for code in codes if code in known]


def candidates(keys: Collection[int], user: Any) -> dict[int, CandidateFace]:
    """Request -> face. Cost: 6 queries, however many."""
    if not keys:
        return {}
    levels = FrenchSkillLevel.objects.filter(skill__in=SKILLS["oral"]).select_related("skill")
    found = list(
        Request.objects.filter(pk__in=keys)
        .select_related(
            "candidacy__case_file__person", "candidacy__case_file__region", "candidacy__case_file__organisation"
        )
        .annotate(shows_french=consenting("french_level", person="candidacy__case_file__person"))
        .prefetch_related(
            "occupations",
            "regions",
            Prefetch("candidacy__case_file__french_levels", levels, to_attr="oral_levels"),
        )
    )
    names = occupation_names(row for request in found for row in request.occupations.all())
    own_scopes = set(caseworker_scopes(user))
    return {request.pk: _candidate(request, names, own_scopes) for request in found}


def _candidate(request: Request, names: Mapping[str, str], own_scopes: Collection[Any]) -> CandidateFace:
    file = request.candidacy.case_file
    own = file.organisation is not None and file.organisation.scope_id in own_scopes
    shows_french = own or request.shows_french  # type: ignore[attr-defined]  # annotated above
    return CandidateFace(
        request=request,
        reference=file.reference,
        name=file.person.name if own else "",
        occupations=[names.get(row.code, row.code) for row in request.occupations.all()],
        region=str(file.region.name) if file.region else "",
        regions=[str(region.name) for region in request.regions.all()],
        formats=labels(request.formats, Format),
        free=Availability(request.availability).lines(),
        french=[(str(row.skill.name), int(row.level_id)) for row in file.oral_levels] if shows_french else [],  # type: ignore[attr-defined]  # prefetched above
        purposes=labels(request.purposes, Purpose),
        musts=labels(request.musts, Want),
        wishes=labels(request.wishes, Want),
    )


def hosts(keys: Collection[int]) -> dict[int, HostFace]:
    """Offer -> face. Cost: 6 queries, however many."""
    if not keys:
        return {}
    found = list(
        Offer.objects.filter(pk__in=keys)
        .select_related("organisation", "region")
        .prefetch_related("occupations", "french_needs__skill", "language_needs")
    )
    names = occupation_names(row for offer in found for row in offer.occupations.all())
    return {offer.pk: _host(offer, names) for offer in found}


def _host(offer: Offer, names: Mapping[str, str]) -> HostFace:
    return HostFace(
        offer=offer,
        title=offer.title,
        organisation=offer.organisation.name if offer.organisation else "",
        occupations=[names.get(row.code, row.code) for row in offer.occupations.all()],
        where=list(filter(None, [offer.where, _("online") if offer.is_online else ""])),
        format=str(offer.get_format_display()),
        free=Availability(offer.availability).lines(),
        needs=[(str(need.skill.name), int(need.level_id)) for need in offer.french_needs.all()],
        languages=[need.name for need in offer.language_needs.all()],
        purposes=labels(offer.purposes, Purpose),
        access=labels(offer.access, Access),
    )


def occupation_names(rows: Iterable[Any]) -> dict[str, str]:
    """Unit group -> title, an everyday name, or its major group's. Cost: up to 3 queries."""
    groups = {row.code: row.major_group_id for row in rows}
    names = unit_names(set(groups))
    missing = {group for code, group in groups.items() if code not in names}
    majors = {group.pk: str(group.name) for group in MajorGroup.objects.filter(pk__in=missing)} if missing else {}
    return {code: names.get(code) or majors.get(group, code) for code, group in groups.items()}


def families(codes: Iterable[str]) -> dict[str, str]:
    """Major groups by their code. Cost: 1 query."""
    return {group.pk: str(group.name) for group in MajorGroup.objects.filter(pk__in=list(codes))}


def regions(codes: Iterable[str]) -> dict[str, str]:
    return {region.pk: str(region.name) for region in Region.objects.filter(pk__in=list(codes))}


@dataclass(frozen=True)
class ExclusionLine:
    """Who is not put with whom. ``name``: of a person of one's own organisation, else the number of their file."""

    exclusion: Any
    name: str
    host: str


def exclusions(rows: Collection[Any], user: Any) -> list[ExclusionLine]:
    """Cost: 1 query, the exclusions loaded with their offers and hosts."""
    own_scopes = set(caseworker_scopes(user))
    files = {
        file.person_id: file
        for file in CaseFile.objects.filter(person__in={row.person_id for row in rows}).select_related(
            "person", "organisation"
        )
    }
    return [ExclusionLine(row, _label(files.get(row.person_id), own_scopes), _kept_from(row)) for row in rows]


def _label(file: CaseFile | None, own_scopes: Collection[Any]) -> str:
    if file is None:
        return "—"
    own = file.organisation is not None and file.organisation.scope_id in own_scopes
    return file.person.name if own else file.reference


def _kept_from(row: Any) -> str:
    if row.offer is not None:
        return str(row.offer.title)
    return _("All offers of %(name)s") % {"name": row.host.name}
