"""People as the core knows them. Nothing else touches this app's models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import CharField, Exists, Func, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Actor, Delegation, Role
from sharewell_office.people import models


class NoSuchPerson(LookupError):
    """Nobody of that username may act."""


def whole_person(pk: int) -> models.User | None:
    """Somebody with their posts and data sets, and whether they have a second factor or delegations: one query."""
    mine = OuterRef("pk")
    annotated = models.User.objects.annotate(
        roles_held=_together(models.Post, "role"),
        data_sets_owned=_together(models.Ownership, "data_set"),
        other_accounts=_joined(_same_person(mine, OuterRef("second_account_of")), "username"),
        has_second_factor=Exists(Authenticator.objects.filter(user=mine, type__in=_FACTORS)),
        has_delegations=Exists(models.Delegation.objects.filter(to_user=mine)),
    )
    return annotated.filter(pk=pk).first()


_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class _Joined(Func):
    """Several words of one person as one text, separated by spaces: none of them holds one."""

    template = "%(function)s(%(expressions)s, ' ')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **more)


def _together(model: type[Model], field: str) -> Coalesce:
    return _joined(model._default_manager.filter(user=OuterRef("pk")), field)


def _joined(rows: QuerySet[Any], field: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().annotate(words=_Joined(field)).values("words")), Value(""))


def _same_person(account: Any, first: Any) -> QuerySet[models.User]:
    """The other accounts of a person, by one account's key and by that of their first, where that is another."""
    theirs = Q(second_account_of=account) | Q(pk=first) | Q(second_account_of=first)
    return models.User.objects.filter(theirs).exclude(pk=account)


def other_accounts(user: models.User) -> frozenset[str]:
    """The usernames of the same person's other accounts."""
    # A first account has none before it; nothing is equal to NULL.
    return frozenset(
        _same_person(user.pk, user.second_account_of_id or -1).values_list("username", flat=True)
    )


def has_second_factor(user: models.User) -> bool:
    known: bool | None = getattr(user, "has_second_factor", None)
    return is_mfa_enabled(user) if known is None else known


def actor(user: models.User, on: date) -> Actor:
    """The person acting that day, with their posts, data sets, live delegations and training.

    What `whole_person` read with them is not asked for again.
    """
    roles: str | None = getattr(user, "roles_held", None)
    owned: str | None = getattr(user, "data_sets_owned", None)
    posts = [post.role for post in user.posts.all()] if roles is None else roles.split()
    owns = [each.data_set for each in user.ownerships.all()] if owned is None else owned.split()
    others: str | None = getattr(user, "other_accounts", None)
    delegated = _alive(user, on) if getattr(user, "has_delegations", True) else ()
    return Actor(
        person=user.username,
        name=user.name,
        roles=frozenset(map(Role, posts)),
        owns=frozenset(owns),
        delegations=tuple(map(_delegation, delegated)),
        trained_until=user.trained_until,
        also=other_accounts(user) if others is None else frozenset(others.split()),
        reports_to=user.reports_to,
    )


def _alive(user: models.User, on: date) -> QuerySet[models.Delegation]:
    """What was delegated to somebody and counts that day. It ends when whoever gave it leaves."""
    held = user.delegations_held.select_related("from_user").order_by("reference")
    gone = Q(from_user__last_day__lt=on)
    standing = held.filter(starts__lte=on, ends__gte=on, revoked_at__isnull=True, from_user__is_active=True)
    return standing.exclude(gone)


def _delegation(row: models.Delegation) -> Delegation:
    return Delegation(
        reference=row.reference,
        from_person=row.from_user.username,
        data_sets=frozenset(row.data_sets),
        special_category=row.special_category,
        starts=row.starts,
        ends=row.ends,
        also=other_accounts(row.from_user),
    )


def delegations() -> QuerySet[models.Delegation]:
    """Every delegation with its two people, for the page that lists them."""
    return models.Delegation.objects.select_related("from_user", "to_user")


