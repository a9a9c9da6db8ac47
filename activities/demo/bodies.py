# ruff: noqa: E501  (the width of Japanese sentences)
"""Bodies of demo activities: tables, drawings and timelines written for this site from the facts."""

from __future__ import annotations

from typing import Any

EXAMPLE = "公開資料の事実をもとに、このサイトが書き方の例としてまとめたもの(例)です。関係団体の見解ではありません。"


def _row(party: str, problem: str, purpose: str, activity: str, role: str, benefit: str) -> dict[str, str]:
    return {
        "party": party, "problem": problem, "purpose": purpose, "activity": activity, "role": role, "benefit": benefit,
    }  # fmt: skip


def _partner(
    name: str, strengths: list[str], weaknesses: list[str], opportunities: list[str], threats: list[str]
) -> dict[str, Any]:
    return {
        "name": name, "strengths": strengths, "weaknesses": weaknesses, "opportunities": opportunities,
        "threats": threats,
    }  # fmt: skip


def of(item: dict[str, Any], processes: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the blocks of an activity's body; most activities say all they have in their facts."""
    blocks: list[tuple[str, Any]] = []
    if item.get("phases"):
        blocks.append(("timeline", _timeline(item)))
    make = _BODIES.get(item["id"])
    return blocks + make(processes) if make else blocks


def _timeline(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": "調査から施策になるまで",
        "entries": [
            {"fiscal_year": phase["fy"], "until": None, "title": phase["what"], "text": phase["programme"] or ""}
            for phase in item["phases"]
        ],
    }


def _cats(processes: dict[str, Any]) -> list[tuple[str, Any]]:
    consultation = processes["consultation"]
    steps = consultation["steps"]
    nodes = [
        {"key": "A", "text": steps[0], "kind": "start"},
        {"key": "B", "text": steps[1], "kind": "step"},
        {"key": "C", "text": "次へ進めるか", "kind": "decision"},
        {"key": "D", "text": steps[2], "kind": "step"},
        *(
            {"key": sign, "text": outcome, "kind": "start"}
            for sign, outcome in zip("EFGH", consultation["outcomes"], strict=True)
        ),
    ]
    arrows = [
        ("A", "B", ""), ("B", "C", ""), ("C", "D", "進める"), ("C", "H", "もう少し話す"),
        ("D", "E", "市が続ける"), ("D", "F", "民間が続ける"), ("D", "G", "ともに担う"),
    ]  # fmt: skip
    return [
        ("flowchart", {
            "title": "相談から実践、その先へ", "nodes": nodes,
            "arrows": [{"source": source, "target": target, "label": label} for source, target, label in arrows],
        }),
        ("text", "<p>この取り組みは、調査とモデル事業を経て「一般施策化」に至りました。</p>"),
        ("evaluation", {
            "title": "地域猫活動の相利評価表(例)",
            "rows": [
                _row("市民団体", "飼い主のいない猫をめぐる困りごとに、活動が追いつかない", "猫と人がともに暮らせる地域",
                     "調査、講座、ボランティアの養成", "現場の知恵と担い手をつなぐ", "理解者と仲間が増え、活動が続けやすくなる"),
                _row("市の担当課(保健所)", "苦情や相談への対応だけでは根本から減らない", "苦情が減り、衛生が保たれること",
                     "調査とモデル事業を市民団体と進める", "制度と広報、地域への案内", "地域が自分たちで動ける手順ができ、市の施策になる"),
                _row("地域の住民", "鳴き声やふん、えさやりをめぐって意見が分かれる", "静かで気持ちよい暮らし",
                     "希望する地域で話し合い、見守る", "場所とルールを決める", "困りごとを話せる場ができる"),
            ],
            "note": EXAMPLE,
        }),
        ("swot", {
            "title": "二者の強みと弱みを並べる(例)",
            "first": _partner("市民団体", ["猫の習性と世話にくわしい", "ボランティアがいる"], ["費用と人手に限りがある"],
                              ["活動に関心をもつ人が増えている"], ["無責任なえさやりと同じに見られる"]),
            "second": _partner("市の担当課", ["広報と窓口がある", "地域に案内できる"], ["夜間や現場には出にくい"],
                               ["協働の制度が使える"], ["担当者の異動で引き継ぎが要る"]),
            "conclusion": "現場を知る団体と、地域に声が届く市。足りないところを互いに補える組み合わせだった。",
        }),
    ]  # fmt: skip


def _kamaishi(processes: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        ("swot", {
            "title": "双方の強みと弱みを書き出す(例)",
            "first": _partner("林業の担い手", ["山と仕事がある", "技術を教えられる人がいる"], ["人手が足りない"],
                              ["地域の木を使う動きがある"], ["人口が減り続けている"]),
            "second": _partner("社会福祉協議会", ["働きたい人とつながっている", "一人ひとりに合わせて支えられる"],
                               ["仕事そのものは持っていない"], ["支え合いの仕組みを広げる気運がある"],
                               ["年配の男性は集まりに出にくい"]),
            "conclusion": "「人手が足りない」と「働く場がない」は、並べて書いて初めて同じ表の表と裏だと分かる。",
        }),
        ("evaluation", {
            "title": "林業と生きがい就労の相利評価表(例)",
            "rows": [
                _row("林業の担い手", "山の手入れに人手が足りない", "山を荒らさず仕事を続ける", "作業を分けて任せる",
                     "仕事と技術を提供する", "人手が得られ、山の仕事が知られる"),
                _row("年配の男性", "退職の後、行く場所と役割がない", "体を動かし、人の役に立つ", "できる作業から加わる",
                     "経験を生かして働く", "生きがいと仲間ができる"),
                _row("被災した人", "暮らしと仕事を失った", "少しずつ働きはじめる", "無理のない時間で作業する",
                     "担い手として加わる", "収入と居場所が戻ってくる"),
                _row("社会福祉協議会", "閉じこもりがちな人に声が届きにくい", "互いに支え合う地域", "人と仕事を引き合わせる",
                     "間に立ち、続けられるように支える", "地域に今あるもので支え合いが広がる"),
            ],
            "note": EXAMPLE,
        }),
    ]  # fmt: skip


def _nagaike(processes: dict[str, Any]) -> list[tuple[str, Any]]:
    steps = processes["mutual_benefit_steps"]["steps"]
    return [
        ("text", "<p>参加する側の目的はばらばらでも、活動は一つです。だれが何を望み、何を得るのかを表にすると、"
                 "無理のない組み方が見えてきます。</p>"),
        ("evaluation", {
            "title": "公園管理の相利評価表(例)",
            "rows": [
                _row("公園を管理するNPO", "広い公園を少ない人手で守る", "にぎわいのある、手入れの届いた公園", "場を開き、日程を組む",
                     "全体の調整役", "担い手が増え、公園が好きな人が増える"),
                _row("学生", "教室の外で学ぶ場が少ない", "体験から学ぶ", "草刈りや祭りの手伝い", "若い力で加わる", "地域の人から学べる"),
                _row("障害のある人", "働く場が限られる", "自分に合う仕事をもつ", "清掃や植栽の作業", "続けて担う", "仕事と、人とのつながりができる"),
                _row("企業", "社員が地域を知る機会が少ない", "研修と社会貢献を両立する", "社員研修として作業に加わる", "人と資材を出す", "社員が地域と出会う"),
            ],
            "note": EXAMPLE,
        }),
        ("swot", {
            "title": "二者の強みと弱みを並べる(例)",
            "first": _partner("公園を管理するNPO", ["毎日、現場にいる", "人をつなぐことに慣れている"], ["人手と資金に限りがある"],
                              ["公園に関わりたい人が多い"], ["管理の期間が決まっている"]),
            "second": _partner("企業", ["人数と機材がある", "計画を立てて動ける"], ["地域のことをよく知らない"],
                               ["社会貢献への関心が高い"], ["業績により続けにくくなる"]),
            "conclusion": "一度に人手を出せる企業と、毎日いるNPO。日程を早く共有すれば、互いの弱みは小さくなる。",
        }),
        ("steps", {
            "title": processes["mutual_benefit_steps"]["name_ja"],
            "steps": [{"title": step, "text": ""} for step in steps],
        }),
    ]  # fmt: skip


def _spiral(processes: dict[str, Any]) -> list[tuple[str, Any]]:
    spiral = processes["spiral"]
    moves = " → ".join(spiral["order_of_moves"])
    return [
        ("text", f"<p>県の委託で始まった養成が、やがて自主事業になりました。三つの柱を行き来しながら事業を育てる"
                 f"この進め方を、担い手の団体は「スパイラル」と呼びます。柱の動きの例: {moves}</p>"),
        ("spiral", {
            "title": spiral["name_ja"],
            "steps": [{"pillar": "", "text": step["ja"]} for step in spiral["steps"]],
        }),
    ]  # fmt: skip


def _edinburgh(processes: dict[str, Any]) -> list[tuple[str, Any]]:
    kinds = "".join(f"<li>{kind['ja']}</li>" for kind in processes["cooperation_types"])
    return [
        ("text", f"<p>協力には、次の三つの型があるとされます。この事例は三つめに当たります。</p><ol>{kinds}</ol>"),
    ]


_BODIES = {
    "community-cats": _cats,
    "kamaishi-forestry": _kamaishi,
    "nagaike-park": _nagaike,
    "job-coach-training": _spiral,
    "edinburgh-festivals": _edinburgh,
}
