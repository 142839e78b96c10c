"""Digits of the three scripts, grouped numbers and percentages; exact, in integers.

Knows nothing of currencies or of what is counted.
"""

_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬", "01234567890123456789.,")
_TO_PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_SIGNS_TO_PERSIAN = str.maketrans("0123456789.,%", "۰۱۲۳۴۵۶۷۸۹٫٬٪")


def to_latin_digits(text: str) -> str:
    """Replace Persian and Arabic digits with 0-9, «٫» with a point and «٬» with a comma."""
    return text.translate(_TO_LATIN)


def to_persian_digits(text: str) -> str:
    """Replace Latin and Arabic digits with ۰-۹; signs stay as they are."""
    return text.translate(_TO_PERSIAN)


def localize_digits(number: str, locale: str) -> str:
    """Convert a Latin number with point, commas or per cent sign to the locale's digits and signs.

    A negative number begins with «منفی» in Persian: a minus has no sure place in text that runs right to left.
    """
    if locale != "fa":
        return number
    shown = number.removeprefix("-").translate(_SIGNS_TO_PERSIAN)
    return f"منفی {shown}" if number.startswith("-") else shown


def format_grouped(n: int, locale: str) -> str:
    """Format an integer with grouped thousands: «۱٬۲۰۰٬۰۰۰» or 1,200,000."""
    return localize_digits(f"{n:,}", locale)


def format_percent(numerator: int, denominator: int, locale: str, *, decimals: int = 1) -> str:
    """Format a ratio in hundredths, rounded half away from zero: «۲۰٪», «۲۶۶٫۷٪».

    Trailing zeros of the decimals are left out. A ratio that rounds to nothing is «کمتر از ۰٫۱٪», and one below the whole
    never rounds up to it: «۹۹٫۹٪». The denominator must not be zero.
    """
    below = (numerator < 0) != (denominator < 0)
    scale = 10**decimals
    scaled, rest = divmod(abs(numerator) * 100 * scale, abs(denominator))
    scaled += 2 * rest >= abs(denominator)
    if numerator and not scaled:
        least = format_percent(1, 100 * scale, locale, decimals=decimals)
        return f"کمتر از {least}" if locale == "fa" else f"less than {least}"
    scaled -= scaled == 100 * scale and abs(numerator) < abs(denominator)
    whole, part = divmod(scaled, scale)
    decimal = f".{part:0{decimals}}".rstrip("0").rstrip(".") if decimals else ""
    return localize_digits(f"{'-' if below and scaled else ''}{whole:,}{decimal}%", locale)
