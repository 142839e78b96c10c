"""The closed vocabularies of the domain, as the glossary names them: kept as text in the database, shown by text key."""

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
    """Which national body already covers a family (کمیته امداد، بهزیستی)."""

    RELIEF_COMMITTEE = "relief_committee"
    WELFARE = "welfare"
    NONE = "none"


class Support(Term, text_key="support"):
    """What a covered family receives: a monthly pension (مستمری) or other support."""

    PENSION = "pension"
    OTHER = "other"
    NONE = "none"


class Urgency(Term, text_key="urgency"):
    URGENT = "urgent"
    SOON = "soon"
    LATER = "later"


class ServiceState(Term, text_key="service-state"):
    """Where a report stands. VOIDED was taken back, REPLACED was corrected: another row stands in its stead."""

    WAITING = "waiting"
    VERIFIED = "verified"
    RETURNED = "returned"
    VOIDED = "voided"
    REPLACED = "replaced"


class ReturnReason(Term, text_key="return-reason"):
    """What a supervisor finds wrong in a report: its amount, no evidence, who was served with what, its day."""

    AMOUNT = "amount"
    EVIDENCE = "evidence"
    SERVED = "served"
    DAY = "day"
    TWICE = "twice"
    OTHER = "other"


class CallAnswer(Term, text_key="answer"):
    """What a recipient says to a call."""

    COMING = "coming"
    CANNOT = "cannot"


class CallState(Term, text_key="call-state"):
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


class DeliveryFailureReason(Term, text_key="hindrance"):
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


class MergeOfferState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class CampaignState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Occasion(Term, text_key="occasion"):
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


class Skill(Term, text_key="skill"):
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


class Weekday(Term, text_key="weekday"):
    """As a week goes here."""

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


class MessengerName(Term, text_key="channel"):
    """A messenger, as somebody chooses between theirs."""

    TELEGRAM = "telegram"
    BALE = "bale"
