"""Parts that write to people."""

from .parts import GETTEXT, REQUEST, Part

MAIL = Part(
    option="mail",
    kind="mail_kind",
    help="a kind of mail, with its name for staff",
    names=("MailKind",),
    imports=(
        "from datetime import datetime", "from django.utils import translation", "from cms.mail import addresses",
        "from cms.mail.services import queue", GETTEXT, "from wagtail.models import Site",
    ),
    contribution="""
yield MailKind(name="$slug.details", label=_("Details of $name_en"))
""",
    functions='''
def send_details(*, site: Site, to: str, language: str, now: datetime) -> None:
    """Queue a mail; asked for twice on a day, it goes out once."""
    with translation.override(language):
        subject, text = str(_("Details of $name_en")), str(_("Thank you for your interest."))
    key = f"{addresses.digest(to)}:{now:%Y-%m-%d}"
    queue(
        kind="$slug.details", key=key, site=site, to=to, locale=language, subject=subject, text=text,
        erase_after=None, now=now,
    )  # fmt: skip
''',
    messages={
        "Details of $name_en": "$name_jaについて", "Thank you for your interest.": "お問い合わせありがとうございます。",
    },
    test_imports=(
        "from django.utils import timezone", "from cms.mail.models import Delivery",
        "from plugins.$slug import contributions",
    ),
    tests="""
def test_details_go_out_once_a_day(site):
    for _ in range(2):
        contributions.send_details(site=site, to="hanako@example.jp", language="ja", now=timezone.now())
    assert Delivery.objects.count() == 1
""",
)  # fmt: skip
BOX = Part(
    option="box",
    kind="form_box",
    help="a box at the end of the form by which people register for an event",
    needs=("mail",),
    names=("BoxTicked", "BoxWords", "FormBox"),
    imports=(REQUEST, GETTEXT),
    contribution="""
yield FormBox(key="details", words=box_words, accept=box_ticked)
""",
    functions='''
def box_words(request: HttpRequest) -> BoxWords:
    return BoxWords(label=_("Send me details of $name_en"))


def box_ticked(ticked: BoxTicked) -> None:
    """Called after the registration is stored; what is raised here undoes nothing."""
    send_details(site=ticked.site, to=ticked.email, language=ticked.language, now=ticked.at)
''',
    messages={"Send me details of $name_en": "$name_jaの案内をメールで受け取る"},
)
PARTS = (MAIL, BOX)
