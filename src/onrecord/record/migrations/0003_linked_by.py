"""A table for how the case was linked: by which weights, and how much was compared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One derived table; it holds one row at most."""

    dependencies = [("record", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="LinkedByRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField()),
            ],
            options={"db_table": "linked_by"},
        )
    ]
