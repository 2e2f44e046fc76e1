"""What an organizer must know before wishes close: the list of ``b4h check``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Self

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.finding.capacity import capacity
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.planning.counting import counts
from b4h_scheduler.planning.interpreting import Interpreting
from b4h_scheduler.sentence import Sentence, counted, mark, nouns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate, Organization
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.planning.agendas import Agenda
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.candidates import Gathered

_SLOTS = nouns("slot", "slots")
FEW = 2
"""Fewer possible meetings than this are pointed out."""
ONLY_ABROAD = CountingMeetings.ON_SITE_ABROAD
MOST_NAMES = 3
"""More names than this are counted, not listed."""


class HintCode(StrEnum):
    """A kind of hint, with what it tells."""

    doc: str

    def __new__(cls, value: str, doc: str) -> Self:
        """Make a member of its value and meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.doc = doc
        return member

    TABLE_LOAD = (
        "table-load",
        mark(
            "Meetings expected per slot against tables: 10 to 20 % more tables are "
            "usual."
        ),
    )
    NEVER_PRESENT = (
        "never-present",
        mark("A delegate whose times leave no slot at all."),
    )
    FEW_CANDIDATES = (
        "few-candidates",
        mark("Delegates with fewer than two possible meetings."),
    )
    VOUCHER_SHORT = (
        "voucher-short",
        mark("A voucher holder with fewer counting meetings possible than the target."),
    )
    VOUCHER_WITHOUT_TRIP = (
        "voucher-without-trip",
        mark("A voucher holder whose trip is not known."),
    )
    MORE_THAN_SLOTS = (
        "more-than-slots",
        mark(
            "Delegates with more possible meetings than slots: some wishes stay unmet."
        ),
    )
    NO_COMMON_LANGUAGE = (
        "no-common-language",
        mark("Two sides that share no language, and whether an interpreter can help."),
    )
    NOT_WISHED_FOR = "not-wished-for", mark("An organization nobody wishes to meet.")


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to know; nothing is wrong with the files."""

    code: HintCode
    subject: str
    """The delegate, organization or pair it is about; empty: the event."""
    text: str


def hints(event: Event) -> tuple[Hint, ...]:
    """Return the hints, in the order of `HintCode`."""
    return hints_of(basis_of(event))


def hints_of(basis: Basis) -> tuple[Hint, ...]:
    """As `hints`, where the basis of the event is at hand."""
    look = _Look(basis)
    parts = (
        look.table_load,
        look.never_present,
        look.few_candidates,
        look.vouchers,
        look.more_than_slots,
        look.languages,
        look.not_wished_for,
    )
    order = list(HintCode)
    found = [hint for part in parts for hint in part()]
    return tuple(sorted(found, key=lambda hint: order.index(hint.code)))


def meetings_by_wishes(basis: Basis) -> int:
    """Return how many meetings the wishes so far lead one to expect.

    As many as are possible, but of nobody more than slots.
    """
    return _Look(basis).num_expected


class _Look:
    """Agendas and possible meetings of an event."""

    def __init__(self, basis: Basis) -> None:
        self.event = basis.event
        self.agendas = basis.agendas
        self.possible: list[Gathered] = []
        """Eligible candidates whose sides have a slot in common."""
        self.partners: dict[int, list[Gathered]] = {}
        """Possible meetings of each agenda."""
        for candidate in basis.gathered:
            if candidate.ineligible is None:
                self._add(candidate)

    def _add(self, candidate: Gathered) -> None:
        teams = [self.agendas.serving(side) for side in candidate.sides]
        if not self._mask(teams[0]) & self._mask(teams[1]):
            return
        self.possible.append(candidate)
        for mine, theirs in (teams, teams[::-1]):
            other = self._mask(theirs)
            for agenda in mine:
                if agenda.mask & other:
                    self.partners.setdefault(agenda.index, []).append(candidate)

    def _mask(self, team: tuple[Agenda, ...]) -> int:
        if len(team) == 1:
            return team[0].mask
        mask = 0
        for agenda in team:
            mask |= agenda.mask
        return mask

    @cached_property
    def people(self) -> list[Agenda]:
        """Agendas of delegates."""
        return [agenda for agenda in self.agendas.all if agenda.companion is None]

    def _subject(self, agenda: Agenda) -> str:
        names = [self.event.delegates[person].name for person in agenda.delegates]
        name = agenda.organization.name if agenda.organization else ""
        return f"{', '.join(names)} ({name})"

    @property
    def num_expected(self) -> int:
        """Meetings to expect by the wishes so far."""
        busy = Counter(
            {
                agenda.index: min(len(self.partners.get(agenda.index, ())), most)
                for agenda in self.people
                for most in [agenda.mask.bit_count()]
            }
        )
        return min(len(self.possible), busy.total() // 2)

    def table_load(self) -> Iterator[Hint]:
        """Compare the meetings to expect per slot with tables."""
        found = capacity(self.event, self.num_expected)
        low, high = found.least_tables, found.usual_tables
        verdict = found.verdict
        if found.places < found.expected:
            verdict = mark("too few: some wishes stay unmet for want of tables")
        text = Sentence(
            "about {expected:.1f} meetings per slot are to be expected; there are "
            "{tables} tables beside {spare} kept free, and {homes} at home places: "
            "{verdict} ({usual} are usual).",
            expected=found.expected / found.num_slots,
            tables=found.num_tables - found.num_spare,
            spare=found.num_spare,
            homes=found.num_home,
            verdict=verdict,
            usual=low if low == high else f"{low}–{high}",
        )
        yield Hint(HintCode.TABLE_LOAD, "", text)

    def never_present(self) -> Iterator[Hint]:
        """Find delegates whose times leave no slot."""
        for row, delegate in enumerate(self.event.delegates):
            if not self.agendas.present_mask[row]:
                name = delegate.name
                text = Sentence(
                    "{name}: trip, chosen sessions and busy times leave no slot.",
                    name=name,
                )
                yield Hint(HintCode.NEVER_PRESENT, delegate.name, text)

    def few_candidates(self) -> Iterator[Hint]:
        """Find agendas with fewer than two possible meetings."""
        for agenda in self.people:
            number = len(self.partners.get(agenda.index, ()))
            if number < FEW:
                subject = self._subject(agenda)
                many = mark("no meeting is") if not number else mark("one meeting is")
                text = Sentence(
                    "{subject}: {many} possible by the wishes so far.",
                    subject=subject,
                    many=many,
                )
                yield Hint(HintCode.FEW_CANDIDATES, subject, text)

    def more_than_slots(self) -> Iterator[Hint]:
        """Find agendas with more possible meetings than slots."""
        for agenda in self.people:
            number = len(self.partners.get(agenda.index, ()))
            slots = agenda.mask.bit_count()
            if number > slots > 0:
                subject = self._subject(agenda)
                text = Sentence(
                    "{subject}: {number} meetings possible, but {slots}.",
                    subject=subject,
                    number=number,
                    slots=counted(slots, *_SLOTS),
                )
                yield Hint(HintCode.MORE_THAN_SLOTS, subject, text)

    def vouchers(self) -> Iterator[Hint]:
        """Find voucher holders short of counting meetings, or without a trip."""
        for row, delegate in enumerate(self.event.delegates):
            voucher = delegate.voucher
            if voucher is None:
                continue
            if delegate.trip.is_empty:
                text = Sentence(
                    "{name}, voucher {number}: no trip is known; planned as present "
                    "all the time.",
                    name=delegate.name,
                    number=voucher.number,
                )
                yield Hint(HintCode.VOUCHER_WITHOUT_TRIP, delegate.name, text)
            agenda = self.agendas.by_delegate[delegate.id]
            counting = sum(
                self._counts(delegate, agenda, candidate)
                for candidate in self.partners.get(agenda.index, ())
            )
            slots = self.agendas.present_mask[row].bit_count()
            target = voucher.least + self.event.policy.voucher_reserve
            if min(counting, slots) < target:
                short = (
                    mark("the least number")
                    if min(counting, slots) < voucher.least
                    else (mark("the target"))
                )
                text = Sentence(
                    "{name}, voucher {number}: {counting} possible meetings count and "
                    "{slots} slots remain; {short} is out of reach (least {least}, "
                    "target {target}).",
                    name=delegate.name,
                    number=voucher.number,
                    counting=counting,
                    slots=slots,
                    short=short,
                    least=voucher.least,
                    target=target,
                )
                nowhere = self._without_country(delegate, agenda)
                if nowhere:
                    text = Sentence(
                        "{text} Only partners from other countries count, and no "
                        "country is given for {organizations}.",
                        text=text,
                        organizations=_some(nowhere),
                    )
                yield Hint(HintCode.VOUCHER_SHORT, delegate.name, text)

    def _without_country(self, delegate: Delegate, agenda: Agenda) -> list[str]:
        """Name organizations whose unknown country keeps meetings from counting."""
        rule = delegate.voucher and delegate.voucher.counts
        if (rule or self.event.policy.voucher_counts) is not ONLY_ABROAD:
            return []
        sides = [
            self._organization(side)
            for candidate in self.partners.get(agenda.index, ())
            for side in candidate.sides
        ]
        own = self.event.organization_of[delegate.organization]
        if not own.country:
            return [own.name]
        return sorted({one.name for one in sides if not one.country})

    def _counts(self, delegate: Delegate, agenda: Agenda, candidate: Gathered) -> bool:
        """Whether a possible meeting can count for a voucher holder."""
        if delegate.voucher is None:
            return False
        mine, other = candidate.sides
        if agenda not in self.agendas.serving(mine):
            mine, other = other, mine
        if mine.delegate is not None and mine.delegate != delegate.id:
            return False
        teams = self.agendas.serving(other)
        here = self._organization(mine).country
        there = self._organization(other).country
        return counts(
            delegate.voucher.counts or self.event.policy.voucher_counts,
            is_at_table=not delegate.is_online
            and any(v.is_on_site for team in teams for v in team.variants),
            is_abroad=bool(here) and bool(there) and here != there,
        )

    def _organization(self, side: Side) -> Organization:
        return self.event.organization_of[side.organization]

    def languages(self) -> Iterator[Hint]:
        """Find possible meetings of people who share no language."""
        interpreting = Interpreting(self.agendas.companions)
        spoken = cache(self._spoken)
        for candidate in self.possible:
            one, other = (spoken(self.agendas.serving(s)) for s in candidate.sides)
            needed = [interpreting.help_for(a, b) for a in one for b in other]
            if not needed or any(
                not each.companions and not each.is_speechless for each in needed
            ):
                continue
            names = [self._organization(side).name for side in candidate.sides]
            subject = " / ".join(names)
            can_help = any(each.companions for each in needed)
            if can_help:
                remedy = mark("an interpreter must join")
            elif self.event.policy.require_common_language:
                remedy = mark("no interpreter can help, so they do not meet")
            else:
                remedy = mark("no interpreter can help")
            text = Sentence(
                "{subject}: no language in common; {remedy}.",
                subject=subject,
                remedy=remedy,
            )
            yield Hint(HintCode.NO_COMMON_LANGUAGE, subject, text)

    def _spoken(self, team: tuple[Agenda, ...]) -> set[frozenset[str]]:
        """Return what those who may attend for a side speak."""
        return {variant.languages for agenda in team for variant in agenda.variants}

    def not_wished_for(self) -> Iterator[Hint]:
        """Find organizations nobody wishes to meet."""
        wished = {wish.wished.organization for wish in self.event.wishes}
        wished |= {wish.wished.organization for wish in self.event.promised}
        for organization in self.event.organizations:
            if organization.id not in wished:
                text = Sentence(
                    "{name}: nobody wishes to meet them so far.", name=organization.name
                )
                yield Hint(HintCode.NOT_WISHED_FOR, organization.name, text)


def _some(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return counted(len(names), *nouns("organization", "organizations"))
