"""Unpack a workbook within bounds, and keep only the parts that hold cells.

A workbook is a zip archive of XML. What the reader gets is a new archive of the parts
that were unpacked and checked here, so it cannot meet anything that was not.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.sentence import Sentence, mark

LOG = logging.getLogger(__name__)
MAX_UNPACKED = 150_000_000
"""Bytes of all parts together: 120,000 wishes take 30 million."""
MAX_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELLS = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels"
    r"|xl/(?:workbook|sharedstrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(?:work)?sheets/[^/]+\.xml"
)
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SAVE = mark("Open it in a spreadsheet program and save it as .xlsx.")


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that hold cells, by lower-case name.

    Raises
    ------
    CellError
        No workbook, a damaged, encrypted or old one, or one that unpacks to too much.
    """
    _check_kind(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        LOG.info("a workbook is damaged: %s", error)
        message = mark("the workbook is cut off or damaged.")
        raise CellError(
            Code.TRUNCATED_WORKBOOK, message, mark("Copy or save the file again.")
        ) from None
    except (NotImplementedError, RuntimeError) as error:
        LOG.info("a workbook is packed in an unusual way: %s", error)
        message = mark("the workbook is packed in an unusual way.")
        raise CellError(Code.UNSAFE_WORKBOOK, message, _SAVE) from None


def repack(parts: dict[str, bytes]) -> bytes:
    """Return an archive of the parts, not compressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def _check_kind(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            message = mark("the workbook is protected by a password.")
            cure = mark("Save it without a password.")
            raise CellError(Code.ENCRYPTED_WORKBOOK, message, cure)
        message = mark("the workbook has the form of Excel before 2007 (.xls).")
        raise CellError(Code.LEGACY_WORKBOOK, message, _SAVE)
    if not data:
        raise CellError(Code.EMPTY_FILE, mark("the file is empty."), _SAVE)
    if not data.startswith(b"PK"):
        message = mark("the content is not a workbook, whatever the name says.")
        cure = mark("Save it as .xlsx; text belongs into a .csv file.")
        raise CellError(Code.NOT_A_WORKBOOK, message, cure)


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > MAX_PARTS:
        message: str = Sentence(
            "{number:,} parts; a workbook has at most {most:,}.",
            number=len(members),
            most=MAX_PARTS,
        )
        raise CellError(Code.UNSAFE_WORKBOOK, message, _SAVE)
    stated = sum(member.file_size for member in members)
    if stated > MAX_UNPACKED:
        raise _too_large(stated)
    names = {member.filename.lower() for member in members}
    if "xl/workbook.xml" not in names:
        raise _no_workbook(archive, names)
    parts: dict[str, bytes] = {}
    total = 0
    for member in members:
        name = member.filename.lower()
        if not _CELLS.fullmatch(name):
            continue
        if member.flag_bits & 1:
            message = mark("the workbook is protected by a password.")
            raise CellError(
                Code.ENCRYPTED_WORKBOOK, message, mark("Save it without a password.")
            )
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            message = mark("the workbook is packed in an unusual way.")
            raise CellError(Code.UNSAFE_WORKBOOK, message, _SAVE)
        # Given a size, the zip module unpacks no more than that, and then checks the
        # sum: a part that holds more than it says is damaged.
        with archive.open(member) as packed:
            parts[name] = packed.read(member.file_size + 1)
        total += len(parts[name])
        if total > MAX_UNPACKED:
            raise _too_large(total)
        _check_xml(name, parts[name])
    return parts


def _no_workbook(archive: zipfile.ZipFile, names: set[str]) -> CellError:
    if "xl/workbook.bin" in names or "mimetype" in names:
        message = mark("the workbook is an .xlsb or OpenDocument file.")
        return CellError(Code.LEGACY_WORKBOOK, message, _SAVE)
    inside = ", ".join(archive.namelist()[:3])
    message = Sentence(
        "the file is an archive ({names}), but no workbook.", names=inside
    )
    return CellError(Code.NOT_A_WORKBOOK, message, _SAVE)


def _too_large(size: int) -> CellError:
    message = Sentence(
        "the workbook unpacks to {size:,} bytes; at most {most:,} are read.",
        size=size,
        most=MAX_UNPACKED,
    )
    cure = mark(
        "Delete empty rows and columns, pictures and sheets that are not needed."
    )
    return CellError(Code.FILE_TOO_LARGE, message, cure)


def _check_xml(name: str, part: bytes) -> None:
    """Refuse what no spreadsheet program writes: entities, other encodings."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part:
        message = Sentence("{name} is not in UTF-8.", name=name)
        raise CellError(Code.UNSAFE_WORKBOOK, message, _SAVE)
    if b"<!" in part and _DECLARES.search(part):
        message = Sentence("{name} declares a document type or entities.", name=name)
        raise CellError(Code.UNSAFE_WORKBOOK, message, _SAVE)
