from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0010_who_a_decision_was_taken_for")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="determination",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
