# ruff: noqa: E501  (the width of Japanese sentences)
"""What the facts do not carry: readings and English names, written by hand."""

# keyword: (reading, English name, other words)
KEYWORDS: dict[str, tuple[str, str, str]] = {
    "CSR": ("しーえすあーる", "corporate social responsibility", "社会貢献, 企業の社会的責任"),
    "ICT": ("あいしーてぃー", "ICT", "情報通信, パソコン"),
    "ふりかえり": ("ふりかえり", "looking back", "振り返り, 評価"),
    "まちづくり": ("まちづくり", "community building", "街づくり, 町づくり"),
    "エリアマネジメント": ("えりあまねじめんと", "area management", ""),
    "キャリア教育": ("きゃりあきょういく", "career education", ""),
    "ケアラー": ("けあらー", "carers", "介護者, 世話をする人"),
    "シニア": ("しにあ", "seniors", ""),
    "ジョブコーチ": ("じょぶこーち", "job coaches", "職場適応援助者"),
    "ネットワーク": ("ねっとわーく", "networks", ""),
    "フォーラム": ("ふぉーらむ", "forums", ""),
    "プラットフォーム": ("ぷらっとふぉーむ", "platforms", ""),
    "プロボノ": ("ぷろぼの", "pro bono", ""),
    "ボランティア": ("ぼらんてぃあ", "volunteering", "ボランティア活動"),
    "マッチング": ("まっちんぐ", "matching", ""),
    "メールニュース": ("めーるにゅーす", "e-mail news", "メールマガジン"),
    "モデル事業": ("もでるじぎょう", "pilot projects", ""),
    "中間就労": ("ちゅうかんしゅうろう", "supported work", "中間的就労"),
    "交流": ("こうりゅう", "exchange", ""),
    "人材": ("じんざい", "people and skills", ""),
    "人材育成": ("じんざいいくせい", "training people", "養成"),
    "企業": ("きぎょう", "companies", "会社"),
    "公園": ("こうえん", "parks", "緑地"),
    "助成金": ("じょせいきん", "grants", "助成, 補助金"),
    "動物": ("どうぶつ", "animals", "猫"),
    "医療": ("いりょう", "medical care", ""),
    "協働": ("きょうどう", "collaboration", "パートナーシップ"),
    "合意形成": ("ごういけいせい", "consensus building", ""),
    "在宅": ("ざいたく", "at home", ""),
    "在宅ワーク": ("ざいたくわーく", "working from home", "テレワーク"),
    "地域": ("ちいき", "neighbourhood", ""),
    "地域共生": ("ちいききょうせい", "living together", "共生社会"),
    "多文化": ("たぶんか", "many cultures", "多文化共生, 外国人"),
    "多者連携": ("たしゃれんけい", "many partners", ""),
    "多言語": ("たげんご", "many languages", "通訳, 翻訳"),
    "子ども": ("こども", "children", "子供, こども"),
    "子ども食堂": ("こどもしょくどう", "children's cafeteria", "こども食堂"),
    "学校": ("がっこう", "schools", ""),
    "学生": ("がくせい", "students", ""),
    "学習支援": ("がくしゅうしえん", "learning support", ""),
    "寄付": ("きふ", "giving", "寄附, 募金"),
    "就労": ("しゅうろう", "employment", "働く, 仕事"),
    "居住支援": ("きょじゅうしえん", "housing support", "住まい"),
    "市民参加": ("しみんさんか", "citizen participation", ""),
    "広報": ("こうほう", "publicity", "PR"),
    "当事者参加": ("とうじしゃさんか", "participation of those concerned", ""),
    "情報アクセシビリティ": ("じょうほうあくせしびりてぃ", "accessible information", ""),
    "情報基盤": ("じょうほうきばん", "information infrastructure", ""),
    "情報発信": ("じょうほうはっしん", "getting the word out", ""),
    "政策化": ("せいさくか", "becoming policy", "施策化, 一般施策化"),
    "教育": ("きょういく", "education", ""),
    "文化": ("ぶんか", "culture", ""),
    "林業": ("りんぎょう", "forestry", ""),
    "森林": ("しんりん", "forests", "森"),
    "横断連携": ("おうだんれんけい", "working across sections", "部局横断"),
    "河川": ("かせん", "rivers", "川, 水辺"),
    "海外": ("かいがい", "abroad", ""),
    "消費者": ("しょうひしゃ", "consumers", ""),
    "環境": ("かんきょう", "environment", ""),
    "産業": ("さんぎょう", "industry", ""),
    "町内会": ("ちょうないかい", "neighbourhood associations", "自治会"),
    "相談会": ("そうだんかい", "consultation days", ""),
    "研修": ("けんしゅう", "workshops", ""),
    "福祉": ("ふくし", "welfare", ""),
    "空き家": ("あきや", "empty houses", ""),
    "組織運営": ("そしきうんえい", "running an organisation", ""),
    "若者": ("わかもの", "young people", ""),
    "行政職員": ("ぎょうせいしょくいん", "public employees", ""),
    "視覚障害": ("しかくしょうがい", "visual impairment", "視覚障がい"),
    "親子": ("おやこ", "parents and children", ""),
    "観光": ("かんこう", "tourism", ""),
    "認定NPO法人": ("にんていえぬぴーおーほうじん", "certified NPOs", "認定特定非営利活動法人"),
    "調査": ("ちょうさ", "surveys", "アンケート"),
    "講座": ("こうざ", "courses", ""),
    "貧困": ("ひんこん", "hardship", ""),
    "農業": ("のうぎょう", "farming", ""),
    "連携": ("れんけい", "working together", ""),
    "連続講座": ("れんぞくこうざ", "course series", ""),
    "進学": ("しんがく", "going on to school", "高校進学, 受験"),
    "障害": ("しょうがい", "disability", "障がい, 障碍"),
    "食": ("しょく", "food", ""),
    "高齢者": ("こうれいしゃ", "older people", ""),
    "鳥獣": ("ちょうじゅう", "wildlife", ""),
    # named in the facts as methods
    "SWOT": ("すうぉっと", "SWOT", "強みと弱み"),
    "相利評価表": ("そうりひょうかひょう", "mutual-benefit table", ""),
    "相利": ("そうり", "mutual benefit", ""),
}

