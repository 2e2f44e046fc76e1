"""From an event to the kernel's arrays and back to a plan."""
