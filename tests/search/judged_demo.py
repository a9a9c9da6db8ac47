"""What a person expects the site's search to find in the demo, judged by reading its pages, not by searching them.

A document answers when it says something about what was asked, in whatever spelling; the same characters in another
word, in a venue's room number or in the source of a text do not. Keys are kind and slug; terms go by their name.
"""

GRANTS = """
events:wam-online activities:foreign-school-checkup-2009 organisations:wam guide:finding-grants guide:collaboration
news:small-start-fund news:report-of-the-year page:take-part term:自主事業
"""
DISABILITY = """
events:carers activities:multimedia-centre activities:pc-course-employment activities:virtual-workshop
activities:employment-network activities:job-coach-dispatch activities:job-coach-training activities:home-pc-training
activities:pc-volunteer-training activities:carers-consultation-2006 activities:nagaike-park activities:gamagori-bakery
activities:kumamoto-housing organisations:obrigado organisations:kumamoto-housing-net organisations:shizuoka-pref
organisations:shizuoka-job-network organisations:jiritsu-oendan organisations:hamamatsu-city
organisations:hamamatsu-blind-pc organisations:rakusho term:ジョブコーチ
"""
DISABILITY_OFFICE = """
activities:multimedia-centre activities:pc-course-employment activities:virtual-workshop activities:home-pc-training
activities:pc-volunteer-training organisations:shizuoka-pref
"""
CHILDREN = """
events:school-guidance events:school-checkup events:civic-forum events:bus-tour activities:pc-course-employment
activities:school-guidance-2004 activities:school-guidance-2009 activities:foreign-school-checkup-2009
activities:student-pr-2013 activities:child-poverty-network activities:young-consumers activities:school-age-learning
activities:bayside-bus-tour activities:gamagori-bakery organisations:npo-akane organisations:okayama-city
organisations:child-poverty-net guide:consultation guide:high-school guide:school-life
publication:foreign-school-health-proposal publication:evening-and-languages-proposal publication:kakehashi-letter-12
publication:annual-report news:high-school-guidance-report
"""
TOWN = """
events:talent-school activities:anma-river-vision activities:community-cats activities:nishigawa-area
activities:neighbourhood-model activities:gamagori-bakery organisations:nishigawa-area-body
organisations:miyamae-machizukuri organisations:rakusho
"""
NEIGHBOURHOOD = """
events:cat-volunteer activities:neighbourhood-model activities:probono-summer-2015 activities:gamagori-bakery
organisations:kawasaki-ku-business-citizen organisations:kawasaki-jichi organisations:scrum-net-21 guide:consultation
guide:finding-grants guide:registering-a-group publication:kakehashi-letter-12 publication:annual-report
term:町内会・自治会
"""
WELFARE_COUNCIL = """
events:carers activities:child-poverty-network activities:kamaishi-forestry organisations:kamaishi-shakyo
organisations:kawasaki-shakyo-vc organisations:scrum-net-21 organisations:child-poverty-net guide:finding-grants
guide:high-school term:社会福祉協議会
"""
PILOT = """
activities:community-cats activities:nishigawa-area activities:school-age-learning activities:neighbourhood-model
organisations:npo-akane organisations:okayama-city guide:collaboration publication:evening-and-languages-proposal
term:モデル事業
"""
CSR = "events:csr-booking activities:csr-survey-2006 activities:forest-csr-2007 publication:doyukai-csr-2014 term:CSR"
JOB_COACH = "activities:job-coach-dispatch activities:job-coach-training publication:flowcharts term:ジョブコーチ"
CERTIFIED = "events:certified-npo activities:certified-npo-course-2012 term:認定NPO法人"
CATS = "events:cat-volunteer activities:community-cats organisations:okayama-nyan"
PARK = "activities:nagaike-park organisations:fusion-nagaike"
FOREIGN_SCHOOL = """
events:school-checkup activities:foreign-school-checkup-2009 organisations:maf-hamamatsu
publication:foreign-school-health-proposal
"""
HIGH_SCHOOL = """
events:school-guidance activities:school-guidance-2004 activities:school-guidance-2009 guide:high-school
news:high-school-guidance-report page:take-part
"""
COMPUTERS = """
activities:multimedia-centre activities:pc-course-employment activities:virtual-workshop activities:home-pc-training
activities:pc-volunteer-training organisations:hamamatsu-blind-pc
"""
CARE = "events:carers activities:carers-consultation-2006"
EMPTY_HOUSES = "activities:kumamoto-housing organisations:kumamoto-housing-net guide:consultation"
GENDER = "organisations:kawasaki-gender organisations:scrum-net-21"
BUS = "events:bus-tour activities:bayside-bus-tour"
GATHERINGS = """
events:school-guidance events:carers events:csr-booking events:school-checkup events:wam-online events:certified-npo
events:pr-series events:civic-forum events:talent-school events:cat-volunteer events:bus-tour events:probono
events:care-council events:partnership-meeting page:take-part page:privacy guide:school-life
"""

