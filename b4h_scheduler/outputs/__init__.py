"""Files out: plan.json, unmet.csv, plan.xlsx, agendas and the report."""
