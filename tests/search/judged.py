"""What a person expects to find, judged by hand over `corpus`: the query, and every document that answers it."""

DISABILITY = """
activity:multimedia-centre activity:pc-course-employment activity:virtual-workshop activity:employment-network
activity:job-coach-dispatch activity:job-coach-training activity:home-pc-training activity:pc-volunteer-training
activity:carers-consultation-2006 activity:nagaike-park activity:gamagori-bakery activity:kumamoto-housing
organisation:n-pocket organisation:rakusho organisation:jiritsu-oendan organisation:shizuoka-job-network
organisation:hamamatsu-blind-pc organisation:obrigado organisation:kumamoto-housing-net term:job-coach
"""
CHILDREN = """
activity:pc-course-employment activity:school-guidance-2004 activity:school-guidance-2009
activity:foreign-school-checkup-2009 activity:child-poverty-network activity:school-age-learning
activity:gamagori-bakery organisation:n-pocket organisation:npo-akane organisation:child-poverty-net
"""
COMPUTERS = """
activity:multimedia-centre activity:pc-course-employment activity:virtual-workshop activity:home-pc-training
activity:pc-volunteer-training organisation:hamamatsu-blind-pc
"""
TOWN = """
activity:anma-river-vision activity:nishigawa-area organisation:miyamae-machizukuri organisation:rakusho
organisation:fusion-nagaike organisation:nishigawa-area-body
"""
NEIGHBOURHOOD = """
activity:neighbourhood-model activity:probono-summer-2015 activity:gamagori-bakery organisation:kawasaki-jichi
organisation:kawasaki-ku-business-citizen organisation:scrum-net-21 term:neighbourhood-association
"""
WELFARE_COUNCIL = """
activity:child-poverty-network activity:kamaishi-forestry organisation:kawasaki-shakyo-vc
organisation:kamaishi-shakyo organisation:scrum-net-21 organisation:child-poverty-net term:council-of-social-welfare
"""
GENDER = "organisation:kawasaki-gender organisation:scrum-net-21"
CATS = "activity:community-cats organisation:okayama-nyan"
CSR = """
activity:csr-survey-2006 activity:forest-csr-2007 publication:doyukai-csr-2014 term:corporate-social-responsibility
"""

