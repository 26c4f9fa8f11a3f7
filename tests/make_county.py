"""County reports for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.permissions import Role
from region.actions import issue_county_report
from region.request import CountyRequest
from reports.models import Issued
from tests import make


def county_request(**changes: Any) -> CountyRequest:
    values: dict[str, Any] = {
        "period_from": timezone.localdate() - timedelta(days=30),
        "period_to": timezone.localdate(),
        "recipient": "Regeringskansliet",
    }
    return CountyRequest(**(values | changes))


def county_report(region: Organisation, *, by: User, **changes: Any) -> Issued:
    """An issued county report with its PDF."""
    report = issue_county_report(
        region=region, request=county_request(**changes), actor=by, at=timezone.now()
    )
    make.do_jobs()
    return report


def of_any_region() -> int:
    """The id of a county report by the coordinator there is; 0 when there is none."""
    held = Membership.objects.filter(role=Role.COORDINATOR).select_related("organisation", "user")
    coordinator = held.first()
    if coordinator is None:
        return 0
    return county_report(coordinator.organisation, by=coordinator.user).pk