READINGS: dict[str, str] = {
    "multimedia-centre": "しずおかけんせいぶしょうがいしゃまるちめでぃあじょうほうせんたーかんりうんえいじぎょう",
    "pc-course-employment": "せいぶちいきしょうがいじしゃしゅうろうしえんぱそこんこうざ",
    "virtual-workshop": "ばーちゃるこうぼうしえんじぎょうぽけっとこうぼう",
    "anma-river-vision": "いっきゅうかせんあんまがわかせんせいびこうそうさくていじぎょう",
    "anma-river-opinions": "あんまがわいけんしゅうやくじぎょう",
    "employment-network": "しずおかけんしゅうろうしえんねっとわーくたいせいづくり",
    "job-coach-dispatch": "じょぶこーちはけんじぎょう",
    "job-coach-training": "しずおかけんじょぶこーちのようせい",
    "home-pc-training": "しずおかけんせいぶちいきしょうがいしゃざいたくぱそこんこうしゅう",
    "pc-volunteer-training": "ぱそこんぼらんてぃあとくべつけんしゅう",
    "school-guidance-2004": "だいにかいにほんごをぼごとしないこどものためのこうこうしんがくがいだんす",
    "collab-workshop-2005": "えぬぴーおーとぎょうせいとのきょうどうをてーまとしたけんしゅうかい",
    "carers-consultation-2006": "けあするひとのなんでもそうだんかいいんあんさんぶるえのしま",
    "staff-seminar-2006": "ししょくいんのいしきかいかくえぬぴーおーきょうどうせみなー",
    "staff-mailnews-2006": "しょくいんのいしきかいかくけんしゅうかいとめーるにゅーすのきかくへんしゅう",
    "csr-survey-2006": "えぬぴーおーときぎょうとのであいのばしーえすあーるちょうさ",
    "forest-csr-2007": "しんりんにおけるしみんきょうどうおよびきぎょうのしゃかいこうけんかつどうをすいしんするためのじぎょう",
    "school-guidance-2009": "こうこうしんろがいだんす2009",
    "foreign-school-checkup-2009": "がいこくじんがっこうけんしんかい",
    "civic-forum-2011": "はままつしみんかつどうふぉーらむかいさいじぎょう",
    "certified-npo-course-2012": "えぬぴーおーすきるあっぷこうざわかるなれるにんていえぬぴーおーほうじん",
    "pr-course-2013": "えぬぴーおーぷろもーしょんこうほうりょくあっぷれんぞくこうざ",
    "student-pr-2013": "えぬぴーおーとがくせいとのきょうどうによるえぬぴーおーぴーあーるじぎょう",
    "talent-school-2015": "おもいをかたちにじんざいようせいじゅく",
    "child-poverty-network": "ひんこんのこどもしえんねっとわーく",
    "community-cats": "ちいきねこかつどうのふきゅうけいはつとかつどうすいしん",
    "young-consumers": "わかもののしょうひしゃひがいのぼうし",
    "wildlife-game-meat": "じぞくかのうなちょうじゅうひがいたいさくしょくにくりかつよう",
    "nishigawa-area": "にしがわりょくどうこうえんのえりあまねじめんと",
    "school-age-learning": "がくどうきのがくしゅうしえんのありかた",
    "neighbourhood-model": "ちょうないかいじちかいとしみんかつどうだんたいのれんけいもでるじぎょう",
    "career-class-2014": "きょうまちちゅうがっこうきゃりあきょういくでまえじゅぎょう",
    "bayside-bus-tour": "おやこむけかわさきりんかいぶのゆめはっけんばすつあー",
    "compact-energy-lessons": "きぎょうとしみんだんたいによるかんきょうきょういく",
    "ikuta-greenery": "いくたりょくちのきょうどうかんり",
    "probono-summer-2015": "ぷろぼのさまーちゃれんじかわさき",
    "ict-platform-study-2015": "あいしーてぃーをかつようしたじょうほうぷらっとふぉーむのけんとう",
    "plus-charity": "きふしゃかいこうけんのさんかさいとぷらすちゃりてぃ",
    "kamaishi-forestry": "りんぎょうといきがいしゅうろうかまいし",
    "nagaike-park": "こうえんかんりをつうじたたしゃれんけいながいけ",
    "gamagori-bakery": "ぱんこうぼうからひろがるきょうせいがまごおり",
    "kumamoto-housing": "すまいのしえんねっとわーくくまもと",
    "edinburgh-festivals": "まつりでつながるむっつのきかんえでぃんばら",
}

