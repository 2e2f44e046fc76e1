"""Plan an event from Python: load its files, plan, look at the plan.

python examples/quickstart.py
"""

from pathlib import Path

from b4h_scheduler import load_event, plan

event = load_event(Path(__file__).parent / "stuttgart")
result = plan(event, time_limit_s=10)

print(f"{event.name}: {len(result.meetings)} meetings")
for line in result.certificate:
    proof = "best possible" if line.proven else f"bound {line.bound} ({line.scope})"
    print(f"  {line.level:10} {line.value:7}  {proof}")

print("\nThe first meetings of the day:")
names = {organization.id: organization.name for organization in event.organizations}
for meeting in result.meetings[:5]:
    first, second = (names[side.organization] for side in meeting.sides)
    print(f"  {meeting.start:%H:%M}  {meeting.table or 'online':7}  {first} – {second}")

print("\nWhat was left out, and why:")
for unmet in result.unmet[:5]:
    first, second = (names[side.organization] for side in unmet.candidate.sides)
    print(f"  {first} – {second}: {unmet.reasons[0].text}")
