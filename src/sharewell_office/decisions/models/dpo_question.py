"""Questions put to the Data Protection Officer, with their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DpoQuestion(models.Model):
    """One question. Its answer is written once, with who gave it and when, or it has none."""

    reference = models.CharField(max_length=32, unique=True)
    question = models.TextField()
    about = models.CharField(max_length=32, blank=True, db_index=True)
    page = models.CharField(max_length=200, blank=True)
    asked_by = models.CharField(max_length=150, db_index=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=("answered_at",), name="dpo_question_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by="", answered_at__isnull=True)
                | (~Q(answer="") & ~Q(answered_by="") & Q(answered_at__isnull=False)),
                name="dpo_answer_whole_or_not_at_all",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
