# ruff: noqa: E501  (the width of Japanese sentences)
"""What the facts do not say about the demo's organisations: readings, areas as a list, fields of the NPO act."""

# area: reading, English name
AREAS: dict[str, tuple[str, str]] = {
    "静岡県": ("しずおかけん", "Shizuoka Prefecture"),
    "静岡県浜松市": ("しずおかけんはままつし", "Hamamatsu, Shizuoka"),
    "静岡県西部": ("しずおかけんせいぶ", "Western Shizuoka"),
    "神奈川県": ("かながわけん", "Kanagawa Prefecture"),
    "神奈川県川崎市": ("かながわけんかわさきし", "Kawasaki, Kanagawa"),
    "神奈川県川崎市川崎区": ("かながわけんかわさきしかわさきく", "Kawasaki Ward, Kawasaki"),
    "神奈川県川崎市宮前区": ("かながわけんかわさきしみやまえく", "Miyamae Ward, Kawasaki"),
    "神奈川県横浜市": ("かながわけんよこはまし", "Yokohama, Kanagawa"),
    "岡山県": ("おかやまけん", "Okayama Prefecture"),
    "岡山県岡山市": ("おかやまけんおかやまし", "Okayama City"),
    "岩手県釜石市": ("いわてけんかまいしし", "Kamaishi, Iwate"),
    "愛知県蒲郡市三谷町": ("あいちけんがまごおりしみやちょう", "Miya, Gamagori, Aichi"),
    "熊本県": ("くまもとけん", "Kumamoto Prefecture"),
    "全国": ("ぜんこく", "All of Japan"),
}
SEVERAL_AREAS = {"静岡県浜松市・県西部": ("静岡県浜松市", "静岡県西部")}

# subject: reading, English name
DOMAINS: dict[str, tuple[str, str]] = {
    "市民活動支援": ("しみんかつどうしえん", "Support for civic activity"),
    "障害": ("しょうがい", "Disability"),
    "障害福祉": ("しょうがいふくし", "Welfare of disabled people"),
    "視覚障害": ("しかくしょうがい", "Visual impairment"),
    "多文化": ("たぶんか", "Multicultural society"),
    "子ども": ("こども", "Children"),
    "学習支援": ("がくしゅうしえん", "Help with learning"),
    "地域福祉": ("ちいきふくし", "Community welfare"),
    "福祉": ("ふくし", "Welfare"),
    "ボランティア": ("ぼらんてぃあ", "Volunteering"),
    "町内会・自治会": ("ちょうないかい・じちかい", "Neighbourhood associations"),
    "中小企業": ("ちゅうしょうきぎょう", "Small firms"),
    "起業": ("きぎょう", "Starting a business"),
    "男女共同参画": ("だんじょきょうどうさんかく", "Gender equality"),
    "生涯学習": ("しょうがいがくしゅう", "Lifelong learning"),
    "国際交流": ("こくさいこうりゅう", "International exchange"),
    "地域": ("ちいき", "Neighbourhood"),
    "区": ("く", "Ward"),
    "対話": ("たいわ", "Dialogue"),
    "企業連携": ("きぎょうれんけい", "Work with companies"),
    "協働コーディネート": ("きょうどうこーでぃねーと", "Coordination of joint work"),
    "寄付": ("きふ", "Giving"),
    "ESD": ("いーえすでぃー", "Education for sustainable development"),
    "助成": ("じょせい", "Grants"),
    "募金": ("ぼきん", "Fundraising"),
    "就労": ("しゅうろう", "Employment"),
    "まちづくり": ("まちづくり", "Community building"),
    "居住支援": ("きょじゅうしえん", "Housing support"),
    "公園": ("こうえん", "Parks"),
    "動物": ("どうぶつ", "Animals"),
    "消費者": ("しょうひしゃ", "Consumers"),
    "食": ("しょく", "Food"),
    "鳥獣": ("ちょうじゅう", "Wildlife"),
    "医療": ("いりょう", "Medical care"),
    "ICT": ("あいしーてぃー", "ICT"),
    "制度": ("せいど", "Legal framework"),
    "政策提言": ("せいさくていげん", "Policy proposals"),
    "行政": ("ぎょうせい", "Public administration"),
    "緑地": ("りょくち", "Green spaces"),
    "見守り": ("みまもり", "Watching over"),
    "里山": ("さとやま", "Satoyama"),
    "環境": ("かんきょう", "Environment"),
    "高齢者": ("こうれいしゃ", "Older people"),
}

