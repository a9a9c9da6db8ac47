import django.db.models.deletion
import events.registration.texts
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('event_registration', '0002_reminders_by_phone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('verify', 'Please confirm your address'), ('applied', 'Application received'), ('confirmed', 'Registration confirmed'), ('waitlisted', 'On the waiting list'), ('offered', 'A place is free for you'), ('offer_expired', 'The offered place has gone on'), ('declined', 'You declined the place'), ('changed', 'Registration changed'), ('moved', 'Moved to another date'), ('need_met', 'What you waited for is there'), ('cancelled', 'Registration cancelled'), ('not_selected', 'Result of the draw'), ('rejected', 'Result of your application'), ('rescheduled', 'The date has changed'), ('event_cancelled', 'The event is cancelled'), ('reminder', 'Reminder'), ('link', 'Link to your registration'), ('address_changed', 'The mail address was changed'), ('from_centre', 'News from the centre')], max_length=16, verbose_name='about'),
        ),
        migrations.AlterField(
            model_name='registrationevent',
            name='action',
            field=models.CharField(choices=[('registered', 'registered'), ('verified', 'address confirmed'), ('confirmed', 'confirmed'), ('waitlisted', 'put on the waiting list'), ('offered', 'place offered'), ('accepted', 'offer accepted'), ('declined', 'offer declined'), ('expired', 'time ran out'), ('cancelled', 'cancelled'), ('changed', 'changed'), ('moved', 'moved to another date'), ('rescheduled', 'date moved'), ('not_selected', 'not selected in the draw'), ('rejected', 'not accepted'), ('override', 'confirmed beyond the capacity'), ('need_met', 'what was waited for is there'), ('checked_in', 'checked in'), ('check_in_undone', 'check-in undone'), ('reminded', 'reminded'), ('erased', 'personal data erased'), ('resent', 'link sent again'), ('downloaded', 'list with persons downloaded'), ('wrote', 'the centre wrote'), ('removed', 'taken away')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='registrationevent',
            name='tells',
            field=models.CharField(blank=True, choices=[('verify', 'Please confirm your address'), ('applied', 'Application received'), ('confirmed', 'Registration confirmed'), ('waitlisted', 'On the waiting list'), ('offered', 'A place is free for you'), ('offer_expired', 'The offered place has gone on'), ('declined', 'You declined the place'), ('changed', 'Registration changed'), ('moved', 'Moved to another date'), ('need_met', 'What you waited for is there'), ('cancelled', 'Registration cancelled'), ('not_selected', 'Result of the draw'), ('rejected', 'Result of your application'), ('rescheduled', 'The date has changed'), ('event_cancelled', 'The event is cancelled'), ('reminder', 'Reminder'), ('link', 'Link to your registration'), ('address_changed', 'The mail address was changed'), ('from_centre', 'News from the centre')], max_length=16, verbose_name='told'),
        ),
        migrations.CreateModel(
            name='GroupMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('audience', models.CharField(choices=[('active', 'Everybody who has a place, waits or applied'), ('confirmed', 'Everybody who has a place'), ('waiting', 'Everybody who waits for a place'), ('applied', 'Everybody whose application is not decided'), ('came', 'Everybody who came')], default='confirmed', max_length=10, verbose_name='to whom')),
                ('subject', models.CharField(help_text='The name of the event follows by itself. For example: 持ち物のお知らせ', max_length=100, validators=[events.registration.texts.no_control_characters], verbose_name='subject')),
                ('text', models.TextField(help_text="Greeting, date, place, booking number and the centre's name are added by themselves.", max_length=4000, verbose_name='text')),
                ('subject_en', models.CharField(blank=True, max_length=100, validators=[events.registration.texts.no_control_characters], verbose_name='subject in English')),
                ('text_en', models.TextField(blank=True, help_text='For those who registered in another language. Without it they read the Japanese.', max_length=4000, verbose_name='text in English')),
                ('by_mail', models.PositiveIntegerField(default=0, verbose_name='parties told by mail')),
                ('to_call', models.PositiveIntegerField(default=0, verbose_name='parties to be called')),
                ('sent_at', models.DateTimeField(verbose_name='when')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_messages', to='event_registration.event')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='event_registration.session', verbose_name='only for this date')),
            ],
            options={
                'verbose_name': 'message to registrants',
                'verbose_name_plural': 'messages to registrants',
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='message',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='event_registration.groupmessage'),
        ),
        migrations.AddConstraint(
            model_name='groupmessage',
            constraint=models.UniqueConstraint(fields=('event', 'key'), name='evreg_group_message_once'),
        ),
    ]
