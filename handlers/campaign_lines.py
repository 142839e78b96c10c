"""Lines about a campaign that its own pages and its calls share: its days, and its places."""

from bot.i18n.messages import Text, text
from bot.persian.periods import Period, PeriodName
from bot.relief.campaigns.campaigns import CampaignPlaces


def campaign_period(campaign: CampaignPlaces) -> Period:
    return Period(PeriodName.CUSTOM, campaign.since, campaign.until)


def free_places_line(campaign: CampaignPlaces) -> Text:
    """Say how many places of an open campaign are left."""
    if campaign.free_places is None:
        return text("campaign-without-limit", taken=campaign.taken_places)
    return text("campaign-places", left=campaign.free_places, places=campaign.places or 0)
