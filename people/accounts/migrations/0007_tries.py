"""Tries at secrets are counted in the database."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_reset_is_confirmed_or_withdrawn'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountTries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('password', 'Password'), ('code', 'Code'), ('second_step', 'Second Step')], max_length=12)),
                ('latest_at', models.DateTimeField(null=True)),
                ('second_at', models.DateTimeField(null=True)),
                ('third_at', models.DateTimeField(null=True)),
                ('fourth_at', models.DateTimeField(null=True)),
                ('fifth_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('touched_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['touched_at'], name='tries_by_age')],
                'constraints': [models.UniqueConstraint(fields=('account', 'kind'), name='tries_once_per_account_and_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['password', 'code', 'second_step'])), name='tries_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='NetworkTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=64)),
                ('address', models.CharField(max_length=64)),
                ('network', models.CharField(max_length=64)),
                ('first_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField()),
                ('good_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'network tries',
                'indexes': [models.Index(fields=['network'], name='network_try_by_network'), models.Index(fields=['tried_at'], name='network_try_by_age')],
                'constraints': [models.UniqueConstraint(fields=('address', 'account'), name='network_try_once_per_account')],
            },
        ),
    ]
