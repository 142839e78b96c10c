"""The closed vocabularies of the domain, named as in the glossary.

Values are stored as text. A `Term` is shown by its text key.
"""

from enum import StrEnum

from bot.i18n.messages import Term


class Domain(Term, text_key="domain"):
    LIVELIHOOD = "livelihood"
    CULTURE = "culture"
    EMPLOYMENT = "employment"
    HEALTH = "health"
    HOUSING = "housing"
    BRIDAL = "bridal"
    SPONSORSHIP = "sponsorship"
    OTHER = "other"


class Kind(Term, text_key="kind"):
    CASH = "cash"
    IN_KIND = "in_kind"
    VOLUNTEER_WORK = "volunteer_work"


class Role(Term, text_key="role"):
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class UnitKind(Term, text_key="unit-kind"):
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


class Sex(Term, text_key="sex"):
    WOMAN = "woman"
    MAN = "man"


class Coverage(Term, text_key="coverage"):
    """The national body that already covers a family (کمیته امداد، بهزیستی)."""

    RELIEF_COMMITTEE = "relief_committee"
    WELFARE = "welfare"
    NONE = "none"


class Support(Term, text_key="support"):
    """The support that a covered family receives: a monthly pension (مستمری) or other."""

    PENSION = "pension"
    OTHER = "other"
    NONE = "none"


class Urgency(Term, text_key="urgency"):
    URGENT = "urgent"
    SOON = "soon"
    LATER = "later"


class ServiceState(Term, text_key="service-state"):
    """The review state of a report. VOIDED was withdrawn; REPLACED was corrected by another row."""

    WAITING = "waiting"
    VERIFIED = "verified"
    RETURNED = "returned"
    VOIDED = "voided"
    REPLACED = "replaced"


class ReturnReason(Term, text_key="return-reason"):
    """The fault that a supervisor finds in a report. SERVED is a wrong beneficiary or kind; TWICE is a duplicate."""

    AMOUNT = "amount"
    EVIDENCE = "evidence"
    SERVED = "served"
    DAY = "day"
    TWICE = "twice"
    OTHER = "other"


class Doubt(StrEnum):
    """A reason to look twice at a report: a day long past, an amount far above or below what is usual."""

    LATE = "late"
    HIGH = "high"
    LOW = "low"


class CallAnswer(Term, text_key="answer"):
    """A recipient's answer to a call. NO_PLACE wanted to come to its campaign and found no place."""

    COMING = "coming"
    CANNOT = "cannot"
    NO_PLACE = "no_place"


class CallState(Term, text_key="call-state"):
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class ApprovalState(StrEnum):
    """The state of a call's approval. EXPIRED is never stored: it is a waiting one past its time."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class DeliveryState(StrEnum):
    """The state of one recipient's copy of a call.

    CLAIMED is in doubt until its outcome is recorded. A claim that a crash left is sent again. Only the owner of the lane in
    that epoch may record it (fencing token).
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"


class DeliveryFailureReason(Term, text_key="hindrance"):
    """The reason why a message did not reach a person."""

    BLOCKED = "blocked"  # each of the person's messengers refuses our messages
    NO_ACCOUNT = "no_account"  # the person had no linked account at the time
    AWAY = "away"  # the messenger did not answer any of the attempts
    REFUSED = "refused"  # the messenger rejected the message: a programming error


class JoinRequestState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MergeOfferState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class CampaignState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Occasion(Term, text_key="occasion"):
    """The occasion of a campaign, roughly in the order of the year. A campaign may also name another one as free text."""

    MUHARRAM = "muharram"
    ARBAEEN = "arbaeen"
    SAFAR_END = "safar_end"
    PROPHETS_BIRTH = "prophets_birth"
    FATIMIYYA = "fatimiyya"
    MOTHERS_DAY = "mothers_day"
    FATHERS_DAY = "fathers_day"
    MABATH = "mabath"
    MID_SHABAN = "mid_shaban"
    RAMADAN = "ramadan"
    FITR = "fitr"
    KARAMAT_DECADE = "karamat_decade"
    QURBAN = "qurban"
    GHADIR = "ghadir"
    SCHOOL = "school"
    ATEFEHA = "atefeha"
    YALDA = "yalda"
    FAJR = "fajr"
    CHARITY_DAY = "charity_day"
    NOWRUZ = "nowruz"
    KARAMAT_WEDNESDAYS = "karamat_wednesdays"


class SignUpState(StrEnum):
    IN = "in"
    LEFT = "left"


class Measure(StrEnum):
    """The quantity that a commitment counts."""

    VALUE = "value"


class Skill(Term, text_key="skill"):
    """A skill that a volunteer offers."""

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


class Weekday(Term, text_key="weekday"):
    """The days of the week, Saturday first."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


class DayPart(Term, text_key="day-part"):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
