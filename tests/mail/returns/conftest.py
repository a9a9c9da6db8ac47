"""A site to which mail comes back."""

import pytest

from cms.mail.models import BulkDelivery, Delivery, ReturnSource
from cms.mail.returns import intake
from tests.mail.bulk.conftest import create, drive, journals, prepared, running  # noqa: F401
from tests.mail.conftest import NOON
from tests.mail.rig import wait_until  # noqa: F401


@pytest.fixture(autouse=True)
def _return_path(settings):
    settings.CMS_RETURN_PATH = "bounce+{}@centre.example.jp"


def take(content: bytes, *, now=NOON, **said):
    return intake.take(content=content, source=ReturnSource.PIPE, now=now, **said)


@pytest.fixture
def sent(running, sink):  # noqa: F811
    """Send a bulk mail to so many readers; return their deliveries."""

    def act(readers=1, **said):
        campaign = running(readers, **said)
        drive(now=said.get("now", NOON))
        return list(BulkDelivery.objects.filter(campaign=campaign).order_by("pk"))

    return act


@pytest.fixture
def single(queue, sink):
    """Send a single mail; return its delivery."""
    from cms.mail import pump

    queue()
    pump.pump(now=NOON)
    return Delivery.objects.get()
