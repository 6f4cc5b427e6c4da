"""What a release held of its file becomes its first attempt."""

from django.db import migrations

from sharewell.vocabulary.canonical import digest

SAME = ("file_name", "sha256", "rows", "terms", "terms_sha256", "report", "prepared_by", "prepared_at")


def become_attempts(apps, schema_editor):
    Release, Attempt = (apps.get_model("release", name) for name in ("Release", "Attempt"))
    for release in Release.objects.filter(attempt__isnull=True):
        release.attempt = Attempt.objects.create(
            release=release,
            number=1,
            came_sha256=release.sha256,
            report_sha256=digest(release.report),
            # The plan was not kept then: what still waits is examined again before it goes.
            plan_sha256="0" * 64,
            **{name: getattr(release, name) for name in SAME},
        )
        release.save(update_fields=["attempt"])


class Migration(migrations.Migration):
    dependencies = [("release", "0002_attempts_clearances_and_lists")]
    operations = [migrations.RunPython(become_attempts, migrations.RunPython.noop)]
