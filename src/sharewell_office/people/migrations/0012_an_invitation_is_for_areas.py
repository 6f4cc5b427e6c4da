from django.db import migrations, models


class Migration(migrations.Migration):
    """Somebody may be invited to hold a post for some business areas only."""

    dependencies = [("people", "0011_a_post_is_held_for_an_area")]

    operations = [
        migrations.AddField("invitation", "limits", models.JSONField(default=list)),
    ]
