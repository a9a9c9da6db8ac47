"""Synonyms to begin with, and the note that an empty index is as new as the analyser."""

from django.db import migrations
from django.utils import timezone

SYNONYMS = [
    ("子ども", "子供", "こども"),
    ("障害", "障がい", "障碍"),
    ("障害者", "障害のある人", "障がいのある人", "障害をもつ人", "障がいをもつ人"),
    ("取組", "取り組み", "取組み"),
    ("NPO", "特定非営利活動法人", "エヌピーオー", "民間非営利組織"),
    ("NPO法人", "特定非営利活動法人"),
    ("NGO", "エヌジーオー", "非政府組織"),
    ("ボランティア", "ヴォランティア", "volunteer"),
    ("高齢者", "お年寄り", "シニア"),
    ("外国人", "外国籍", "外国にルーツをもつ人"),
    ("協働", "パートナーシップ", "コラボレーション", "collaboration"),
    ("助成金", "補助金", "グラント"),
    ("男女共同参画", "ジェンダー平等"),
    ("町内会", "自治会", "町会"),
    ("社会福祉協議会", "社協"),
    ("中間支援組織", "インターミディアリー", "中間支援団体"),
    ("アンケート", "アンケート調査"),
    ("パソコン", "PC", "コンピューター"),
    ("ウェブサイト", "ホームページ", "website"),
    ("メール", "電子メール", "Eメール", "e-mail"),
    ("SDGs", "持続可能な開発目標"),
    ("ESD", "持続可能な開発のための教育"),
    ("CSR", "企業の社会的責任"),
    ("DV", "配偶者暴力", "ドメスティックバイオレンス", "家庭内暴力"),
    ("ケアラー", "介護者", "ケアする人", "家族介護者"),
    ("視覚障害", "目の不自由な人"),
    ("フェスティバル", "フェスタ"),
    ("子育て", "育児"),
    ("猫", "ねこ", "ネコ"),
    ("指針", "ガイドライン", "guideline"),
    ("ガイダンス", "説明会", "guidance"),
    ("つどい", "集い"),
]


def add_synonyms(apps, schema_editor):
    model = apps.get_model("kakehashi_search", "SynonymClass")
    model.objects.bulk_create(model(words="\n".join(words)) for words in SYNONYMS)


def remove_synonyms(apps, schema_editor):
    model = apps.get_model("kakehashi_search", "SynonymClass")
    model.objects.filter(words__in=["\n".join(words) for words in SYNONYMS]).delete()


def note_state_of_an_empty_index(apps, schema_editor):
    # Version 1 is the analyser that this migration came with.
    if not apps.get_model("wagtailsearch", "IndexEntry").objects.exists():
        apps.get_model("kakehashi_search", "IndexState").objects.create(
            backend="database", analyser_version=1, rebuilt_at=timezone.now()
        )


def forget_state(apps, schema_editor):
    apps.get_model("kakehashi_search", "IndexState").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("kakehashi_search", "0002_index_long_texts"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [
        migrations.RunPython(add_synonyms, remove_synonyms),
        migrations.RunPython(note_state_of_an_empty_index, forget_state),
    ]
