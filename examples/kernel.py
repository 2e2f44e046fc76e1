"""Use the kernel alone: participants, candidates and tables are numbers.

python examples/kernel.py
"""

from solver import Model, solve

model = Model(num_slots=4)
ann = model.add_participant()
ben = model.add_participant(can=[0, 1])  # leaves early
cleo = model.add_participant()
dan = model.add_participant(can=[1, 2, 3], least=1)  # arrives late
model.add_table()
model.add_table(closed=[2, 3])

model.add_candidate([ann, ben], value=6)
model.add_candidate([ann, cleo], value=4)
model.add_candidate([ben, cleo], value=5)
model.add_candidate([ben, dan], value=3)
model.add_candidate([cleo, dan], value=2)

result = solve(model.build())

print(f"status: {result.status}")
for entry in result.certificate:
    known = "proven" if entry.proven else f"bound {entry.bound} over {entry.scope}"
    print(f"  {entry.level:10} {entry.value:3}  {known}")

plan = result.assignment
if plan is not None:
    for candidate in plan.held.nonzero()[0]:
        slot, table = plan.slot[candidate], plan.table[candidate]
        print(f"candidate {candidate}: slot {slot}, table {table}")