def delegation(reference: str) -> Delegation | None:
    """One delegation that was not revoked."""
    row = delegations().filter(reference=reference, revoked_at__isnull=True).first()
    return row and _delegation(row)


def add_delegation(given: Delegation, *, to: str) -> None:
    """Write a delegation down."""
    people = {
        user.username: user for user in models.User.objects.filter(username__in=(given.from_person, to))
    }
    models.Delegation.objects.create(
        reference=given.reference,
        from_user=people[given.from_person],
        to_user=people[to],
        data_sets=sorted(given.data_sets),
        special_category=given.special_category,
        starts=given.starts,
        ends=given.ends,
    )


def revoke_delegation(reference: str, *, at: datetime) -> None:
    models.Delegation.objects.filter(reference=reference).update(revoked_at=at)


def actor_by_id(username: str, on: date) -> Actor:
    """The same, by username. Raises `NoSuchPerson`, also for somebody who has left: they act no more."""
    user = models.User.objects.filter(username=username, is_active=True).first()
    if user is None or has_left(user, on):
        raise NoSuchPerson(username)
    return actor(user, on)


def nobody() -> Actor:
    """Who acts where nobody has signed in: without a post, a data set or a name."""
    return Actor(person="", name="", roles=frozenset())


def command_line() -> Actor:
    """Who acts when somebody with the keys of the machine runs a command: the system, which decides nothing."""
    return Actor(person="system", name="System", roles=frozenset())


def people_by_id(usernames: Iterable[str]) -> dict[str, str]:
    """Names by username, for pages that say who did what."""
    return dict(models.User.objects.filter(username__in=set(usernames)).values_list("username", "name"))


def with_role(role: Role) -> list[models.User]:
    """Everyone active who holds that post, by name."""
    return list(models.User.objects.filter(is_active=True, posts__role=role.value).order_by("name"))


def holders(role: Role) -> frozenset[str]:
    """The usernames of everyone active who holds that post."""
    return frozenset(user.username for user in with_role(role))


def staff() -> list[tuple[str, str]]:
    """Our own people who are here: username and name, by name."""
    here = models.User.objects.filter(is_active=True, party_reference="", visit__isnull=True)
    return list(here.order_by("name").values_list("username", "name"))


def here_on(day: date) -> frozenset[str]:
    """The usernames of our own people who work here that day: not gone, and their last day not over."""
    ours = models.User.objects.filter(is_active=True, party_reference="").exclude(last_day__lt=day)
    return frozenset(ours.values_list("username", flat=True))


def usernames_of(said: Iterable[str]) -> dict[str, str]:
    """Usernames by what was said (username, name or e-mail address), for a whole sheet; not where it is two people."""
    wanted = {each: each.lower() for each in said if each}
    found: dict[str, set[str]] = {}
    for username, name, email in models.User.objects.values_list("username", "name", "email").iterator():
        for known in (username.lower(), name.lower(), email.lower()):
            found.setdefault(known, set()).add(username)
    return {each: min(found[key]) for each, key in wanted.items() if len(found.get(key, ())) == 1}


def teams() -> dict[str, str]:
    """Our own people who are here, each with the team they work in (empty: none is known)."""
    here = models.User.objects.filter(is_active=True, party_reference="")
    return dict(here.order_by("name").values_list("username", "team"))


def owner_of(data_set: str) -> models.User | None:
    """The person who answers for that data set."""
    owned = models.Ownership.objects.select_related("user").filter(data_set=data_set).first()
    return owned and owned.user


def owners() -> dict[str, str]:
    """Who answers for each data set: usernames by data set."""
    return dict(models.Ownership.objects.values_list("data_set", "user__username"))


def party_of(username: str) -> str:
    """The party a recipient's person belongs to; empty for our own staff."""
    found = models.User.objects.filter(username=username).values_list("party_reference", flat=True).first()
    return found or ""


