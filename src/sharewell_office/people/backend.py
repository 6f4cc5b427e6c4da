"""Who is signed in, read once: every page asks for the person, their posts, their data sets and their second factor.

Asked one by one that is five queries, before a page has begun with what it is about.
"""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from sharewell_office.people import models, store


class WholePersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does; reads whoever is signed in with all that `store.actor` needs."""

    def get_user(self, user_id: int) -> models.User | None:
        user = store.whole_person(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
