"""A table for what answers about events taught."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One derived table."""

    dependencies = [
        ("record", "0005_event_pairs"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventLessonRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField()),
            ],
            options={"db_table": "event_lesson"},
        ),
    ]
