"""Pictures of the report, drawn on the server as inline SVG."""