# keyword: number of the field in the NPO act's table
FIELDS: dict[str, int] = {
    "障害": 1, "福祉": 1, "医療": 1, "ケアラー": 1, "高齢者": 1, "居住支援": 1,
    "研修": 2, "講座": 2, "教育": 2, "連続講座": 2,
    "まちづくり": 3, "地域": 3, "地域共生": 3, "町内会": 3, "エリアマネジメント": 3, "合意形成": 3,
    "観光": 4, "農業": 5, "林業": 5, "文化": 6,
    "環境": 7, "河川": 7, "森林": 7, "公園": 7, "多文化": 11,
    "子ども": 13, "親子": 13, "若者": 13, "学習支援": 13,
    "ICT": 14, "情報アクセシビリティ": 14, "情報基盤": 14, "産業": 16, "就労": 17, "キャリア教育": 17, "消費者": 18,
    "協働": 19, "組織運営": 19, "広報": 19, "プロボノ": 19, "寄付": 19, "交流": 19, "人材育成": 19, "CSR": 19,
}  # fmt: skip

# commissioner: area; activities without one take the area of the place
AREAS_OF_BODIES: dict[str, str] = {
    "静岡県": "静岡県", "浜松市": "静岡県浜松市", "岡山市": "岡山県岡山市",
}  # fmt: skip
# first word of a place: area
AREAS_OF_PLACES: dict[str, str] = {
    "浜松市": "静岡県浜松市", "安間川流域": "静岡県浜松市", "浜松福祉協働センター": "静岡県浜松市",
    "岡山市": "岡山県岡山市", "川崎市": "神奈川県川崎市", "岩手県釜石市": "岩手県釜石市",
    "愛知県蒲郡市三谷町": "愛知県蒲郡市", "熊本県": "熊本県", "スコットランド": "スコットランド",
}  # fmt: skip
AREAS: dict[str, tuple[str, str]] = {
    "静岡県": ("しずおかけん", "Shizuoka Prefecture"),
    "静岡県浜松市": ("しずおかけんはままつし", "Hamamatsu, Shizuoka"),
    "岡山県岡山市": ("おかやまけんおかやまし", "Okayama City"),
    "神奈川県川崎市": ("かながわけんかわさきし", "Kawasaki, Kanagawa"),
    "岩手県釜石市": ("いわてけんかまいしし", "Kamaishi, Iwate"),
    "愛知県蒲郡市": ("あいちけんがまごおりし", "Gamagori, Aichi"),
    "熊本県": ("くまもとけん", "Kumamoto Prefecture"),
    "スコットランド": ("すこっとらんど", "Scotland"),
}

