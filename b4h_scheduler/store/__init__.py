"""What is kept between requests: events, people, wishes, plans, runs, staff."""
