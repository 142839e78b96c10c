"""Names of files and of sheets: what a person reads, without what a system or a spreadsheet refuses."""

import unicodedata

MAX_FILE_NAME_LENGTH = 100  # letters; in UTF-8 below the 255 bytes of file systems
MAX_SHEET_NAME_LENGTH = 31
_REFUSED_IN_FILES = '\\/:*?"<>|'
_REFUSED_IN_SHEETS = "[]:*?/\\"
_HALF_SPACE = "\u200c"


def clean_file_name(name: str, extension: str) -> str:
    """Return a file name with its extension; an empty name becomes «file»."""
    return f"{_clean(name, _REFUSED_IN_FILES, MAX_FILE_NAME_LENGTH).strip('.') or 'file'}.{extension}"


def clean_sheet_name(name: str) -> str:
    """Return a name that a workbook takes for a sheet; empty if nothing is left."""
    return _clean(name, _REFUSED_IN_SHEETS, MAX_SHEET_NAME_LENGTH).strip("'")


def _clean(name: str, refused: str, max_length: int) -> str:
    """Replace refused characters by a space, leave out those that cannot be seen, and cut."""
    visible = (
        " " if one in refused else one
        for one in name
        if one == _HALF_SPACE or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    return " ".join("".join(visible).split())[:max_length].strip()
