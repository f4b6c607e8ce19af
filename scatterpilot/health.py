"""/healthz: alive, and able to reach its tables."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.middleware import public


@public
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when DynamoDB answers a single-key read, 503 otherwise; says nothing else."""
    from pynamodb.exceptions import PynamoDBException

    from limits.models import RateLimitRow

    try:
        RateLimitRow.get("health", "check")
    except RateLimitRow.DoesNotExist:
        return JsonResponse({"status": "ok"})
    except PynamoDBException:
        return JsonResponse({"status": "unavailable"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"status": "ok"})
