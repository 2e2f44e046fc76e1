"""Which meetings need an interpreter, and who can translate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from b4h_scheduler.planning.agendas import Agenda

Languages = frozenset[str]


@dataclass(frozen=True, slots=True)
class Help:
    """What a meeting of people with these languages needs.

    Attributes
    ----------
    companions : tuple of Agenda
        Any one of them must join; empty: nobody need.
    is_speechless : bool
        They share no language and nobody can translate.
    """

    companions: tuple[Agenda, ...] = ()
    is_speechless: bool = False


NO_HELP = Help()


@dataclass(slots=True)
class Interpreting:
    """The interpreters of an event; answers are kept."""

    companions: list[Agenda]
    known: dict[tuple[Languages, Languages], Help] = field(default_factory=dict)

    def help_for(self, one: Languages, other: Languages) -> Help:
        """Return who must join; where a side's languages are unknown, nobody."""
        if not one or not other or one & other:
            return NO_HELP
        if (one, other) not in self.known:
            fitting = tuple(
                agenda
                for agenda in self.companions
                if agenda.companion is not None
                and agenda.companion.languages & one
                and agenda.companion.languages & other
            )
            self.known[one, other] = Help(fitting, not fitting)
        return self.known[one, other]