KINDS = {
    "intermediary": "intermediary", "hub": "hub", "funder": "funder", "actor": "npo", "network": "network",
    "company": "company", "government": "government",
}  # fmt: skip
INTERMEDIARY_ROLES = {"intermediary", "coordinator"}

# id: reading without the legal form, fields of the NPO act, for whom
ORGANISATIONS: dict[str, tuple[str, tuple[int, ...], str]] = {
    "n-pocket": ("はままつえぬぴーおーねっとわーくせんたー", (1, 3, 10, 11, 13, 14, 17, 19), "市民活動団体、障害のある人、外国につながる家族"),
    "kawasaki-civic-centre": ("かわさきしみんかつどうせんたー", (19,), "市内の市民活動団体"),
    "kawasaki-shakyo-vc": ("かわさきししゃかいふくしきょうぎかいぼらんてぃあせんたー", (1, 19), "ボランティアをしたい人、福祉の団体"),
    "kawasaki-jichi": ("かわさきしじちざいだん", (3, 9, 19), "町内会・自治会"),
    "grass-kawasaki": ("ぐらすかわさき", (3, 19), "市民活動団体"),
    "kawasaki-industry": ("かわさきしさんぎょうしんこうざいだん", (16,), "中小企業、起業をめざす人"),
    "kawasaki-gender": ("かわさきしだんじょきょうどうさんかくせんたー", (10, 12), "市民"),
    "kawasaki-lifelong": ("かわさきししょうがいがくしゅうざいだん", (2, 6), "学びたい市民"),
    "kawasaki-international": ("かわさきしこくさいこうりゅうきょうかい", (11,), "外国につながる人と市民"),
    "miyamae-machizukuri": ("みやまえくまちづくりすいしんいいんかい", (3,), "宮前区の住民"),
    "massmass-kannai": ("ますますかんないふゅーちゃーせんたー", (3, 16), "対話から始めたい人"),
    "socokana": ("そーしゃるこーでぃねーとかながわ", (16, 19), "NPO、企業、地域の団体"),
    "okayama-esd-smc": ("いーえすでぃーしみんきょうどうすいしんせんたー", (2, 3, 19), "協働を考えている市民と団体"),
    "wam": ("ふくしいりょうきこう", (1, 19), "福祉の活動をする団体"),
    "akaihane": ("あかいはねきょうどうぼきん", (1,), "地域福祉の団体"),
    "kamaishi-shakyo": ("かまいしししゃかいふくしきょうぎかい", (1, 5, 17), "市民"),
    "rakusho": ("らくしょう", (1, 3), "障害のある人と地域の人"),
    "jiritsu-oendan": ("じりつおうえんだん", (1,), "障害のある人"),
    "fusion-nagaike": ("ふゅーじょんながいけ", (3, 7), "公園を使う人"),
    "okayama-nyan": ("おかやまにゃんとかしたい", (3, 7), "猫とくらす地域の人"),
    "consumer-net-okayama": ("しょうひしゃねっとおかやま", (18,), "消費者、若い世代"),
    "nishigawa-area-body": ("にしがわえりあまちそだてきょうぎたい", (3, 7), "西川緑道公園周辺の人"),
    "npo-akane": ("あかね", (13,), "学童期の子ども"),
    "anshin-kogyo": ("あんしんこうぎょう", (), ""),
    "maf-hamamatsu": ("まふはままつ", (1, 11), "外国人の住民"),
    "shizuoka-job-network": ("しずおかけんしょうがいしゃしゅうろうしえんねっとわーく", (1, 17), "障害のある人と支援者"),
    "hamamatsu-blind-pc": ("はままつししかくしょうがいしゃふくしきょうかいぱそこんぶ", (1, 14), "視覚障害のある人"),
    "cs": ("しーずしみんかつどうをささえるせいどをつくるかい", (10, 19), "市民活動団体"),
    "shizuoka-pref": ("しずおかけん", (), ""),
    "hamamatsu-city": ("はままつし", (), ""),
    "kawasaki-city": ("かわさきし", (), ""),
    "okayama-city": ("おかやまし", (), ""),
}  # fmt: skip

