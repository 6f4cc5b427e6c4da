from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("release", "0003_releases_become_attempts")]
    operations = [
        migrations.RemoveField(
            model_name="release",
            name="file_name",
        ),
        migrations.RemoveField(
            model_name="release",
            name="prepared_at",
        ),
        migrations.RemoveField(
            model_name="release",
            name="prepared_by",
        ),
        migrations.RemoveField(
            model_name="release",
            name="report",
        ),
        migrations.RemoveField(
            model_name="release",
            name="rows",
        ),
        migrations.RemoveField(
            model_name="release",
            name="sha256",
        ),
        migrations.RemoveField(
            model_name="release",
            name="terms",
        ),
        migrations.RemoveField(
            model_name="release",
            name="terms_sha256",
        ),
    ]
