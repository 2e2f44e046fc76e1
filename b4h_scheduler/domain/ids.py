"""Identifiers, each of a type of its own."""

from __future__ import annotations

from typing import NewType

SessionId = NewType("SessionId", str)
SlotId = NewType("SlotId", str)
ZoneId = NewType("ZoneId", str)
TableId = NewType("TableId", str)
ArrivalPointId = NewType("ArrivalPointId", str)
OrganizationId = NewType("OrganizationId", str)
UnitId = NewType("UnitId", str)
DelegateId = NewType("DelegateId", str)
CompanionId = NewType("CompanionId", str)
CandidateId = NewType("CandidateId", str)
MeetingId = NewType("MeetingId", str)
