"""Who may see and do what on the staff pages."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest, HttpResponseBase

View: TypeAlias = "Callable[..., HttpResponseBase]"

SEE, REVIEW, CHANGE = "ingest.view_batch", "ingest.add_correction", "ingest.add_batch"
"""See batches and reports; say what letters say; load, publish and withdraw too."""

ENOUGH = {SEE: (SEE, REVIEW, CHANGE), REVIEW: (REVIEW, CHANGE), CHANGE: (CHANGE,)}
"""To each permission those that include it."""


def may(user: AbstractBaseUser | AnonymousUser, permission: str) -> bool:
    """Whether a member of staff has the permission, or one that includes it."""
    return any(user.has_perm(one) for one in ENOUGH[permission])  # type: ignore[union-attr] # every user has it


def staff_only(permission: str) -> Callable[[View], View]:
    """A view for staff with that permission: staff without it are told 403, others led to the login as by the admin."""

    def protect(view: View) -> View:
        @wraps(view)
        @never_cache
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not (user.is_active and user.is_staff):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            if not may(user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return protect
