"""What each section of the report says, as plain data for its template."""
