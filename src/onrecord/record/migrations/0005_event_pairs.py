"""A table for what may be one event, waiting to be judged or judged."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One derived table."""

    dependencies = [
        ("record", "0004_claim_before"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventPairRow",
            fields=[
                ("id", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("chance", models.FloatField()),
                ("worth", models.FloatField()),
                ("verdict", models.CharField(max_length=10)),
                ("decided_by", models.CharField(max_length=10)),
                ("waits", models.BooleanField()),
                ("body", models.TextField()),
                (
                    "left",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="as_left",
                        to="record.claimrow",
                    ),
                ),
                (
                    "left_event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs_left",
                        to="record.eventrow",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="as_right",
                        to="record.claimrow",
                    ),
                ),
                (
                    "right_event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs_right",
                        to="record.eventrow",
                    ),
                ),
            ],
            options={
                "db_table": "event_pair",
                "indexes": [
                    models.Index(
                        fields=["waits", "worth", "id"], name="event_pair_waits_2d41f3_idx"
                    )
                ],
            },
        ),
    ]
