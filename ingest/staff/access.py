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

    from django.http import HttpRequest, HttpResponseBase

View: TypeAlias = "Callable[..., HttpResponseBase]"

SEE, CHANGE = "ingest.view_batch", "ingest.add_batch"
"""See batches and reports; load, review, publish and withdraw. Who may change may see."""


def staff_only(permission: str) -> Callable[[View], View]:
    """A view for staff with that permission: staff without it are told 403, others led to the login as by the admin."""

    def protect(view: View) -> View:
        @wraps(view)
        @never_cache
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not (user.is_active and user.is_staff):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            if not (user.has_perm(CHANGE) or (permission == SEE and user.has_perm(SEE))):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return protect
