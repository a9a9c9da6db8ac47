"""What was made up for the demo: days, places, capacities, and how many people have registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

# key: fields of the venue
VENUES: Mapping[str, dict[str, Any]] = {
    "centre": {
        "name": "かけはし市民活動センター", "name_en": "Kakehashi Civic Activity Centre", "postal_code": "430-0000",
        "address": "架橋市中央1-2-3", "address_en": "1-2-3 Chuo, Kakehashi City", "building": "市民プラザ 2階",
        "access": "架橋駅の北口から歩いて5分", "access_en": "Five minutes on foot from Kakehashi station, north exit",
        "parking": "10台(無料)", "parking_en": "10 cars, free of charge", "telephone": "053-000-0000",
        "step_free": True, "accessible_toilet": True, "hearing_loop": True, "nursing_room": True, "capacity": 120,
    },
    "アンサンブル江之島": {
        "name": "アンサンブル江之島", "name_en": "Ensemble Enoshima", "step_free": True, "accessible_toilet": True,
    },
    "かながわ県民活動センター9階 アドバイザー相談コーナー": {
        "name": "かながわ県民活動センター", "name_en": "Kanagawa Citizens’ Activity Support Centre", "building": "9階",
        "step_free": True, "accessible_toilet": True,
    },
}  # fmt: skip
ROOMS: Mapping[str, str] = {"かながわ県民活動センター9階 アドバイザー相談コーナー": "アドバイザー相談コーナー"}
PLACES_EN: Mapping[str, str] = {"浜松市": "Hamamatsu"}


@dataclass(frozen=True)
class Plan:
    """One event. weeks: from the day of loading; negative for past ones, None where the facts say the day or none is.

    dates: how many, a week apart. parties: sizes of the parties that have registered for each offering, in order.
    facts: fields of `Event`. closes: (days before, time). opens_in: days until registration opens.
    """

    weeks: int | None = None
    weekday: int = SATURDAY
    start: str = "14:00"
    end: str = "16:00"
    dates: int = 1
    venue: str = ""
    room: str = ""
    capacity: int | None = None
    parties: Sequence[Sequence[int]] = ()
    closes: int | None = None
    opens_in: int | None = None
    names: Sequence[tuple[str, str]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    called_off: tuple[str, str] = ("", "")
    attended: int = 0


PLANS: Mapping[str, Plan] = {
    "ev-school-guidance": Plan(
        venue="centre", room="大会議室", parties=[(4, 3, 2, 4, 1, 2)], closes=7,
        facts={
            "audience": ["students", "parents", "foreign_residents"], "fee_yen": 0, "childcare": "provided",
            "wheelchair": "on_request", "contact_name": "多文化担当", "contact_name_en": "Multicultural desk",
        },
    ),
    "ev-carers": Plan(
        parties=[(1, 1, 2, 1, 1, 1, 1), (1, 2, 1, 1, 1, 1), (1, 1, 1, 1), (2,), (1, 1, 1, 1, 1)], closes=1,
        facts={
            "audience": ["carers"], "fee_yen": 0, "sign_language": "on_request", "wheelchair": "provided",
            "few_left": 2,
        },
    ),
    "ev-csr-booking": Plan(
        parties=[(2,), ()], closes=7, facts={"audience": ["companies"], "party_max": 4, "few_left": 0},
    ),
    "ev-school-checkup": Plan(facts={"audience": ["children", "foreign_residents"], "booking": "invited"}),
    "ev-wam-online": Plan(
        weeks=-9, weekday=WEDNESDAY, start="13:30", end="16:30",
        facts={
            "mode": "online", "audience": ["npos", "government"], "fee_yen": 0, "booking": "elsewhere",
            "booking_url": "https://recording.kakehashi.example/register",
            "recording_url": "https://recording.kakehashi.example/study-session", "captioning": "provided",
        },
    ),
    "ev-certified-npo": Plan(
        weeks=2, weekday=WEDNESDAY, start="13:30", end="16:30", venue="centre", room="第1会議室", capacity=16, closes=8,
        parties=[(3, 2, 1, 1, 2, 3, 1)],
        facts={"audience": ["npos"], "fee_yen": 500, "fee_note": "資料代として", "fee_note_en": "for the handouts",
               "party_max": 3},
    ),
    "ev-pr-series": Plan(
        weeks=3, weekday=THURSDAY, start="18:30", end="20:30", venue="centre", room="第2会議室", capacity=8, closes=3,
        parties=[(2, 1, 1, 2, 1, 1, 2, 1)],
        names=[
            ("第1回 ちらしの基本", "1: the basics of a leaflet"), ("第2回 ことばを選ぶ", "2: choosing words"),
            ("第3回 写真とSNS", "3: pictures and posts"), ("第4回 できあがり発表", "4: showing the result"),
        ],
        facts={"audience": ["npos", "volunteers"], "fee_yen": 2000, "fee_note": "4回分",
               "fee_note_en": "for all four evenings", "waitlist": "offer", "party_max": 2},
    ),
    "ev-civic-forum": Plan(
        weeks=7, weekday=SUNDAY, start="10:00", end="16:00", venue="centre", room="全館",
        facts={"audience": ["everybody"], "fee_yen": 0, "booking": "not_needed", "sign_language": "provided",
               "captioning": "provided", "childcare": "on_request"},
    ),
    "ev-talent-school": Plan(
        weeks=9, weekday=SATURDAY, start="13:00", end="17:00", dates=6, venue="centre", room="第1会議室", capacity=10,
        opens_in=14, closes=14,
        facts={"audience": ["everybody"], "fee_yen": 3000, "selection": "approval", "party_max": 2},
    ),
    "ev-cat-volunteer": Plan(
        weeks=-4, weekday=SATURDAY, start="10:00", end="12:00", venue="centre", room="第1会議室", capacity=20,
        attended=9,
        parties=[(2, 1, 1, 3, 1, 2)], facts={"audience": ["volunteers", "everybody"], "fee_yen": 0},
    ),
    "ev-bus-tour": Plan(
        # Closed whenever the demo is loaded: the next Saturday is seven days ahead at most.
        weeks=0, weekday=SATURDAY, start="9:00", end="16:00", venue="centre", capacity=20, closes=8,
        parties=[(4, 3, 2, 4, 3)],
        facts={"audience": ["parents", "children"], "fee_yen": 1000, "fee_note": "お弁当代として。3歳以下は無料",
               "fee_note_en": "for the box lunch; free up to three years"},
    ),
    "ev-probono": Plan(
        weeks=4, weekday=FRIDAY, start="19:00", end="20:30", venue="centre", room="第2会議室", capacity=30,
        parties=[(1, 1, 2)], facts={"audience": ["companies", "volunteers"], "fee_yen": 0, "mode": "hybrid"},
        called_off=("会場の設備の工事のため中止します。次の日程は決まりしだいお知らせします。",
                    "Called off because the building is being repaired. We will tell you the next day here."),
    ),
    "ev-care-council": Plan(facts={"audience": ["government", "npos"], "booking": "invited"}),
    "ev-partnership-meeting": Plan(
        weeks=5, weekday=TUESDAY, start="15:00", end="17:30", venue="centre", room="大会議室",
        facts={"audience": ["npos", "companies"], "fee_yen": 0, "booking": "by_phone"},
    ),
}  # fmt: skip

# Departments of the bodies, by event: organiser, name in the directory.
DEPARTMENTS: Mapping[str, tuple[str, str]] = {
    "ev-school-guidance": ("hamamatsu-city", "教育委員会"),
    "ev-carers": ("hamamatsu-city", "障害福祉課"),
    "ev-certified-npo": ("hamamatsu-city", "市民協働・地域政策課"),
    "ev-cat-volunteer": ("okayama-city", "保健所衛生課"),
}
# Bodies that stand beside the organisers: role, name, English name.
BESIDE: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "ev-school-guidance": [("cooperator", "県立高校4校・中学校1校", "Four high schools and a junior high school")],
    "ev-civic-forum": [("supporter", "かけはし市民活動センター", "Kakehashi Civic Activity Centre")],
}  # fmt: skip
# Desks: topic, English topic, who, in English, languages.
DESKS: Mapping[str, tuple[str, str, str, Sequence[str]]] = {
    "労政": ("Work and leave", "市の労政の担当", "the city’s labour division", ["ja"]),
    "保健予防": ("Health", "市の保健師", "public health nurses of the city", ["ja"]),
    "障害福祉": ("Support for people with disabilities", "市の障害福祉の担当", "the disability division", ["ja"]),
    "民間の異分野専門家": (
        "Advice from other fields", "社会保険労務士・建築士など", "labour attorneys, architects and others", ["ja"],
    ),
}  # fmt: skip
MORE_DESKS: Sequence[tuple[str, str, str, str, Sequence[str]]] = [
    ("くらしとお金", "Everyday money", "社会福祉協議会", "council of social welfare", ["ja", "ja-easy"]),
    (
        "外国語での相談",
        "In other languages",
        "多文化担当の相談員",
        "advisers of the multicultural desk",
        ["pt-BR", "vi", "tl", "en"],
    ),
]
CHAPTERS_EN: Mapping[str, str] = {
    "協力の3つの型": "Three kinds of cooperation",
    "相利の5段階": "Five steps to mutual benefit",
    "共同募金の助成": "Grants of the community chest",
    "釜石の実践": "What Kamaishi does",
    "WAM助成": "Grants of WAM",
    "蒲郡の実践": "What Gamagori does",
}
# Where each chapter begins, in seconds.
CHAPTER_STARTS: Sequence[int] = (0, 1560, 3120, 4380, 6240, 7500)
NUMBERS: Mapping[str, tuple[str, str, str]] = {
    "participants_approx": ("参加者", "People who came", "約{}人"),
    "languages": ("説明したことば", "Languages", "{}か国語"),
}
# name: reading, English name
KEYWORDS: Mapping[str, tuple[str, str]] = {
    "NPO": ("えぬぴーおー", "NPOs"),
    "広報": ("こうほう", "publicity"),
    "福祉": ("ふくし", "welfare"),
    "相談": ("そうだん", "consultation"),
}
