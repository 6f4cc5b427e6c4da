from django.db import migrations

from sharewell_office.ledger.models import RowNumber


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_checkpoints_are_time_stamped"),
    ]

    operations = [
        migrations.AlterField("leaf", "number", RowNumber(primary_key=True, serialize=False)),
        migrations.AlterField("node", "position", RowNumber(primary_key=True, serialize=False)),
    ]
