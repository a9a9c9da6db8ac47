# One image for web, worker and beat; compose.yaml says which runs what.
FROM python:3.11-slim-trixie

# pg_dump and pg_restore of PostgreSQL 17, for backups: the server in compose.yaml is of the same version.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin kakehashi \
    && install -d -o kakehashi -g kakehashi /app /app/var

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .

ENV DJANGO_SETTINGS_MODULE=cms.settings.production \
    KAKEHASHI_VAR=/app/var \
    CMS_PLUGINS_CACHE=/app/plugins-cache \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# What needs neither database nor secrets is done once, here. The values only let the settings be read.
RUN export SECRET_KEY=for-the-build-alone-for-the-build-alone-for-the-build-alone \
        CMS_ALLOWED_HOSTS=build.invalid CMS_BASE_URL=https://build.invalid CMS_FROM_EMAIL=build@build.invalid \
        SMTP_HOST=build.invalid DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid:6379 \
    && python manage.py compile_catalogues \
    && python manage.py plugins vet \
    && chown -R kakehashi:kakehashi /app/var

USER kakehashi
EXPOSE 8000
