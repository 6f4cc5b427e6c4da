from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_communications_is_a_post"),
    ]

    operations = [
        migrations.RemoveConstraint("post", "post_held_once"),
        migrations.AddField("post", "area", models.SlugField(blank=True, max_length=64)),
        migrations.AddConstraint(
            "post",
            models.UniqueConstraint(fields=("user", "role", "area"), name="post_held_once"),
        ),
    ]
