"""The closed sets that facts about events and registrations are chosen from."""

from __future__ import annotations

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """種類: what sort of gathering it is, in the words of the field."""

    CONSULTATION_FAIR = "consultation_fair", _("Consultation fair")
    RESERVED_CONSULTATION = "reserved_consultation", _("Consultation by appointment")
    GUIDANCE = "guidance", _("Guidance")
    COURSE = "course", _("Course")
    COURSE_SERIES = "course_series", _("Course series")
    FORUM = "forum", _("Forum")
    MIXER = "mixer", _("Get-together")
    ROUND_TABLE = "round_table", _("Round table")
    VISIT = "visit", _("Visit")
    TOUR = "tour", _("Tour")
    RECORDED_SESSION = "recorded_session", _("Recorded session")
    OUTREACH = "outreach", _("Outreach")
    MATCHING = "matching", _("Matching")
    MEETING = "meeting", _("Meeting")


class EventStatus(models.TextChoices):
    """Whether it takes place; whether its page is published is another thing."""

    DRAFT = "draft", _("In preparation")
    SCHEDULED = "scheduled", _("Takes place")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")
    FINISHED = "finished", _("Is over")


class Mode(models.TextChoices):
    """Where one takes part."""

    IN_PERSON = "in_person", _("At a place")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("At a place or online")


class Booking(models.TextChoices):
    """How one takes part: whether one registers, and where."""

    HERE = "here", _("Register on this site")
    NOT_NEEDED = "not_needed", _("No registration needed")
    BY_PHONE = "by_phone", _("By telephone or FAX only")
    ELSEWHERE = "elsewhere", _("On another site")
    INVITED = "invited", _("By invitation only")


class Selection(models.TextChoices):
    """Who gets a place."""

    FIRST_COME = "fcfs", _("First come, first served")
    APPROVAL = "approval", _("Staff decide on each application")
    LOTTERY = "lottery", _("By a draw after the deadline")


class Waitlist(models.TextChoices):
    """What happens when all places are taken."""

    NONE = "none", _("No waiting list")
    AUTO = "auto", _("Who waits gets a freed place at once")
    OFFER = "offer", _("Who waits is offered a freed place and answers in time")


class Fill(models.TextChoices):
    """Who gets a freed place when it is too small for the first who waits."""

    STRICT = "strict", _("Keep it for the first who waits")
    FILL = "fill", _("Give it to the next whom it fits")


class DuplicateRule(models.TextChoices):
    """When two registrations for the same date count as the same."""

    NONE = "none", _("Never: several registrations are allowed")
    EMAIL = "email", _("The same mail address")
    PHONE = "phone", _("The same telephone number")
    NAME_AND_PHONE = "name_and_phone", _("The same reading of the name and telephone number")


class Audience(models.TextChoices):
    """対象: for whom it is above all."""

    EVERYBODY = "everybody", _("Everybody")
    CHILDREN = "children", _("Children")
    STUDENTS = "students", _("Pupils and students")
    PARENTS = "parents", _("Parents and children")
    OLDER_PEOPLE = "older_people", _("Older people")
    CARERS = "carers", _("Carers")
    DISABLED_PEOPLE = "disabled_people", _("People with disabilities")
    FOREIGN_RESIDENTS = "foreign_residents", _("People with roots abroad")
    VOLUNTEERS = "volunteers", _("Volunteers")
    NPOS = "npos", _("NPOs and civic groups")
    COMPANIES = "companies", _("Companies")
    GOVERNMENT = "government", _("Public offices")
    SCHOOLS = "schools", _("Schools")


class Provision(models.TextChoices):
    """Whether a help is there."""

    NONE = "none", pgettext_lazy("help", "Not available")
    ON_REQUEST = "on_request", pgettext_lazy("help", "On request")
    PROVIDED = "provided", pgettext_lazy("help", "Always there")