# For whom, in English
TARGETS_EN: dict[str, str] = {
    "市民活動団体、障害のある人、外国につながる家族": "Citizens' groups, people with disabilities, families from abroad",
    "市内の市民活動団体": "Citizens' groups in the city",
    "ボランティアをしたい人、福祉の団体": "People who want to volunteer, welfare groups",
    "町内会・自治会": "Neighbourhood associations",
    "市民活動団体": "Citizens' groups",
    "中小企業、起業をめざす人": "Small companies, people who want to start one",
    "市民": "Citizens",
    "学びたい市民": "Citizens who want to learn",
    "外国につながる人と市民": "People from abroad and citizens",
    "宮前区の住民": "People who live in Miyamae Ward",
    "対話から始めたい人": "People who want to begin with dialogue",
    "NPO、企業、地域の団体": "NPOs, companies, local groups",
    "協働を考えている市民と団体": "Citizens and groups who think of working together",
    "福祉の活動をする団体": "Groups active in welfare",
    "地域福祉の団体": "Local welfare groups",
    "障害のある人と地域の人": "People with disabilities and their neighbours",
    "障害のある人": "People with disabilities",
    "公園を使う人": "People who use the park",
    "猫とくらす地域の人": "People who live with cats around them",
    "消費者、若い世代": "Consumers, young people",
    "西川緑道公園周辺の人": "People around Nishigawa Ryokudo Park",
    "学童期の子ども": "Children of school age",
    "外国人の住民": "Residents from abroad",
    "障害のある人と支援者": "People with disabilities and those who support them",
    "視覚障害のある人": "People with visual impairments",
}

# id: reading, areas, subjects, fields of the NPO act
NETWORKS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], tuple[int, ...]]] = {
    "kawasaki-compact": ("かわさきこんぱくと", ("神奈川県川崎市",), ("企業連携", "環境"), (7, 16)),
    "kawasaki-ku-business-citizen": (
        "かわさきくきぎょうしみんこうりゅうじぎょうすいしんいいんかい", ("神奈川県川崎市川崎区",), ("企業連携", "地域"), (3, 4, 13),
    ),
    "ikuta-management": ("いくたりょくちまねじめんとかいぎ", ("神奈川県川崎市",), ("緑地", "環境"), (3, 7)),
    "comprehensive-care": ("ちいきほうかつけあしすてむれんらくきょうぎかい", ("神奈川県川崎市",), ("地域福祉", "高齢者"), (1,)),
    "scrum-net-21": ("かわさきだんじょきょうどうさんかくねっとわーく", ("神奈川県川崎市",), ("男女共同参画",), (12,)),
    "kawasaki-npo-renrakukai": ("かわさきえぬぴーおーほうじんれんらくかい", ("神奈川県川崎市",), ("市民活動支援",), (19,)),
    "obrigado": (
        "かわさきししかくしょうがいしゃぼらんてぃあれんらくかいおぶりがーと", ("神奈川県川崎市",), ("視覚障害", "ボランティア"), (1,),
    ),
    "satoyama-colab": ("かわさきさとやまこらぼ", ("神奈川県川崎市",), ("里山", "環境"), (7,)),
    "watch-over": ("ちいきみまもりねっとわーく", ("神奈川県川崎市",), ("見守り", "地域福祉"), (1, 9)),
    "mmc-committee": ("えむえむしーいいんかい", ("静岡県西部",), ("障害", "ICT"), (1, 14)),
    "child-poverty-net": ("ひんこんのこどもしえんねっとわーくはままつ", ("静岡県浜松市",), ("子ども", "地域福祉"), (1, 13)),
    "kumamoto-housing-net": ("きょじゅうしえんねっとわーくくまもと", ("熊本県",), ("居住支援", "福祉"), (1, 3)),
}  # fmt: skip

# network: (organisation, or a name; note); who takes part is told by the sources of the activity that it belongs to
MEMBERS: dict[str, tuple[tuple[str | None, str, str], ...]] = {
    "mmc-committee": (
        ("shizuoka-pref", "", "県の担当者"), ("n-pocket", "", "運営者"), (None, "センターの利用者", "視覚障害のある人など"),
    ),
    "child-poverty-net": (("n-pocket", "", "よびかけ・事務局"),),
    "kumamoto-housing-net": (("jiritsu-oendan", "", "よびかけ"),),
}  # fmt: skip
# what the counts of the facts are called, and whether they are approximate
COUNTED: dict[str, tuple[str, bool]] = {
    "companies": ("企業", True), "groups": ("団体", False), "public_members": ("公募の区民", False),
    "civic_groups": ("市民団体", False), "local_and_universities": ("地域団体・大学", False),
    "government_and_operators": ("行政・指定管理者", False), "fields": ("支援の分野", False),
}  # fmt: skip
APPROXIMATE_GROUPS = {"kawasaki-compact"}

