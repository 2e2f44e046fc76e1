"""Why two meet or not, and all about one delegate or organization, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.cli.whom import belongs
from b4h_scheduler.domain.presence import present, present_from, present_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.domain.wishes import Side, Wish
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.prices import WishPrice
    from b4h_scheduler.plans import Meeting, Unmet


@dataclass(frozen=True, slots=True)
class PairStory:
    """What is known about two sides that are to meet, or not."""

    wishes: tuple[Wish, ...]
    meetings: tuple[Meeting, ...]
    unmet: tuple[Unmet, ...]


def pair_story(lookup: Lookup, first: Side, second: Side) -> PairStory:
    """Collect wishes, meetings and reasons between two sides."""

    def between(sides: tuple[Side, Side]) -> bool:
        a, b = sides
        return (belongs(a, first) and belongs(b, second)) or (
            belongs(a, second) and belongs(b, first)
        )

    return PairStory(
        tuple(w for w in lookup.event.wishes if between((w.wisher, w.wished))),
        tuple(m for m in lookup.meetings if between(m.sides)),
        tuple(u for u in lookup.plan.unmet if between(u.candidate.sides)),
    )


def pair_lines(
    lookup: Lookup,
    first: Side,
    second: Side,
    *,
    prices: Mapping[CandidateId, WishPrice] | None = None,
) -> Iterator[str]:
    """Yield the story of two sides, line by line, with prices where they are known."""
    story = pair_story(lookup, first, second)
    yield f"{lookup.side_name(first)} and {lookup.side_name(second)}"
    if not story.wishes:
        yield "  Neither wished to meet the other."
    for wish in story.wishes:
        yield f"  {wish_words(lookup, wish)}"
    for meeting in story.meetings:
        yield f"  They meet {meeting_words(lookup, meeting)}."
    for unmet in story.unmet:
        yield f"  They do not meet (a meeting worth {unmet.candidate.value}):"
        for reason in unmet.reasons:
            yield f"    - {reason.text}"
        yield from (f"    {words}" for words in _priced(unmet, prices))


def _priced(
    unmet: Unmet, prices: Mapping[CandidateId, WishPrice] | None
) -> Iterator[str]:
    price = (prices or {}).get(unmet.candidate.id)
    if price is not None:
        yield price.text
        if not price.is_plan_best and not price.is_estimate:
            yield "(of this plan, which is not proven to be the best there is)"


def wish_words(lookup: Lookup, wish: Wish) -> str:
    """Return a wish in words."""
    line = (
        f"{lookup.side_name(wish.wisher)} wishes to meet "
        f"{lookup.side_name(wish.wished)}: priority {wish.priority}, {wish.answer}"
    )
    return f'{line}: "{wish.message}"' if wish.message else line


def meeting_words(lookup: Lookup, meeting: Meeting) -> str:
    """Return when, where and with whom a meeting is."""
    start, end = lookup.local(meeting.start), lookup.local(meeting.end)
    place = "online"
    if meeting.table is not None:
        table = lookup.place_name[meeting.table]
        place = f"at {table} ({lookup.zone_name(meeting.table)})"
    people = lookup.names((*meeting.delegates[0], *meeting.delegates[1]))
    helpers = lookup.companion_names(meeting)
    with_helpers = f" with {helpers}" if helpers else ""
    return f"{start:%a %d %b %H:%M}–{end:%H:%M} {place}: {people}{with_helpers}"


def whole_lines(
    lookup: Lookup,
    who: Side,
    *,
    prices: Mapping[CandidateId, WishPrice] | None = None,
) -> Iterator[str]:
    """Yield everything about an organization or delegate, line by line."""
    organization = lookup.event.organization_of[who.organization]
    yield (
        f"{lookup.side_name(who)} ({organization.kind}, "
        f"{organization.region or organization.country or 'region unknown'})"
    )
    for delegate in lookup.event.delegates_by_organization.get(who.organization, ()):
        if who.delegate in {None, delegate.id} and who.unit in {None, delegate.unit}:
            yield ""
            yield from _delegate_lines(lookup, delegate)
    yield ""
    yield "Not held:"
    unmet = [
        u for u in lookup.plan.unmet if any(_is(s, who) for s in u.candidate.sides)
    ]
    if not unmet:
        yield "  everything possible is held"
    for each in unmet:
        other = next(
            (s for s in each.candidate.sides if s.organization != who.organization),
            each.candidate.sides[1],
        )
        kind = "mutual" if each.candidate.is_mutual else "one-sided"
        yield (
            f"  {lookup.side_name(other)} (priority {each.candidate.priority}, "
            f"{kind}): {'; '.join(reason.text for reason in each.reasons)}"
        )
        yield from (f"    {words}" for words in _priced(each, prices))


def _is(side: Side, who: Side) -> bool:
    return belongs(side, who)


def _delegate_lines(lookup: Lookup, delegate: Delegate) -> Iterator[str]:
    event = lookup.event
    yield f"{lookup.delegate_name[delegate.id]}{' (online)' * delegate.is_online}"
    free = sum(present(event, delegate))
    yield f"  there {_stay(lookup, delegate)}: {free} of {len(event.slots)} slots"
    for voucher in lookup.plan.vouchers:
        if voucher.delegate == delegate.id:
            yield (
                f"  voucher {voucher.number}: {voucher.counting} counting meetings, "
                f"least {voucher.least}, target {voucher.target}, "
                f"possible {voucher.possible}"
            )
    appointments = lookup.agendas[delegate.id]
    if not appointments:
        yield "  no meeting"
    for each in appointments:
        partner = lookup.side_name(each.partner)
        yield f"  {_short(lookup, each.meeting)}  {partner}"


def _stay(lookup: Lookup, delegate: Delegate) -> str:
    """Return from when until when somebody is there, by the arithmetic of trips."""
    start = present_from(lookup.event, delegate)
    until = present_until(lookup.event, delegate)
    words = []
    if start is not None:
        words.append(f"from {lookup.local(start):%a %H:%M}")
    if until is not None:
        words.append(f"until {lookup.local(until):%a %H:%M}")
    if delegate.busy:
        words.append("but for blocked times")
    return " ".join(words) or "all the time"


def _short(lookup: Lookup, meeting: Meeting) -> str:
    start = lookup.local(meeting.start)
    place = "online" if meeting.table is None else lookup.place_name[meeting.table]
    return f"{start:%a %H:%M}  {place:12}"
