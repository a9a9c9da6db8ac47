"""Put a home page in place of Wagtail's welcome page, in Japanese and in English.

Everything else hangs below these two, and the staff groups get their page permissions on them. A database whose
default site already has pages of its own is left as it is.
"""

from django.db import migrations

WELCOME = {"ja": ("ホーム", "ようこそ"), "en": ("Home", "Welcome")}


def make_home_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in WELCOME}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return
    welcome = Page.objects.get(pk=site.root_page_id)
    if welcome.content_type.model != "page" or welcome.numchild:
        return
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")

    # The welcome page becomes the Japanese home page, so that the site and what points at it stay in place.
    title, headline = WELCOME["ja"]
    japanese = HomePage(page_ptr=welcome)
    japanese.__dict__.update({field.attname: getattr(welcome, field.attname) for field in Page._meta.concrete_fields})
    japanese.title = japanese.draft_title = title
    japanese.slug, japanese.url_path = "home", "/home/"
    japanese.content_type, japanese.locale = content_type, locales["ja"]
    japanese.headline, japanese.doors = headline, "[]"
    japanese.save()

    title, headline = WELCOME["en"]
    root = Page.objects.get(depth=1)
    HomePage.objects.create(
        title=title,
        draft_title=title,
        slug="home-en",
        url_path="/home-en/",
        path=_next_path(Page, root),
        depth=2,
        content_type=content_type,
        locale=locales["en"],
        translation_key=japanese.translation_key,
        headline=headline,
        doors="[]",
        live=True,
        first_published_at=japanese.first_published_at,
    )
    Page.objects.filter(pk=root.pk).update(numchild=Page.objects.filter(depth=2).count())


def _next_path(Page, root):
    """Return the path after the root's last child: four digits of base 36, as treebeard writes them."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    last = Page.objects.filter(depth=2).order_by("path").last()
    number = int(last.path[-4:], 36) + 1
    step = ""
    while number:
        number, rest = divmod(number, 36)
        step = digits[rest] + step
    return root.path + step.rjust(4, "0")


def remove_home_pages(apps, schema_editor):
    """Leave a plain page as the root of the site, as Wagtail's first migration made it."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return
    home = HomePage.objects.filter(pk=site.root_page_id).first()
    if home is None:
        return
    for translation in HomePage.objects.filter(translation_key=home.translation_key).exclude(pk=home.pk):
        if not translation.numchild:
            translation.delete()
            Page.objects.filter(depth=1).update(numchild=Page.objects.filter(depth=2).count())
    page_type = ContentType.objects.get(app_label="wagtailcore", model="page")
    Page.objects.filter(pk=home.pk).update(content_type=page_type)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_home_pages, remove_home_pages)]
