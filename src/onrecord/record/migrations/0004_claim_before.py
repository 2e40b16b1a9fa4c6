"""Tables for lists that came out again: which claim each was before, and what was changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two derived tables; claims stand in the order of releases."""

    dependencies = [("record", "0003_linked_by")]
    operations = [
        migrations.CreateModel(
            name="ClaimBefore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claim", models.CharField(max_length=80, unique=True)),
                ("before", models.CharField(max_length=80)),
                ("changed", models.BooleanField()),
            ],
            options={"db_table": "claim_before"},
        ),
        migrations.CreateModel(
            name="ReleaseRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.CharField(max_length=80, unique=True)),
                ("before", models.CharField(max_length=80, unique=True)),
                ("body", models.TextField()),
            ],
            options={"db_table": "release"},
        ),
    ]