class SpokenLanguage(models.TextChoices):
    """Languages of people, named in themselves; more of them than the site is written in."""

    JAPANESE = "ja", "日本語"
    EASY_JAPANESE = "ja-easy", "やさしい日本語"
    ENGLISH = "en", "English"
    PORTUGUESE = "pt-BR", "Português"
    SPANISH = "es", "Español"
    TAGALOG = "tl", "Tagalog"
    VIETNAMESE = "vi", "Tiếng Việt"
    CHINESE = "zh-Hans", "简体中文"
    TRADITIONAL_CHINESE = "zh-Hant", "繁體中文"
    KOREAN = "ko", "한국어"
    NEPALI = "ne", "नेपाली"
    INDONESIAN = "id", "Bahasa Indonesia"
    THAI = "th", "ไทย"
    BURMESE = "my", "မြန်မာ"
    KHMER = "km", "ខ្មែរ"
    RUSSIAN = "ru", "Русский"
    UKRAINIAN = "uk", "Українська"
    FRENCH = "fr", "Français"
    URDU = "ur", "اردو"

    @property
    def bcp47(self) -> str:
        """The language that the name is in."""
        return "ja" if self == SpokenLanguage.EASY_JAPANESE else self.value

    @property
    def marked(self) -> SafeString:
        """The name with the language that it is in, for pages in any language."""
        return format_html('<span lang="{}">{}</span>', self.bcp47, self.label)


class LanguageUse(models.TextChoices):
    """How a language is used at an event."""

    SPOKEN = "spoken", _("Spoken by those who lead it")
    INTERPRETED = "interpreted", _("With an interpreter")
    WRITTEN = "written", _("Leaflets in this language")


class OrganiserRole(models.TextChoices):
    """役割: in what capacity a body stands behind an event."""

    HOST = "host", _("Hosted by")
    COHOST = "cohost", _("Co-hosted by")
    ENDORSER = "endorser", _("Endorsed by")
    COOPERATOR = "cooperator", _("In cooperation with")
    SUPPORTER = "supporter", _("Supported by")
    SECRETARIAT = "secretariat", _("Secretariat")


class SessionStatus(models.TextChoices):
    """What became of a date."""

    SCHEDULED = "scheduled", pgettext_lazy("date of an event", "Takes place")
    MOVED = "moved", pgettext_lazy("date of an event", "Moved")
    CANCELLED = "cancelled", pgettext_lazy("date of an event", "Cancelled")


class PoolKind(models.TextChoices):
    """What there is a limited number of."""

    SEAT = "seat", pgettext_lazy("capacity", "Places")
    INTERPRETER = "interpreter", _("Interpreters")
    CHILDCARE = "childcare", _("Childcare")
    ROOM = "room", _("Rooms")
    ONLINE = "online", _("Places online")


class PoolUnit(models.TextChoices):
    """Whether each person takes one, or all who register together take one."""

    PERSON = "person", _("One for each person")
    PARTY = "party", _("One for all who register together")


class OfferingKind(models.TextChoices):
    """What one books."""

    SESSION = "session", _("A single date")
    SLOT = "slot", _("A time slot")
    COURSE = "course", _("A whole course")


class Source(models.TextChoices):
    """How a registration reached the centre."""

    WEB = "web", pgettext_lazy("source", "Web")
    PHONE = "phone", pgettext_lazy("source", "Telephone")
    FAX = "fax", pgettext_lazy("source", "FAX")
    COUNTER = "counter", pgettext_lazy("source", "At the counter")
    IMPORT = "import", pgettext_lazy("source", "From a list")
    WALK_IN = "walk_in", pgettext_lazy("source", "On the day")
    API = "api", pgettext_lazy("source", "Another system")


# Typed in by staff, with the time at which it arrived.
BY_STAFF = frozenset({Source.PHONE, Source.FAX, Source.COUNTER, Source.IMPORT, Source.WALK_IN})


class ContactPreference(models.TextChoices):
    """How somebody wants to be told."""

    MAIL = "mail", _("By mail")
    PHONE = "phone", pgettext_lazy("contact", "By telephone")
    POST = "post", _("By post")


class AgeBand(models.TextChoices):
    """As much about an age as a centre needs for its chairs and its report."""

    UNKNOWN = "", _("Not said")
    UNDER_3 = "0-2", _("0–2")
    PRESCHOOL = "3-5", _("3–5")
    PRIMARY = "6-11", _("6–11")
    TEENS = "12-17", _("12–17")
    YOUNG = "18-29", _("18–29")
    THIRTIES = "30-39", _("30–39")
    FORTIES = "40-49", _("40–49")
    FIFTIES = "50-59", _("50–59")
    SIXTIES = "60-69", _("60–69")
    SEVENTIES = "70-79", _("70–79")
    OLDER = "80-", _("80 and over")