JUDGED = {
    # What visitors come for
    "助成金": GRANTS,
    "補助金": GRANTS,
    "会議室": "guide:registering-a-group publication:annual-report news:inspection-closing page:about",
    "印刷機": "guide:registering-a-group news:inspection-closing page:about term:市民活動支援センター",
    "団体登録": "guide:registering-a-group",
    "法人番号": "guide:registering-a-group term:法人番号",
    "個人情報": "page:privacy",
    "アクセシビリティ": "activities:multimedia-centre page:accessibility",
    "夜の相談": "publication:evening-and-languages-proposal publication:annual-report news:evening-consultation",
    "相談会": (
        "events:carers events:csr-booking activities:carers-consultation-2006 news:interpreter-volunteers"
        " page:take-part"
    ),
    "託児": (
        "events:school-guidance events:civic-forum guide:finding-grants news:high-school-guidance-report page:take-part"
    ),
    "手話": "events:carers events:civic-forum guide:finding-grants page:about page:take-part page:privacy",
    "通訳": """
        events:school-guidance events:civic-forum events:wam-online activities:school-guidance-2004
        guide:finding-grants guide:high-school guide:school-life publication:evening-and-languages-proposal
        news:high-school-guidance-report news:interpreter-volunteers page:about page:contact page:take-part page:privacy
    """,
    "ボランティア": """
        events:csr-booking events:cat-volunteer activities:pc-volunteer-training activities:community-cats
        organisations:obrigado organisations:kawasaki-shakyo-vc guide:high-school news:interpreter-volunteers
    """,
    # Families
    "高校進学": HIGH_SCHOOL,
    "高校 通訳": """
        events:school-guidance activities:school-guidance-2004 guide:high-school news:high-school-guidance-report
        page:take-part
    """,
    "ガイダンス": """
        events:school-guidance activities:school-guidance-2004 activities:school-guidance-2009
        news:high-school-guidance-report page:take-part
    """,
    "奨学金": "guide:high-school",
    "定時制": "guide:high-school",
    "給食": "guide:school-life",
    "PTA": "guide:school-life",
    "いじめ": "organisations:child-poverty-net guide:school-life",
    "教育委員会": """
        events:school-guidance activities:school-guidance-2004 activities:school-guidance-2009
        organisations:shizuoka-pref organisations:hamamatsu-city guide:high-school guide:school-life
    """,
    "母語": """
        events:school-guidance events:school-checkup activities:school-guidance-2004 guide:high-school
        publication:evening-and-languages-proposal news:high-school-guidance-report term:母語
    """,
    "やさしい日本語": "events:school-guidance page:contact term:やさしい日本語",
    "外国人": FOREIGN_SCHOOL
    + "activities:kumamoto-housing organisations:kumamoto-housing-net guide:high-school guide:school-life",
    "外国人学校": FOREIGN_SCHOOL,
    "検診": "events:school-checkup activities:foreign-school-checkup-2009 organisations:maf-hamamatsu",
    # Words of the field, in the spellings that people use
    "障害": DISABILITY,
    "障がい": DISABILITY,
    "障碍": DISABILITY,
    "障害者政策課": DISABILITY_OFFICE,
    "障がい者政策課": DISABILITY_OFFICE,
    "障害者プラン推進室": DISABILITY_OFFICE,
    "視覚障がい": "activities:multimedia-centre organisations:obrigado organisations:hamamatsu-blind-pc",
    "子ども": CHILDREN,
    "子供": CHILDREN,
    "こども": CHILDREN,
    "子どもの貧困": ("activities:child-poverty-network activities:school-age-learning organisations:child-poverty-net"),
    "子ども食堂": """
        activities:child-poverty-network activities:gamagori-bakery organisations:child-poverty-net
        publication:kakehashi-letter-12 publication:annual-report
    """,
    "居場所": "activities:child-poverty-network activities:kamaishi-forestry",
    "フードバンク": "activities:child-poverty-network organisations:child-poverty-net",
    "学習支援": "activities:school-age-learning guide:high-school guide:school-life",
    "まちづくり": TOWN,
    "街づくり": TOWN,
    "町内会": NEIGHBOURHOOD,
    "自治会": NEIGHBOURHOOD,
    "社協": WELFARE_COUNCIL,
    "社会福祉協議会": WELFARE_COUNCIL,
    "民生委員": ("activities:child-poverty-network organisations:child-poverty-net guide:school-life term:民生委員"),
    "円卓会議": "activities:job-coach-training page:take-part term:円卓会議",
    "モデル事業": PILOT,
    "中間支援": """
        activities:anma-river-vision organisations:kawasaki-international organisations:kawasaki-jichi
        organisations:kawasaki-shakyo-vc organisations:kawasaki-gender organisations:grass-kawasaki
        organisations:miyamae-machizukuri organisations:n-pocket page:about term:中間支援組織
    """,
    "相利評価表": """
        activities:community-cats activities:kamaishi-forestry activities:nagaike-park guide:collaboration
        term:相利評価表
    """,
    "介護": CARE + " organisations:comprehensive-care term:地域包括ケア",
    "ケアラー": CARE,
    "地域包括ケア": "events:care-council organisations:comprehensive-care term:地域包括ケア",
    "就労": """
        activities:pc-course-employment activities:virtual-workshop activities:employment-network
        activities:job-coach-dispatch activities:job-coach-training activities:kamaishi-forestry activities:nagaike-park
        activities:gamagori-bakery organisations:shizuoka-job-network organisations:child-poverty-net
    """,
    "寄付": """
        events:csr-booking events:certified-npo activities:certified-npo-course-2012 activities:plus-charity
        organisations:socokana guide:collaboration news:small-start-fund news:report-of-the-year term:市民ファンド
        term:自主事業 term:認定NPO法人
    """,
    "募金": "organisations:akaihane guide:finding-grants",
    "出前授業": "activities:career-class-2014 term:出前授業",
    "環境教育": "activities:compact-energy-lessons",
    "空き家": EMPTY_HOUSES,
    "空家": EMPTY_HOUSES,
    "鳥獣": "activities:wildlife-game-meat organisations:anshin-kogyo",
    "消費者被害": "activities:young-consumers organisations:consumer-net-okayama",
    "見守り": "organisations:watch-over guide:consultation page:take-part",
    "男女共同参画": GENDER,
    "保健所": ("events:cat-volunteer activities:community-cats organisations:okayama-nyan organisations:okayama-city"),
    "学生": """
        events:cat-volunteer activities:student-pr-2013 activities:nagaike-park publication:kakehashi-letter-12
        publication:annual-report news:high-school-guidance-report
    """,
    "広報": """
        events:pr-series activities:pr-course-2013 activities:student-pr-2013 activities:community-cats
        guide:finding-grants page:take-part
    """,
    "フォーラム": "events:civic-forum activities:civic-forum-2011",
    "アンケート": (
        "activities:csr-survey-2006 organisations:kawasaki-civic-centre publication:kawasaki-registered-survey-2014"
    ),
    "市民活動支援指針": "publication:kawasaki-guideline-2001 publication:kawasaki-guideline-review-2014",
    "提案書": ("activities:forest-csr-2007 publication:forest-proposal publication:evening-and-languages-proposal"),
    # Latin letters, width, case, other scripts
    "ＣＳＲ": CSR,
    "csr": CSR,
    "SWOT": "activities:kamaishi-forestry term:SWOT分析",
    "SNS": "events:pr-series",
    "ジョブコーチ": JOB_COACH,
    "ｼﾞｮﾌﾞｺｰﾁ": JOB_COACH,
    "job coach": "activities:job-coach-dispatch activities:job-coach-training term:ジョブコーチ",
    "認定ＮＰＯ": CERTIFIED,
    "プロボノ": "events:probono activities:probono-summer-2015 page:take-part term:プロボノ",
    "パソコン": COMPUTERS,
    "コンピューター": COMPUTERS,
    # Names and other names
    "すくらむ21": GENDER,
    "スクラムネット": "organisations:scrum-net-21",
    "赤い羽根": "organisations:akaihane",
    "ソコカナ": """
        events:csr-booking events:partnership-meeting activities:plus-charity organisations:socokana
        publication:i-can-make-a-difference
    """,
    "ニャンとかし隊": CATS,
    "バスツアー": BUS,
    "クラウドファンディング": "term:クラウドファンディング",
    "エディンバラ": "activities:edinburgh-festivals",
    "平成16年度": "events:school-guidance activities:school-guidance-2004 activities:pc-volunteer-training",
    "2004年度": "events:school-guidance activities:school-guidance-2004 activities:pc-volunteer-training",
    # One and two characters
    "猫": CATS,
    "ネコ": CATS,
    "森": "activities:forest-csr-2007 publication:forest-proposal",
    "川": """
        activities:anma-river-vision activities:anma-river-opinions activities:nishigawa-area
        organisations:nishigawa-area-body publication:flowcharts
    """,
    "山": "activities:kamaishi-forestry activities:wildlife-game-meat organisations:satoyama-colab",
    "海": "events:bus-tour activities:bayside-bus-tour",
    "水": "activities:anma-river-vision activities:anma-river-opinions",
    "緑": """
        activities:ikuta-greenery activities:nishigawa-area organisations:ikuta-management
        organisations:nishigawa-area-body
    """,
    "花": "activities:ikuta-greenery",
    "駅": "activities:ikuta-greenery publication:kakehashi-letter-12",
    "鳥": "activities:wildlife-game-meat organisations:anshin-kogyo",
    "夜": """
        guide:high-school guide:consultation publication:annual-report publication:evening-and-languages-proposal
        news:evening-consultation activities:community-cats events:school-guidance events:carers
    """,
    "食": """
        events:bus-tour activities:child-poverty-network activities:gamagori-bakery activities:wildlife-game-meat
        organisations:child-poverty-net organisations:anshin-kogyo publication:kakehashi-letter-12
        publication:annual-report guide:school-life guide:finding-grants
    """,
    "河川": "activities:anma-river-vision activities:anma-river-opinions",
    "林業": "activities:kamaishi-forestry organisations:kamaishi-shakyo",
    "公園": PARK
    + """
        events:cat-volunteer activities:nishigawa-area activities:ikuta-greenery organisations:nishigawa-area-body
    """,
    # One thing in many words
    "イベント": GATHERINGS,
    "催し": GATHERINGS,
    "もよおし": GATHERINGS,
    "行事": GATHERINGS,
    "催しもの": GATHERINGS,
    # Compounds in parts, quotations, several words
    "地域猫": "events:cat-volunteer activities:community-cats",
    "公園管理": PARK,
    "公園の管理": f"{PARK} activities:ikuta-greenery",
    "「公園管理」": "activities:nagaike-park",
    "親子 ツアー": BUS,
    "若者 消費": "activities:young-consumers organisations:consumer-net-okayama",
    # What is not there
    "宇宙開発": "",
    "サッカー教室": "",
    "水族館": "",
}

QUERIES = {query: tuple(wanted.split()) for query, wanted in JUDGED.items()}

#: What must come first of all kinds, because its title says it and no other title does as well.
FIRST = {
    "助成金": "guide:finding-grants",
    "団体登録": "guide:registering-a-group",
    "個人情報": "page:privacy",
    "アクセシビリティ": "page:accessibility",
    "休館": "news:inspection-closing",
    "社協": "term:社会福祉協議会",
    "ジョブコーチ": "term:ジョブコーチ",
    "プロボノ": "term:プロボノ",
    "SWOT": "term:SWOT分析",
    "やさしい日本語": "term:やさしい日本語",
    "地域猫": "activities:community-cats",
    "消費者被害": "activities:young-consumers",
    "すくらむ21": "organisations:kawasaki-gender",
    "赤い羽根": "organisations:akaihane",
    "浜松市": "organisations:hamamatsu-city",
}
