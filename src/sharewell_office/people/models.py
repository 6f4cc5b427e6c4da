"""The people of the office and of its recipients: who they are, their posts, and what was delegated to them."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sharewell.vocabulary.people import Role


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is how they sign in."""

    def create_user(self, username: str, *, email: str, name: str, password: str | None = None) -> User:
        user = self.model(username=username, email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person. `username` is the id that the core and the record know them by; it never changes.

    There is no superuser: nobody may do everything.
    """

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    trained_until = models.DateField(null=True, blank=True)
    # How many letters have gone out about its running out (policy.training.LADDER).
    training_letters = models.PositiveSmallIntegerField(default=0)
    # The team they work in, as the organisation names it; empty: none is known.
    team = models.CharField(max_length=120, blank=True)
    # The party a recipient's person belongs to; empty for our own staff.
    party_reference = models.CharField(max_length=32, blank=True)
    # Their line manager's username, where it is known: told where one decides what the other asked for (sod.10).
    reports_to = models.CharField(max_length=150, blank=True)
    # The first account of the same person, where this is another one: duties are segregated by person.
    second_account_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="second_accounts"
    )
    # The last day they act; none: until somebody says otherwise.
    last_day = models.DateField(null=True, blank=True)
    # What an auditor from outside was let in to see (`policy.showing.Scope`); null for everybody else.
    visit = models.JSONField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("email", "name")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Our own people, as against a recipient's and auditors from outside."""
        return self.is_active and not self.party_reference and self.visit is None


class Post(models.Model):
    """A post somebody holds: for one business area, named by its data set, or (empty) for all of them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=32, choices=[(each.value, each.label) for each in Role])
    area = models.SlugField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "role", "area"), name="post_held_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Ownership(models.Model):
    """Who answers for a data set: one person for each (OPCC 5.2)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ownerships")
    data_set = models.SlugField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.data_set}: {self.user_id}"


class Delegation(models.Model):
    """Written authority to decide in somebody's place, from the first day to the last."""

    reference = models.CharField(max_length=32, unique=True)
    from_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_made")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_held")
    data_sets = models.JSONField(default=list)
    special_category = models.BooleanField(default=True)
    starts = models.DateField()
    ends = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_user=models.F("to_user")), name="delegation_to_another"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Invitation(models.Model):
    """Somebody who may come in with a link that was given to them. What is kept of the link is its digest."""

    token_hash = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=150)
    roles = models.JSONField(default=list)
    # Posts for some business areas only: pairs of a post and an area.
    limits = models.JSONField(default=list)
    party_reference = models.CharField(max_length=32, blank=True)
    last_day = models.DateField(null=True)
    visit = models.JSONField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.username


# --- programs that act for a person --------------------------------------------------------------------------------


class ApiKey(models.Model):
    """What a program shows instead of a password. Only its digest is kept: nobody can read it here."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    reference = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    may_write = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.reference


class KeptAnswer(models.Model):
    """The answer given to one write under one Idempotency-Key. `status` is null while the write is under way."""

    person = models.CharField(max_length=150)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # of the method, the address and the body
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "key"), name="answered_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.status}"


# --- training ------------------------------------------------------------------------------------------------------


class Course(models.Model):
    """A course, how long a completion of it is good, and from which day people need it to decide and release."""

    reference = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    valid_for = models.CharField(max_length=16)  # ISO 8601
    needed_from = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-reference",)

    def __str__(self) -> str:
        return self.reference


class Completion(models.Model):
    """Somebody completed a course on a day. The latest counts; none is taken away."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="completions")
    on = models.DateField()
    evidence = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("course", "user", "on"), name="completed_once_a_day")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.user_id}"


# --- working days --------------------------------------------------------------------------------------------------


class ProclaimedHoliday(models.Model):
    """A day off that was proclaimed once, and follows from nothing."""

    day = models.DateField(unique=True)
    why = models.CharField(max_length=300)
    proclaimed_by = models.CharField(max_length=150)
    proclaimed_at = models.DateTimeField()

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return self.day.isoformat()
