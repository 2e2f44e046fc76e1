"""Changes after the plan is made: said by delegates, proposed, released."""
