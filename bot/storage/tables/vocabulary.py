"""Closed vocabularies that several tables share, as text with a CHECK. The domain gives them meaning."""

ROLES = ("volunteer", "coordinator", "supervisor", "administrator")
DOMAINS = ("livelihood", "culture", "employment", "health", "housing", "bridal", "sponsorship", "other")
KINDS = ("cash", "in_kind", "volunteer_work")
DELIVERY_STATES = ("waiting", "claimed", "sent", "failed", "unreachable")
RETURN_REASONS = ("amount", "evidence", "served", "day", "twice", "other")
SKILLS = (
    "driving", "cooking", "packing", "teaching", "nursing", "counselling", "repairs", "sewing", "computing", "sports",
    "media", "law",
)  # fmt: skip
DAY_PARTS = ("morning", "afternoon", "evening")