JUDGED = {
    # Words of the field, in the spellings that people use
    "助成": "activity:foreign-school-checkup-2009 organisation:wam organisation:akaihane term:own-programme",
    "障害": DISABILITY,
    "障がい": DISABILITY,
    "障碍": DISABILITY,
    "障害者政策課": "activity:multimedia-centre activity:home-pc-training",
    "障がい者政策課": "activity:multimedia-centre activity:home-pc-training",
    "障害者プラン推進室": (
        "activity:multimedia-centre activity:pc-course-employment activity:virtual-workshop activity:home-pc-training "
        "activity:pc-volunteer-training"
    ),
    "視覚障がい": "activity:multimedia-centre organisation:hamamatsu-blind-pc organisation:obrigado",
    "子ども": CHILDREN,
    "子供": CHILDREN,
    "こども": CHILDREN,
    "コドモ": CHILDREN,
    "子どもの貧困": "activity:child-poverty-network organisation:child-poverty-net activity:school-age-learning",
    "子ども食堂": "activity:child-poverty-network organisation:child-poverty-net activity:gamagori-bakery",
    "居場所": "activity:child-poverty-network",
    "子どもの居場所": "activity:child-poverty-network",
    "まちづくり": TOWN,
    "街づくり": TOWN,
    "まち作り": TOWN,
    "町内会": NEIGHBOURHOOD,
    "自治会": NEIGHBOURHOOD,
    "社協": WELFARE_COUNCIL,
    "社会福祉協議会": WELFARE_COUNCIL,
    "円卓会議": "term:round-table-meeting",
    "モデル事業": (
        "activity:community-cats activity:school-age-learning activity:neighbourhood-model organisation:npo-akane "
        "term:pilot-project activity:nishigawa-area"
    ),
    "民生委員": "activity:child-poverty-network organisation:child-poverty-net term:welfare-commissioner",
    "ケース会議": "activity:carers-consultation-2006 term:case-conference",
    # Latin letters, width, case, other scripts
    "ＣＳＲ": CSR,
    "csr": CSR,
    "企業の社会的責任": CSR,
    "ＳＷＯＴ": "term:SWOT-analysis",
    "job coach": "activity:job-coach-dispatch activity:job-coach-training term:job-coach",
    "ジョブコーチ": ("activity:job-coach-dispatch activity:job-coach-training publication:flowcharts term:job-coach"),
    "ｼﾞｮﾌﾞ･ｺｰﾁ": "activity:job-coach-dispatch activity:job-coach-training publication:flowcharts term:job-coach",
    "Kawasaki Compact": "organisation:kawasaki-compact",
    "認定ＮＰＯ": "activity:certified-npo-course-2012 term:certified-NPO",
    "NPO法人連絡会": "organisation:kawasaki-npo-renrakukai",
    "ソーシャルインクルージョン": "term:social-inclusion",
    "フューチャーセンタ": "organisation:massmass-kannai term:future-centre",
    "MASS×MASS": "organisation:massmass-kannai",
    # Names and other names
    "すくらむ21": GENDER,
    "すくらむ２１": GENDER,
    "スクラムネット": "organisation:scrum-net-21",
    "男女共同参画": GENDER,
    "N-Pocket 検診": "activity:foreign-school-checkup-2009",
    "ソコカナ": "organisation:socokana activity:plus-charity publication:i-can-make-a-difference",
    "ぽけっと工房": "activity:virtual-workshop",
    "MMC委員会": "activity:multimedia-centre organisation:mmc-committee",
    "ニャンとかし隊": CATS,
    "赤い羽根": "organisation:akaihane",
    "母国語を日本語としない": "activity:school-guidance-2004",
    "日本語を母語としない": "activity:school-guidance-2004",
    "オブリガート": "organisation:obrigado",
    # One and two characters
    "猫": CATS,
    "ネコ": CATS,
    "森": "activity:forest-csr-2007 publication:forest-proposal",
    "川": "activity:anma-river-vision activity:anma-river-opinions publication:flowcharts activity:nishigawa-area",
    "山": "organisation:satoyama-colab",
    "海": "activity:bayside-bus-tour",
    "水": "activity:anma-river-vision",
    "緑": (
        "activity:nishigawa-area activity:ikuta-greenery organisation:nishigawa-area-body organisation:ikuta-management"
    ),
    "花": "activity:ikuta-greenery",
    "駅": "activity:ikuta-greenery organisation:ikuta-management",
    "鳥": "activity:wildlife-game-meat organisation:anshin-kogyo",
    "里山": "organisation:satoyama-colab",
    "公園": (
        "activity:nishigawa-area activity:nagaike-park activity:ikuta-greenery organisation:fusion-nagaike "
        "organisation:nishigawa-area-body"
    ),
    "寄付": (
        "activity:plus-charity activity:certified-npo-course-2012 organisation:socokana term:own-programme "
        "term:citizens'-fund term:certified-NPO"
    ),
    "募金": "organisation:akaihane",
    # Compounds, whole and in parts
    "公園管理": "activity:nagaike-park organisation:fusion-nagaike",
    "公園の管理": "activity:nagaike-park organisation:fusion-nagaike activity:ikuta-greenery",
    "外国人学校": (
        "activity:foreign-school-checkup-2009 publication:foreign-school-health-proposal organisation:maf-hamamatsu"
    ),
    "外国人の子ども": "activity:foreign-school-checkup-2009",
    "高校進学ガイダンス": "activity:school-guidance-2004",
    "ガイダンス": "activity:school-guidance-2004 activity:school-guidance-2009",
    "人材育成": "activity:job-coach-training activity:pc-volunteer-training activity:talent-school-2015",
    "養成講座": "activity:talent-school-2015 activity:job-coach-training",
    "障害者の雇用": "activity:employment-network activity:job-coach-dispatch",
    "空き家": "activity:kumamoto-housing organisation:kumamoto-housing-net",
    "空家の活用": "activity:kumamoto-housing",
    "鳥獣被害": "activity:wildlife-game-meat",
    "消費者被害 若者": "activity:young-consumers organisation:consumer-net-okayama",
    "環境教育": "activity:compact-energy-lessons organisation:kawasaki-compact",
    "出前授業": "activity:career-class-2014 organisation:kawasaki-ku-business-citizen term:visiting-lesson",
    "地域包括ケア": "organisation:comprehensive-care term:integrated-community-care",
    "市職員 研修": "activity:collab-workshop-2005 activity:staff-seminar-2006 activity:staff-mailnews-2006",
    "河川整備構想": "activity:anma-river-vision",
    "安間川": "activity:anma-river-vision activity:anma-river-opinions publication:flowcharts",
    "学生 広報": "activity:student-pr-2013",
    "見守り": "organisation:watch-over",
    "林業": "activity:kamaishi-forestry organisation:kamaishi-shakyo",
    "ボランティアセンター": "organisation:kawasaki-shakyo-vc",
    # Computers, in all their names
    "パソコン": COMPUTERS,
    "コンピュータ": COMPUTERS,
    "コンピューター": COMPUTERS,
    # Years in either count
    "平成16年度": "activity:school-guidance-2004 activity:pc-volunteer-training",
    "2004年度": "activity:school-guidance-2004 activity:pc-volunteer-training",
    "平成26年11月": "publication:kawasaki-guideline-review-2014",
    "Ｈ２３年度": "activity:civic-forum-2011 activity:neighbourhood-model",
    # Publications
    "アンケート": "publication:kawasaki-registered-survey-2014 organisation:kawasaki-civic-centre",
    "ガイドライン": "publication:kawasaki-guideline-2001 publication:kawasaki-guideline-review-2014",
    "提言書": "activity:foreign-school-checkup-2009 publication:foreign-school-health-proposal",
    "協働通信": "activity:community-cats publication:kyodo-tsushin-3",
    # Quotations and signs are data
    "「公園管理」": "activity:nagaike-park",
    '"地域猫"': "activity:community-cats",
    "地域猫:活動": "activity:community-cats",
    # What is not there
    "宇宙開発": "",
    "サッカー教室": "",
}

QUERIES = {query: tuple(wanted.split()) for query, wanted in JUDGED.items()}

#: What should come first, because its title says it.
FIRST = {
    "助成金": "activity:foreign-school-checkup-2009",
    "協働": "term:collaboration",
    "浜松市": "organisation:hamamatsu-city",
    "ジョブコーチ": "term:job-coach",
    "町内会": "term:neighbourhood-association",
    "猫": "activity:community-cats",
    "プロボノ": "term:pro-bono",
    "N-Pocket": "organisation:n-pocket",
    "すくらむネット": "organisation:scrum-net-21",
    "社協": "term:council-of-social-welfare",
}