# key of the facts: (what was counted, the number as it is written around the figure)
NUMBERS: dict[str, tuple[str, str]] = {
    "committee_meetings_per_year_approx": ("委員会の開催(1年あたり)", "約{}回"),
    "participants_approx": ("参加者", "約{}人"),
    "languages": ("説明に使った言語", "{}言語"),
    "high_schools": ("協力した県立高校", "{}校"),
    "city_sections": ("並んで相談を受けた市の課", "{}課"),
    "companies_interviewed": ("聞き取りをした企業", "{}社"),
    "months": ("聞き取りの期間", "{}か月"),
    "workshops": ("ワークショップ", "{}回"),
    "organisations": ("関わった団体", "{}団体"),
    "companies": ("うち企業", "{}社"),
    "companies_and_orgs": ("講師を出した企業・団体", "{}団体"),
    "support_fields": ("手を組んだ支援の分野", "{}分野"),
}

# What the sources leave open, in the words of this site: Japanese, English.
NOTES: dict[str, tuple[str, str]] = {
    "multimedia-centre": (
        "担当部署の名前は委託期間中に変わった。いつの年度に変わったかは資料に無い。",
        "The section in charge changed its name while the commission lasted; the sources do not say in which year.",
    ),
    "anma-river-vision": (
        "2001〜2007年度という期間は、後に続く意見集約事業を含めて資料に書かれている。",
        "The sources give 2001–2007 for this project and the opinion-gathering that followed, taken together.",
    ),
    "school-guidance-2004": (
        "資料によって名称が違う(母語/母国語)。4つの言語の内訳は資料に無い。",
        "The sources name it in two ways. They do not say which four languages were used.",
    ),
    "forest-csr-2007": ("委託元は資料にはっきり書かれていない。", "The sources do not say who commissioned it."),
    "child-poverty-network": (
        "2016〜2018年度は資料に「特に」と書かれた重点の期間で、開始と終了ははっきりしない。",
        "2016–2018 is the period that the source stresses; when it began and ended is not said.",
    ),
    "carers-consultation-2006": (
        "実施は平成18年度。資料の一つは「17年度市民協働」と記すので、採択の年度と実施の年度を分けて載せた。",
        "It took place in fiscal year 2006. One source speaks of the 2005 programme, so both years are shown.",
    ),
}
PERIOD_SCOPES: dict[str, tuple[str, str]] = {
    "combined_with_successor": (
        "期間は、後に続いた事業と合わせて資料に書かれている。",
        "The sources give one period for this project and its successor together.",
    ),
    "combined_with_predecessor": (
        "期間は、前身の事業と合わせて資料に書かれている。",
        "The sources give one period for this project and its predecessor together.",
    ),
}
INFERRED_FROM_TITLE = (
    "内容の一部は、資料にある事業の名前から読み取った。",
    "Part of what is said here was read from the project's name in the source.",
)
PILLAR_INFERRED = (
    "柱の分け方は、内容からこのサイトが判断した。",
    "The pillar was judged by this site from what was done.",
)
REFERENCE_CASE = (
    "協力の型を説明するための参考の事例。",
    "A reference case for explaining kinds of cooperation.",
)
# Under which year's programme it was adopted, where that differs from the year in which it was carried out.
ADOPTED: dict[str, int] = {"carers-consultation-2006": 2005}
LESSONS_EN: dict[str, str] = {
    "連携の目的化": "Linking became an end in itself",
    "職員側の理解不足": "Too little understanding among the staff",
    "ニーズ把握の不足": "Needs were not looked into enough",
    "都市部特有の難しさ": "Difficulties that only cities have",
}
# Departments that were renamed or took over from one another, oldest first.
RENAMED: list[tuple[str, str, str]] = [
    ("静岡県", "民生部障害者プラン推進室", "健康福祉部障害者支援局障害者政策課"),
    ("静岡県", "民生部・産業部連携", "経済産業部雇用推進課"),
]
# programme in the words of a source: the programmes that it names
PROGRAMMES: list[tuple[str, str]] = [
    ("浜松市", "たねからみのり"),
    ("岡山市", "市民協働推進モデル事業"),
    ("岡山市", "市民協働推進ニーズ調査事業"),
]
LINEAGE_NOTES: dict[str, str] = {
    "virtual-workshop": "講座で身につけた技能を仕事につなげるために設けられた",
    "anma-river-opinions": "構想づくりでできた対話の場を生かした",
    "job-coach-dispatch": "つながりができた後、職場へ人を送る事業になった",
    "forest-csr-2007": "企業への聞き取りから「森林」という共通の関心が見えた",
}