# organisation: (name, English name, from, to, name of the successor)
DEPARTMENTS: dict[str, tuple[tuple[str, str, int | None, int | None, str], ...]] = {
    "shizuoka-pref": (
        ("民生部障害者プラン推進室", "Welfare Department, Disability Plan Office", 2001, None, "健康福祉部障害者支援局障害者政策課"),
        ("健康福祉部障害者支援局障害者政策課", "Health and Welfare Department, Disability Policy Division", None, 2014, ""),
        ("民生部・産業部連携", "Welfare and Industry Departments, jointly", 2001, None, "経済産業部雇用推進課"),
        ("経済産業部雇用推進課", "Economy and Industry Department, Employment Division", None, None, ""),
        ("浜松土木事務所", "Hamamatsu Public Works Office", None, None, ""),
        ("教育委員会", "Board of Education", None, None, ""),
    ),
    "hamamatsu-city": (
        ("行政経営課", "Administration Management Division", None, None, ""),
        ("労政課", "Labour Division", None, None, ""),
        ("保健予防課", "Health and Prevention Division", None, None, ""),
        ("障害福祉課", "Disability Welfare Division", None, None, ""),
        ("市民協働・地域政策課", "Citizen Collaboration and Regional Policy Division", None, None, ""),
        ("教育委員会", "Board of Education", None, None, ""),
    ),
    "okayama-city": (
        ("市民協働局市民協働企画総務課", "Citizen Collaboration Bureau, Planning Division", None, None, ""),
        ("保健所衛生課", "Public Health Centre, Hygiene Division", None, None, ""),
        ("消費生活センター", "Consumer Affairs Centre", None, None, ""),
        ("農林水産課", "Agriculture, Forestry and Fisheries Division", None, None, ""),
        ("庭園都市推進課", "Garden City Division", None, None, ""),
        ("生活保護・自立支援課", "Public Assistance and Self-reliance Division", None, None, ""),
        ("こども福祉課", "Child Welfare Division", None, None, ""),
    ),
}  # fmt: skip

# owner: (name, English name, tracks, aliases, name that it was renamed to)
PROGRAMMES: dict[str, tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str], ...]] = {
    "hamamatsu-city": (
        (
            "市民協働 たねからみのり", "Citizen collaboration programme “From seed to fruit”",
            ("市提案部門", "悩みの種"), ("たねからみのり", "市民協働たねからみのり"), "",
        ),
    ),
    "okayama-city": (
        (
            "市民協働推進モデル事業", "Model projects for citizen collaboration", (), ("モデル事業",), "",
        ),
        ("市民協働推進ニーズ調査事業", "Surveys of need for citizen collaboration", (), ("ニーズ調査事業",), ""),
    ),
}  # fmt: skip

# Words in place of the facts' notes to editors.
SUMMARIES: dict[str, tuple[str, str]] = {
    key: (
        f"{name}の行政。活動の記録には、委託元や協働の相手として登場します。部署の名前は組織の改編で変わるため、当時の名前のまま載せています。",
        f"The public administration of {english}. In the records of activities it appears as commissioner or partner; "
        "departments are named as they were at the time.",
    )
    for key, name, english in (
        ("shizuoka-pref", "静岡県", "Shizuoka Prefecture"),
        ("hamamatsu-city", "浜松市", "Hamamatsu City"),
        ("kawasaki-city", "川崎市", "Kawasaki City"),
        ("okayama-city", "岡山市", "Okayama City"),
    )
}

# slug: title, English title, introduction, English introduction, filter
DIRECTORIES: tuple[tuple[str, str, str, str, str, dict[str, object]], ...] = (
    (
        "organisations", "団体をさがす", "Find an organisation",
        "<p>市民活動団体やNPO、活動を支えるセンター、助成をする団体などを、分野や地域からさがせます。気になる団体があれば、センターにもお気軽におたずねください。</p>",
        "<p>Civic groups, NPOs, support centres and funders, by field and area. Ask the centre if you would like "
        "to be introduced to one of them.</p>",
        {"kinds": ["npo", "intermediary", "hub", "funder", "company", "school", "neighbourhood", "other"]},
    ),
    (
        "networks", "ネットワーク", "Networks",
        "<p>立場のちがう団体が、ひとつの課題や交流のために集まったつながりです。だれが加わり、どのくらい集まり、何を生みだしてきたかを紹介します。</p>",
        "<p>Ties between organisations of different kinds: who takes part, how often they meet, what came of it.</p>",
        {"kinds": ["network"]},
    ),
    (
        "public-bodies", "公共機関", "Public bodies",
        "<p>協働の相手となる県や市と、その部署です。部署の名前は当時のものと今のものをつなげて載せています。</p>",
        "<p>Prefectures and cities that work with civic groups, and their departments under the names of then and now.</p>",
        {"kinds": ["government"]},
    ),
)  # fmt: skip
