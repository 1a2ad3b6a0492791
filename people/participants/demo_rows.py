"""Many people at once, as rows: what the actions of the intake leave, without asking them one by one.

For the demonstration and the factories of tests alone. Nothing is checked and nobody is told: who uses it gives what an
action would have let through, of people who have no file, card or consent yet. ``tests/people/participants/test_demo_rows.py``
does the same by the actions and compares every row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from core import audit, clock, outbox, search
from core.audiences import Verdict
from core.folding import fold
from people.accounts.models import Address, Person
from people.consent import registry
from people.consent.actions import EXPIRING
from people.consent.models import NOTICE, Consent
from people.organisations.models import Organisation
from people.participants import refusals, searchable, writing
from people.participants.facts import Assessed, facts_with
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Following,
    FrenchSkillLevel,
    Household,
    HouseholdMember,
    Note,
    PaperLetter,
    SpokenLanguage,
)
from people.programmes.actions import next_in_turn
from people.programmes.books import Atlas, book_of, steps_done
from people.programmes.eligibility import RuleBook, evaluate
from people.programmes.models import Edition, Partner, RuleSet
from people.programmes.refusals import NobodyTakes

#: In which order rows are written: each after those it points to.
ORDER: tuple[type[models.Model], ...] = (
    Person, Address, Household, HouseholdMember, CaseFile, FrenchSkillLevel, SpokenLanguage, Following, Candidacy,
    Decision, Card, Card.regions.through, Consent, Note,
)  # fmt: skip
State = Candidacy.State
Row = TypeVar("Row", bound=models.Model)
Term = TypeVar("Term", bound=models.Model)


class Rows:
    """Gathers rows and writes them all in :meth:`write`. Its verbs are those of ``actions``, and leave what these do."""

    def __init__(self, *, mails: bool = True) -> None:
        """``mails`` False: letters are kept on paper alone, as if every mail had left long ago and been forgotten."""
        self._mails = mails
        self._waiting: defaultdict[type[models.Model], list[Any]] = defaultdict(list)
        self._entries: list[Callable[[], audit.Entry]] = []
        self._letters: list[Callable[[], PaperLetter | outbox.Mail]] = []
        # By ``id``: a row that is not written has no key to be told by.
        self._levels: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self._cards: dict[int, Card] = {}
        self._agreed: set[tuple[int, str]] = set()
        self._emails: dict[int, str] = {}
        self._partners: dict[int, list[Partner]] = {}
        self._followings: dict[int, Following] = {}
        self._written_at: dict[int, datetime] = {}
        self._lists: dict[type[models.Model], dict[Any, Any]] = {}
        self._counted: dict[int, Partner] = {}
        self._books: dict[int, tuple[RuleSet | None, RuleBook | None]] = {}

    def term(self, model: type[Term], pk: str) -> Term:
        """A row of a reference list. Cost: 1 query a list. Raises KeyError."""
        if model not in self._lists:
            self._lists[model] = model._default_manager.in_bulk()
        found: Term = self._lists[model][pk]
        return found

    # -------------------------------------------------------------- people

    def person(self, *, name: str, language: str, email: str = "") -> Person:
        """Somebody new; their address is proven."""
        person = self._add(Person(name=name, folded=fold(name), language=language))
        self._emails[id(person)] = email
        if email:
            self._add(Address(person=person, email=email, proven_at=timezone.now()))
        return person

    def open_file(self, *, person: Person, by: Person) -> CaseFile:
        file = self._add(CaseFile(person=person, opened_by=by))
        self._note("case_file.opened", file, by=by)
        return file

    def describe(self, *, case_file: CaseFile, details: Mapping[str, Any], by: Person, step: str = "") -> None:
        changed = [name for name, value in details.items() if getattr(case_file, name) != value]
        for name in changed:
            setattr(case_file, name, details[name])
        if "mrc" in changed and case_file.mrc is not None:
            case_file.region_id = case_file.mrc.region_id
            changed.append("region")
        self._keep(case_file, changed, by=by, step=step)

    def say_french_levels(
        self, *, case_file: CaseFile, levels: Mapping[str, str], by: Person, source: str = "declared", step: str = ""
    ) -> None:
        for skill, level in levels.items():
            self._add(FrenchSkillLevel(case_file=case_file, skill_id=skill, level_id=level, source=source))
            self._levels[id(case_file)][skill] = int(level)
        self._keep(case_file, ["french_levels"], by=by, step=step)

    def say_languages(self, *, case_file: CaseFile, languages: Iterable[tuple[str, str]], by: Person) -> None:
        for name, ease in languages:
            self._add(SpokenLanguage(case_file=case_file, name=name, folded=fold(name)[:60], ease=ease))
        self._keep(case_file, ["languages"], by=by)

    def say_household(
        self, *, case_file: CaseFile, members: Iterable[tuple[str, str]], by: Person, step: str = ""
    ) -> None:
        case_file.household = self._add(Household())
        for relation, band in sorted(members):
            self._add(HouseholdMember(household=case_file.household, relation=relation, age_band=band))
        self._keep(case_file, ["household"], by=by, step=step)

    def write_card(self, *, person: Person, details: Mapping[str, Any], by: Person) -> Card:
        card = Card(person=person, language=person.language)
        plain = {name: value for name, value in details.items() if name != "regions"}
        changed = [name for name, value in plain.items() if getattr(card, name) != value]
        for name, value in plain.items():
            setattr(card, name, value)
        self._cards[id(person)] = self._add(card)
        for region in details.get("regions", ()):
            self._add(Card.regions.through(card=card, region=region))
        if details.get("regions"):
            changed.append("regions")
        self._note("card.written", card, by=by, fields=changed)
        return card

    def agree(self, *, person: Person, purpose: str, language: str, how: str, by: Person) -> None:
        facts, now = registry.of(purpose), timezone.now()
        consent = Consent(
            person=person,
            purpose=purpose,
            wording_version=facts.current.version,
            language=language,
            given_at=now,
            how=how,
            given_by=by,
            until=now + facts.lasts if facts.lasts else None,
        )
        self._add(consent)
        self._agreed.add((id(person), purpose))
        self._note("consent.given", consent, by=by, fields=["person", "purpose", "about", "wording_version", "until"])

    def write_note(self, *, case_file: CaseFile, kind: str, on_date: date, text: str, by: Person) -> Note:
        note = Note(
            case_file=case_file, organisation=case_file.organisation, author=by, kind=kind, on_date=on_date, text=text
        )
        self._note("note.written", self._add(note), by=by, values={"case_file": case_file})
        return note

    # -------------------------------------------------------------- requests

    def apply(
        self, *, case_file: CaseFile, edition: Edition, by: Person, organisation: Organisation | None = None
    ) -> Candidacy:
        candidacy = self._add(Candidacy(case_file=case_file, edition=edition))
        self._note("candidacy.made", candidacy, by=by, values={"edition": edition})
        if organisation is not None:
            self.follow(case_file=case_file, organisation=organisation, how=Following.How.ON_BEHALF, by=by)
        elif partner := self._next_partner(edition):
            self.follow(case_file=case_file, organisation=partner.organisation, how=Following.How.SHARED_OUT, by=None)
        if following := self._followings.get(id(case_file)):
            candidacy.organisation, candidacy.assigned_at = following.organisation, following.since
        given = f"{candidacy.assigned_at:%Y%m%d%H%M%S%f}" if candidacy.assigned_at else ""
        key = f"{candidacy.organisation_id or 0}:{given}"
        self._tell(case_file, "participants/received", candidacy, lambda: f"{candidacy.pk}:{key}")
        return candidacy

    def follow(self, *, case_file: CaseFile, organisation: Organisation, how: str, by: Person | None) -> Following:
        """Nobody has followed the person so far."""
        begun = self._add(Following(case_file=case_file, organisation=organisation, how=how, by=by))
        self._followings[id(case_file)] = begun
        case_file.organisation = organisation
        self._note("case_file.followed", case_file, by=by, fields=["organisation"], values={"following": begun})
        return begun

    def take(self, *, case_file: CaseFile, caseworker: Person, by: Person) -> None:
        case_file.caseworker = caseworker
        self._note("case_file.taken", case_file, by=by, values={"taken_by": caseworker})

    def assess(self, candidacy: Candidacy) -> Assessed:
        """What the conditions of the edition give today, from what is gathered so far."""
        edition, file = candidacy.edition, candidacy.case_file
        if edition.pk not in self._books:
            rule_set = edition.rule_sets.current().first()
            self._books[edition.pk] = (rule_set, book_of(edition, self._atlas) if rule_set else None)
        rule_set, book = self._books[edition.pk]
        if book is None:
            return Assessed(None, None)
        steps = steps_done([book], file.person) if book.questions else {}
        facts = facts_with(file, self._levels[id(file)], steps)
        return Assessed(rule_set, evaluate(book, facts, timezone.localdate()))

    def decide(self, *, candidacy: Candidacy, outcome: str, by: Person, reason: str = "") -> Decision:
        found = self.assess(candidacy)
        decision = Decision(
            candidacy=candidacy,
            rule_set=found.rule_set,
            verdict=found.verdict.value,
            outcome=outcome,
            findings=found.as_data(),
            reason=reason,
            decided_by=by,
        )
        self._add(decision)
        self._move(candidacy, outcome, by=by)
        agrees = (found.verdict is Verdict.MET) == (outcome == Decision.Outcome.ELIGIBLE)
        self._note("candidacy.decided", decision, by=by, fields=["outcome"], values={"overridden": not agrees})
        self._tell(candidacy.case_file, "participants/decided", decision, lambda: str(decision.pk))
        return decision

    def ask_again(self, *, candidacy: Candidacy, by: Person) -> None:
        self._move(candidacy, State.INTAKE, by=by)

    def end(self, *, candidacy: Candidacy, by: Person, reason: str) -> None:
        """By the organisation, which says why."""
        candidacy.end_reason = reason
        self._move(candidacy, State.INACTIVE, by=by)
        self._tell(candidacy.case_file, "participants/ended", candidacy, lambda: str(candidacy.pk))

    def put_in_pool(self, *, candidacy: Candidacy, by: Person) -> None:
        """Raises CardIncomplete, MatchingIsOff. The room of the pool writes its own rows (``pool.entries``)."""
        person = id(candidacy.case_file.person)
        if person not in self._cards or not self._cards[person].is_complete:
            raise refusals.CardIncomplete
        if (person, "matching") not in self._agreed:
            raise refusals.MatchingIsOff
        self._move(candidacy, State.IN_POOL, by=by)
        moment = f"{candidacy.state_since:%Y%m%d%H%M%S}"
        self._tell(candidacy.case_file, "participants/ready", candidacy, lambda: f"{candidacy.pk}:{moment}")

    def date(self, candidacy: Candidacy, *, asked: datetime, moment: datetime) -> None:
        """It was asked for then, and is where it is since ``moment``."""
        candidacy.asked_at = candidacy.assigned_at = asked
        candidacy.state_since = moment
        if following := self._followings.get(id(candidacy.case_file)):
            following.since = asked
        self._written_at[id(candidacy.case_file)] = moment

    # -------------------------------------------------------------- in the end

    @transaction.atomic
    def write(self) -> None:
        """All of it, in one transaction. Cost: about 25 queries, and one for each 400 rows of a kind."""
        for model in ORDER:
            model._base_manager.bulk_create(self._waiting[model], batch_size=400)
        for partner in self._counted.values():
            Partner.objects.filter(pk=partner.pk).update(assigned=partner.assigned)
        audit.Entry.objects.bulk_create([entry() for entry in self._entries], batch_size=400)
        clock.schedule_all(
            clock.Due(kind=EXPIRING, key=str(each.pk), due_at=each.until - NOTICE, payload={"consent": each.pk})
            for each in self._waiting[Consent]
            if each.until is not None and each.was_meant_to_last
        )
        letters = [letter() for letter in self._letters]
        PaperLetter.objects.bulk_create(letter for letter in letters if isinstance(letter, PaperLetter))
        outbox.post_all(letter for letter in letters if isinstance(letter, outbox.Mail))
        search.put(searchable.document_of(card) for card in self._cards.values())

    @cached_property
    def _atlas(self) -> Atlas:
        return Atlas()

    def _add(self, row: Row) -> Row:
        self._waiting[type(row)].append(row)
        return row

    def _note(
        self,
        action: str,
        thing: models.Model,
        *,
        by: Person | None,
        fields: Iterable[str] = (),
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """A line of the audit. Rows among ``values`` stand for their numbers."""
        named, said = sorted(fields), dict(values or {})

        def entry() -> audit.Entry:
            return audit.Entry(
                actor=by.pk if by else None,
                action=action,
                object_type=thing._meta.label_lower,
                object_id=str(thing.pk),
                fields=named,
                values={name: value.pk if isinstance(value, models.Model) else value for name, value in said.items()},
            )

        self._entries.append(entry)

    def _keep(self, file: CaseFile, changed: Sequence[str], *, by: Person, step: str = "") -> None:
        if step and step not in file.steps_done:
            file.steps_done = [*file.steps_done, step]
        if changed:
            self._note("case_file.described", file, by=by, fields=changed)

    def _next_partner(self, edition: Edition) -> Partner | None:
        if edition.pk not in self._partners:
            self._partners[edition.pk] = list(edition.partners.taking().select_related("organisation"))
        try:
            chosen = next_in_turn(self._partners[edition.pk])
        except NobodyTakes:
            return None
        chosen.assigned += 1
        self._counted[chosen.pk] = chosen
        self._note("intake.assigned", chosen, by=None, values={"edition": edition, "assigned": chosen.assigned})
        return chosen

    def _move(self, candidacy: Candidacy, state: str, *, by: Person) -> None:
        if candidacy.state == state:
            return
        candidacy.state, candidacy.state_since = state, timezone.now()
        self._note("candidacy.moved", candidacy, by=by, fields=["state"])

    def _tell(self, file: CaseFile, template: str, about: models.Model, key: Callable[[], str]) -> None:
        person, language = file.person, writing.language_for(file)
        if id(person) not in self._emails:
            self._emails[id(person)] = writing.address_of(person)
        email = self._emails[id(person)]

        def mail() -> outbox.Mail:
            stream = f"participants/{person.pk}"
            return outbox.draft(template, to=email, language=language, key=key(), about=about, stream=stream)

        def paper() -> PaperLetter:
            return PaperLetter(
                case_file=file,
                key=f"{template}:{key()}",
                template=template,
                language=language,
                object_id=str(about.pk),
                written_at=self._written_at.get(id(file)) or timezone.now(),
            )

        if not email:
            self._letters.append(paper)
        elif self._mails:
            self._letters.append(mail)
