"""Puts the application together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from b4h_scheduler.languages import LANGUAGES, clock
from web import (
    access,
    assets,
    backing,
    delegate,
    entry,
    failures,
    feeds,
    headers,
    late,
    logs,
    mail,
    packing,
    plan,
    registration,
    release,
    setup,
    staff,
)
from web.backing.foot import backing_of
from web.languages import choice, local, switch, texts
from web.release.difference_lines import difference_lines
from web.site import attach, open_site
from web.visitor import visitor

if TYPE_CHECKING:
    from web.settings import Settings
    from web.site import Site

_PARTS = (
    entry,
    switch,
    feeds,
    staff,
    setup,
    backing,
    registration,
    plan,
    mail,
    release,
    delegate,
    late,
)


def create_app(settings: Settings) -> Flask:
    """Return the web application; a new database gets its tables.

    Raises
    ------
    StoreError, SQLAlchemyError
        The database cannot be used.
    """
    return app_of(open_site(settings))


def app_of(site: Site) -> Flask:
    """Return the web application of an open site."""
    settings = site.settings
    app = Flask("web", static_folder=None, template_folder="templates")
    app.config.update(
        SECRET_KEY=site.session_key(),
        SESSION_COOKIE_NAME="b4h",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        MAX_CONTENT_LENGTH=settings.upload_mb * 2**20,
        MAX_FORM_PARTS=5000,
        # No referrer is ever sent (web/headers.py), so none can be compared.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    attach(app, site)
    app.add_url_rule("/static/<version>/<path:path>", "static", assets.send)
    for part in _PARTS:
        for blueprint in part.BLUEPRINTS:
            app.register_blueprint(blueprint)
    logs.install(app)
    packing.install(app)
    headers.install(app)
    failures.install(app)
    # A mail program that turns messages off for its reader has no page (RFC 8058).
    CSRFProtect(app).exempt(delegate.one_click)
    access.install(app)
    choice.install(app)
    switch.install(app)
    _set_up_templates(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def _set_up_templates(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    texts.install(environment)
    environment.filters |= {
        "thousands": local.number,
        "country": local.country,
        "percent": local.percent,
        "full_date": local.full_date,
        "short_date": local.short_date,
        "day_of_week": local.day_of_week,
        "clock": clock,
        "day_and_time": local.day_and_time,
        "weekday_and_time": local.weekday_and_time,
        "number": local.number,
        "kind": local.kind_word,
        "capital": texts.capital,
        "local_times": local.local_times,
        "said": texts.told,
        "stored": texts.stored,
        "difference_lines": difference_lines,
    }
    environment.tests["sentence"] = texts.is_stored_sentence
    environment.globals |= {
        "asset": assets.address,
        "script_text": assets.script_text,
        "backing_of": backing_of,
        "may": access.may,
        "Need": access.Need,
        "count": local.count,
        "visitor": visitor,
        "language": choice.language,
        "offered_languages": choice.offered,
        "LANGUAGES": LANGUAGES,
        "back_here": switch.back_here,
        "place": local.place,
    }
