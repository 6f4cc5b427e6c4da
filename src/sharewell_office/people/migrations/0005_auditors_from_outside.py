from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_delegations_reach_and_are_revoked")]

    operations = [
        migrations.AddField("user", "visit", models.JSONField(blank=True, null=True)),
        migrations.AddField("invitation", "visit", models.JSONField(null=True)),
    ]