class NeedKind(models.TextChoices):
    """What somebody asks for."""

    INTERPRETER = "interpreter", _("Interpreter")
    SIGN = "sign", _("Sign language")
    CAPTIONING = "captioning", _("Captions")
    CHILDCARE = "childcare", pgettext_lazy("need", "Childcare")
    WHEELCHAIR = "wheelchair", _("Wheelchair place")
    ALLERGY = "allergy", _("Allergy")
    OTHER = "other", pgettext_lazy("need", "Something else")


class AllocationState(models.TextChoices):
    """What a registration has of a pool."""

    HELD = "held", _("has it")
    QUEUED = "queued", _("waits for it")
    RELEASED = "released", _("gave it back")


class CheckInMethod(models.TextChoices):
    """How somebody was checked in."""

    QR = "qr", _("QR code")
    CODE = "code", _("Code typed in")
    LIST = "list", _("List")
    IMPORT = "import", pgettext_lazy("check-in", "From a list on paper")


class ActorKind(models.TextChoices):
    """Who did something, without saying which person of the public."""

    CITIZEN = "citizen", _("the person herself")
    STAFF = "staff", pgettext_lazy("log", "staff")
    SYSTEM = "system", _("the system")


class Action(models.TextChoices):
    """What the log of a registration tells."""

    REGISTERED = "registered", pgettext_lazy("log", "registered")
    VERIFIED = "verified", _("address confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("log", "confirmed")
    WAITLISTED = "waitlisted", _("put on the waiting list")
    OFFERED = "offered", _("place offered")
    ACCEPTED = "accepted", _("offer accepted")
    DECLINED = "declined", pgettext_lazy("log", "offer declined")
    EXPIRED = "expired", pgettext_lazy("log", "time ran out")
    CANCELLED = "cancelled", pgettext_lazy("log", "cancelled")
    CHANGED = "changed", pgettext_lazy("log", "changed")
    MOVED = "moved", _("moved to another date")
    RESCHEDULED = "rescheduled", _("date moved")
    NOT_SELECTED = "not_selected", pgettext_lazy("log", "not selected in the draw")
    REJECTED = "rejected", pgettext_lazy("log", "not accepted")
    OVERRIDE = "override", _("confirmed beyond the capacity")
    NEED_MET = "need_met", _("what was waited for is there")
    CHECKED_IN = "checked_in", _("checked in")
    CHECK_IN_UNDONE = "check_in_undone", _("check-in undone")
    REMINDED = "reminded", pgettext_lazy("log", "reminded")
    ERASED = "erased", _("personal data erased")
    RESENT = "resent", _("link sent again")
    DOWNLOADED = "downloaded", _("list with persons downloaded")
    WROTE = "wrote", pgettext_lazy("log", "the centre wrote")
    REMOVED = "removed", pgettext_lazy("log", "taken away")


class MessageKind(models.TextChoices):
    """What a registrant is told."""

    VERIFY = "verify", _("Please confirm your address")
    APPLIED = "applied", _("Application received")
    CONFIRMED = "confirmed", pgettext_lazy("message", "Registration confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    OFFERED = "offered", _("A place is free for you")
    OFFER_EXPIRED = "offer_expired", _("The offered place has gone on")
    DECLINED = "declined", _("You declined the place")
    CHANGED = "changed", pgettext_lazy("message", "Registration changed")
    MOVED = "moved", pgettext_lazy("message", "Moved to another date")
    NEED_MET = "need_met", _("What you waited for is there")
    CANCELLED = "cancelled", pgettext_lazy("message", "Registration cancelled")
    NOT_SELECTED = "not_selected", _("Result of the draw")
    REJECTED = "rejected", _("Result of your application")
    RESCHEDULED = "rescheduled", _("The date has changed")
    EVENT_CANCELLED = "event_cancelled", _("The event is cancelled")
    REMINDER = "reminder", _("Reminder")
    LINK = "link", _("Link to your registration")
    ADDRESS_CHANGED = "address_changed", _("The mail address was changed")
    FROM_CENTRE = "from_centre", _("News from the centre")


class AudienceOfMessage(models.TextChoices):
    """To whom of those who registered staff write."""

    ACTIVE = "active", _("Everybody who has a place, waits or applied")
    CONFIRMED = "confirmed", _("Everybody who has a place")
    WAITING = "waiting", _("Everybody who waits for a place")
    APPLIED = "applied", _("Everybody whose application is not decided")
    CAME = "came", _("Everybody who came")
