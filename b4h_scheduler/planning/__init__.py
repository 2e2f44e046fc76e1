"""From an event to a solver problem and back: candidates, compile, decode, figures."""
