"""The closed vocabularies of the domain, as the glossary names them: kept as text in the database, shown by text key."""

from enum import StrEnum


class Domain(StrEnum):
    LIVELIHOOD = "livelihood"
    CULTURE = "culture"
    EMPLOYMENT = "employment"
    HEALTH = "health"
    HOUSING = "housing"
    BRIDAL = "bridal"
    SPONSORSHIP = "sponsorship"
    OTHER = "other"


class Kind(StrEnum):
    CASH = "cash"
    IN_KIND = "in_kind"
    VOLUNTEER_WORK = "volunteer_work"


class Role(StrEnum):
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class UnitKind(StrEnum):
    COUNTRY = "country"
    PROVINCE = "province"
    COUNTY = "county"
    PART = "part"
    RURAL_DISTRICT = "rural_district"
    VILLAGE = "village"
    NOMADS = "nomads"
    CITY = "city"
    DISTRICT = "district"
    SUB_DISTRICT = "sub_district"
    NEIGHBOURHOOD = "neighbourhood"
    CHARITY_CENTRE = "charity_centre"
    RELIEF_GROUP = "relief_group"
    RELIEF_HOUSE = "relief_house"


class Sex(StrEnum):
    WOMAN = "woman"
    MAN = "man"


class Coverage(StrEnum):
    """Which national body already covers a family (کمیته امداد، بهزیستی)."""

    RELIEF_COMMITTEE = "relief_committee"
    WELFARE = "welfare"
    NONE = "none"


class Support(StrEnum):
    """What a covered family receives: a monthly pension (مستمری) or other support."""

    PENSION = "pension"
    OTHER = "other"
    NONE = "none"


class Urgency(StrEnum):
    URGENT = "urgent"
    SOON = "soon"
    LATER = "later"


class ServiceState(StrEnum):
    """Where a report stands. VOIDED was taken back, REPLACED was corrected: another row stands in its stead."""

    WAITING = "waiting"
    VERIFIED = "verified"
    RETURNED = "returned"
    VOIDED = "voided"
    REPLACED = "replaced"


class ReturnReason(StrEnum):
    """What a supervisor finds wrong in a report: its amount, no evidence, who was served with what, its day."""

    AMOUNT = "amount"
    EVIDENCE = "evidence"
    SERVED = "served"
    DAY = "day"
    TWICE = "twice"
    OTHER = "other"


class Answer(StrEnum):
    """What a recipient says to a call."""

    COMING = "coming"
    CANNOT = "cannot"


class CallState(StrEnum):
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class ApprovalState(StrEnum):
    """Of a call to many. EXPIRED is one for which nobody decided in time."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class DeliveryState(StrEnum):
    """One recipient's copy of a call. CLAIMED is in doubt until it is recorded; a claim of an older epoch is sent again."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"


class Hindrance(StrEnum):
    """Why a person could not be written to."""

    BLOCKED = "blocked"  # every messenger of theirs refuses us
    NO_ACCOUNT = "no_account"  # none was known when it was asked for
    AWAY = "away"  # the messenger did not answer, however often it was tried
    REFUSED = "refused"  # the messenger did not take the message: a mistake of ours


class JoinRequestState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CampaignState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Occasion(StrEnum):
    """What campaigns are tied to, in the order of the year's talk; a campaign may also name one in its own words."""

    MUHARRAM = "muharram"
    ARBAEEN = "arbaeen"
    SAFAR_END = "safar_end"
    MOTHERS_DAY = "mothers_day"
    FATHERS_DAY = "fathers_day"
    MID_SHABAN = "mid_shaban"
    RAMADAN = "ramadan"
    FITR = "fitr"
    KARAMAT_DECADE = "karamat_decade"
    QURBAN = "qurban"
    GHADIR = "ghadir"
    SCHOOL = "school"
    YALDA = "yalda"
    CHARITY_DAY = "charity_day"
    NOWRUZ = "nowruz"
    KARAMAT_WEDNESDAYS = "karamat_wednesdays"


class SignUpState(StrEnum):
    IN = "in"
    LEFT = "left"


class Measure(StrEnum):
    """What a commitment counts."""

    VALUE = "value"


class Skill(StrEnum):
    """What a volunteer can do for others."""

    DRIVING = "driving"
    COOKING = "cooking"
    PACKING = "packing"
    TEACHING = "teaching"
    NURSING = "nursing"
    COUNSELLING = "counselling"
    REPAIRS = "repairs"
    SEWING = "sewing"
    COMPUTING = "computing"
    SPORTS = "sports"
    MEDIA = "media"
    LAW = "law"


class Weekday(StrEnum):
    """As a week goes here."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


class DayPart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Channel(StrEnum):
    """A messenger, as somebody chooses between theirs."""

    TELEGRAM = "telegram"
    BALE = "bale"
