"""Digits of the three scripts, grouped numbers and percentages; exact, in integers.

Knows nothing of currencies or of what is counted.
"""

_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
_TO_PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_SIGNS_TO_PERSIAN = str.maketrans("0123456789.,%", "۰۱۲۳۴۵۶۷۸۹٫٬٪")


def to_latin_digits(text: str) -> str:
    """Persian and Arabic digits as 0-9, «٫» as a point, «٬» as a comma; the rest as it was."""
    return text.translate(_TO_LATIN)


def to_persian_digits(text: str) -> str:
    """Latin and Arabic digits as ۰-۹; the rest, signs included, as it was."""
    return text.translate(_TO_PERSIAN)


def localize_digits(number: str, locale: str) -> str:
    """A number written in Latin with point, commas or per cent sign, in the digits and signs of the locale.

    A sum below zero is said «منفی» in Persian: a minus has no sure place in text that runs right to left.
    """
    if locale != "fa":
        return number
    shown = number.removeprefix("-").translate(_SIGNS_TO_PERSIAN)
    return f"منفی {shown}" if number.startswith("-") else shown


def format_grouped(n: int, locale: str) -> str:
    """«۱٬۲۰۰٬۰۰۰» or 1,200,000."""
    return localize_digits(f"{n:,}", locale)


def format_percent(numerator: int, denominator: int, locale: str, *, decimals: int = 1) -> str:
    """The share in hundredths, half away from zero; zeros that end the decimals are left out: «۲۰٪», «۲۶۶٫۷٪».

    The denominator is not zero; who has none has no percentage to show.
    """
    below = (numerator < 0) != (denominator < 0)
    scale = 10**decimals
    scaled, rest = divmod(abs(numerator) * 100 * scale, abs(denominator))
    scaled += 2 * rest >= abs(denominator)
    whole, part = divmod(scaled, scale)
    decimal = f".{part:0{decimals}}".rstrip("0").rstrip(".") if decimals else ""
    return localize_digits(f"{'-' if below and scaled else ''}{whole:,}{decimal}%", locale)
