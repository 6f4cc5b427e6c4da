from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0008_what_others_tell_us_and_we_tell_them")]

    operations = [
        migrations.AddField(
            model_name="parcel",
            name="collected_in",
            field=models.CharField(blank=True, max_length=64, default=""),
            preserve_default=False,
        )
    ]
