"""How many candidates stand where: sums that add up to the last address."""

from dataclasses import dataclass

from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import WAITING, State


@dataclass(frozen=True)
class Totals:
    """Counts of one moment. `excluded` is by reason; states and exclusions add up to `candidates`."""

    states: dict[State, int]
    excluded: dict[str, int]

    @property
    def prepared(self) -> int:
        return sum(self.states.values())

    @property
    def candidates(self) -> int:
        return self.prepared + sum(self.excluded.values())

    @property
    def waiting(self) -> int:
        return sum(self.states[state] for state in WAITING)

    @property
    def settled(self) -> int:
        return self.prepared - self.waiting


def totals_of(campaign: Campaign) -> Totals:
    """Count a campaign's deliveries, in one query."""
    return Totals(BulkDelivery.objects.filter(campaign=campaign).totals(), dict(campaign.excluded))
