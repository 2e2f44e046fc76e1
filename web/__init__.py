"""The web layer: pages for organizers and delegates, and calendar feeds.

Empty until the web work lands; ``web/README.md`` says what may go in.
"""
