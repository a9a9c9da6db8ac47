"""The index of what may be sent, in the words of the query: SQLite cannot use it for a list of values."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0009_sending_day")]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="mail_delivery_due"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "pending"), ("state", "deferred"), _connector="OR"),
                fields=["due_at"],
                name="mail_delivery_due",
            ),
        ),
    ]