def username_of(said: str) -> str:
    """The username of the one person of that username, name or e-mail address; empty where there is none, or two."""
    if not said:
        return ""
    found = models.User.objects.filter(Q(username=said) | Q(name=said) | Q(email=said.lower()))
    usernames = list(found.values_list("username", flat=True)[:2])
    return usernames[0] if len(usernames) == 1 else ""


def listed(emails: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """People as a sheet has them, by username: of these addresses, or everyone."""
    rows = models.User.objects.prefetch_related("posts", "ownerships").order_by("username")
    if emails is not None:
        rows = rows.filter(email__in=list(emails))
    return [
        {
            "username": row.username,
            "name": row.name,
            "email": row.email,
            "posts": sorted(post.role for post in row.posts.all()),
            "owns": sorted(each.data_set for each in row.ownerships.all()),
            "trained_until": row.trained_until,
            "organisation": row.party_reference,
            "team": row.team,
            "reports_to": row.reports_to,
        }
        for row in rows
    ]


@transaction.atomic
def change(
    username: str, *, name: str = "", trained_until: date | None = None, organisation: str = "",
    team: str = "", reports_to: str = "", posts: Iterable[str] | None = None, owns: Iterable[str] | None = None,
) -> None:  # fmt: skip
    """Change what is said of somebody; what is left out stays. Raises `IntegrityError` where a data set is owned."""
    user = models.User.objects.get(username=username)
    user.name = name or user.name
    user.trained_until = trained_until or user.trained_until
    user.party_reference = organisation or user.party_reference
    user.team, user.reports_to = team or user.team, reports_to or user.reports_to
    user.save(update_fields=["name", "trained_until", "party_reference", "team", "reports_to"])
    if posts is not None:
        user.posts.all().delete()
        models.Post.objects.bulk_create(models.Post(user=user, role=role) for role in posts)
    if owns is not None:
        user.ownerships.all().delete()
        models.Ownership.objects.bulk_create(models.Ownership(user=user, data_set=each) for each in owns)


def nobody_yet() -> bool:
    return not models.User.objects.exists()


@transaction.atomic
def add(
    username: str, *, email: str, name: str, password: str | None, roles: Iterable[Role],
    owns: Iterable[str] = (), trained_until: date | None = None, party_reference: str = "",
    team: str = "", reports_to: str = "",
) -> models.User:  # fmt: skip
    """A new person with their posts and data sets, or nothing at all. Without a password they set one first.

    Raises `IntegrityError` where the username, the email address or the owner of a data set is there already.
    """
    user = models.User.objects.create_user(username, email=email, name=name, password=password)
    user.trained_until = trained_until
    user.party_reference, user.team, user.reports_to = party_reference, team, reports_to
    user.save(update_fields=["trained_until", "party_reference", "team", "reports_to"])
    models.Post.objects.bulk_create(models.Post(user=user, role=role.value) for role in roles)
    models.Ownership.objects.bulk_create(models.Ownership(user=user, data_set=each) for each in owns)
    return user


# --- coming and going -------------------------------------------------------------------------------------------------
def everybody() -> list[models.User]:
    """Everyone who may act, our own first, then by name; with their posts."""
    return list(
        models.User.objects.filter(is_active=True)
        .select_related("second_account_of")
        .prefetch_related("posts")
        .order_by("party_reference", "name")
    )


def others_than(person: models.User) -> list[tuple[str, str]]:
    """The accounts that might be the same person's, those of the same name first."""
    there = models.User.objects.filter(is_active=True).exclude(pk=person.pk)
    there = there.exclude(username__in=other_accounts(person))
    found = sorted(
        there.values_list("username", "name", "email"), key=lambda row: (row[1] != person.name, row[1])
    )
    return [(username, f"{name}, {email}") for username, name, email in found]


def here(username: str) -> models.User | None:
    """Somebody who may act."""
    return models.User.objects.filter(username=username, is_active=True).first()


def visits(user: models.User) -> Scope | None:
    """What an auditor from outside may see; None for everybody else."""
    return Scope.parse(user.visit) if user.visit else None


def has_left(user: models.User, on: date) -> bool:
    """Whether their last day is over."""
    return user.last_day is not None and on > user.last_day


def close(username: str) -> bool:
    """Let somebody act no more, and end every session of theirs. Whether they were here."""
    found = models.User.objects.filter(username=username, is_active=True)
    user = found.first()
    if user is None:
        return False
    # A session is signed over the password: another password ends them all.
    user.set_unusable_password()
    user.is_active = False
    # The address is free again, should they ever be invited anew; the name stays beside what they did.
    user.email = f"{user.username}@left.invalid"
    user.save(update_fields=["password", "is_active", "email"])
    return True


def forget_factors(username: str) -> None:
    """Forget what somebody proves themselves with beside their password, and end every session of theirs."""
    user = models.User.objects.get(username=username)
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()


def by_email(email: str) -> models.User | None:
    """The one person of that address who may act."""
    return models.User.objects.filter(email=email.lower(), is_active=True).first() if email else None


def second_account(username: str, *, of: str | None) -> None:
    """Say that an account, and whatever is joined to it, belongs to the person of another; or, with None, no more."""
    accounts = models.User.objects.filter(Q(username=username) | Q(second_account_of__username=username))
    other = models.User.objects.get(username=of) if of else None
    accounts.update(second_account_of=other and (other.second_account_of or other))


def roles_of(username: str) -> frozenset[Role]:
    held = models.Post.objects.filter(user__username=username).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def email_taken(email: str) -> bool:
    return models.User.objects.filter(email__iexact=email).exists()


def new_invitation(**given: Any) -> models.Invitation:
    """An invitation, not yet kept."""
    return models.Invitation(**given)


def to_be(invited: models.Invitation) -> models.User:
    """The person an invitation will make, not yet kept: a password must not resemble what is known of them."""
    return models.User(username=invited.email, email=invited.email, name=invited.name)


def invitation(token_hash: str, at: datetime) -> models.Invitation | None:
    """An invitation that is still open."""
    return models.Invitation.objects.filter(
        token_hash=token_hash, accepted_at__isnull=True, expires_at__gt=at
    ).first()


@transaction.atomic
def accept(invited: models.Invitation, *, password: str, at: datetime) -> models.User | None:
    """Make the person of an invitation, once; None where somebody else has used it meanwhile."""
    open_still = models.Invitation.objects.filter(pk=invited.pk, accepted_at__isnull=True)
    if not open_still.update(accepted_at=at):
        return None
    user = add(
        invited.username, email=invited.email, name=invited.name, password=password,
        # Who visits holds no post: they look at what they were let in for.
        roles=[] if invited.visit else [Role(role) for role in invited.roles],
        party_reference=invited.party_reference,
    )  # fmt: skip
    user.last_day, user.visit = invited.last_day, invited.visit
    user.save(update_fields=["last_day", "visit"])
    return user


# --- undoing a spreadsheet of people ----------------------------------------------------------------------------------
def who_came_in(usernames: Iterable[str]) -> list[str]:
    """Those who have signed in, or to or by whom something was delegated: their accounts are built upon."""
    there = models.User.objects.filter(username__in=list(usernames))
    acted = (
        Q(last_login__isnull=False) | Q(delegations_held__isnull=False) | Q(delegations_made__isnull=False)
    )
    return list(there.filter(acted).distinct().values_list("username", flat=True))


@transaction.atomic
def remove(usernames: Iterable[str]) -> None:
    """Take out accounts that nobody ever used. Raises `ProtectedError` where something stands on one."""
    there = models.User.objects.filter(username__in=list(usernames))
    models.Ownership.objects.filter(user__in=there).delete()
    there.delete()


@transaction.atomic
def put_back(before: dict[str, Any]) -> None:
    """What was said of somebody, as `listed` told it before it was changed."""
    models.User.objects.filter(username=before["username"]).update(
        name=before["name"], trained_until=before["trained_until"], party_reference=before["organisation"]
    )
    change(before["username"], posts=before["posts"], owns=before["owns"])
