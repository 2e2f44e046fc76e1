from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest

from web.assets import ROOT, assets
from web.vendoring import MANIFEST, SOURCE, TARGET, digest, versions

if TYPE_CHECKING:
    from tests.web.world import World

FIRST_VISIT = 150_000
"""Bytes over the wire that a first visit may take."""


def test_vendored_files_are_those_of_the_manifest() -> None:
    """Nobody edited a copy, and there is no file beside them."""
    manifest = json.loads((TARGET / MANIFEST).read_text())
    found = {
        path.relative_to(TARGET).as_posix(): digest(path.read_bytes())
        for path in TARGET.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    assert found == manifest


def test_versions_in_the_folders_are_those_asked_for() -> None:
    """package.json, the lock and the copies name the same versions."""
    lock = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    for package, version in versions().items():
        assert lock[f"node_modules/{package}"]["version"] == version
        assert (TARGET / f"{package}-{version}").is_dir()


def test_lock_holds_digests_and_no_address_of_a_registry() -> None:
    """Whoever installs chooses where from."""
    lock = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    for name, entry in lock.items():
        assert "resolved" not in entry
        assert not name or entry["integrity"].startswith("sha512-")


def test_static_files_are_compressed_and_kept(world: World) -> None:
    """Under an address of their content, for a year."""
    asset = assets()["site.css"]
    address = f"/static/{asset.version}/site.css"
    response = world.nobody().get(address, headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data) == (ROOT / "site.css").read_bytes()
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_static_file_under_an_old_address_is_not_there(world: World) -> None:
    """Nobody keeps another content under this address."""
    assert world.nobody().get("/static/000000000000/site.css").status_code == 404


def test_first_visit_of_a_delegate_is_small(world: World) -> None:
    """Page, styles and icon together stay below the limit."""
    page = world.delegate("d-alba").get("/my/partners")
    linked = [a for path, a in assets().items() if f"{a.version}/{path}" in page.text]
    assert len(linked) == 3
    assert {asset.mimetype for asset in linked} == {"text/css", "image/svg+xml"}
    assert len(page.data) + sum(len(asset.packed) for asset in linked) < FIRST_VISIT


@pytest.mark.parametrize(
    "page",
    ["", "partners", "partners/delta", "wishes", "incoming", "agenda", "profile",
     "colleagues", "trip", "late", "mail", "data"],
)  # fmt: skip
def test_no_page_of_delegates_loads_a_script_file(world: World, page: str) -> None:
    """Scripts stand in the page; what keeps unsent texts where nothing else does."""
    text = world.delegate("d-alba").text(f"/my/{page}")
    scripts = re.findall(r"<script[^>]*>", text)
    assert scripts
    assert not [tag for tag in scripts if "src" in tag]
    keeps = {"partners", "agenda", "mail"}
    assert ("b4h unsent" in text) == (page in keeps)
