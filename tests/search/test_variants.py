import pytest

from cms.search.spellings import combinations, spelling_classes
from cms.search.variants import MAX_ALTERNATIVES, Thesaurus, alternatives, spelling_thesaurus

CHILDREN = Thesaurus.of([("子ども", "子供", "こども"), ("障害", "障がい", "障碍"), ("NPO", "特定非営利活動法人")])


def spellings(word, *, thesaurus=CHILDREN):
    return alternatives(word, (thesaurus, spelling_thesaurus()))


def test_the_typed_spelling_comes_first():
    assert spellings("子供会")[0] == "子供会"


def test_a_synonym_inside_a_longer_word_is_varied():
    assert "こども会" in spellings("子供会")


def test_two_synonyms_in_one_word_are_combined():
    assert "障碍者こども支援" in spellings("障がい者子供支援")


def test_a_synonym_inside_a_synonym_is_varied():
    thesaurus = Thesaurus.of([("障害", "障がい"), ("障害者", "障害のある人")])
    assert set(spellings("障害者課", thesaurus=thesaurus)) == {"障害者課", "障がい者課", "障害のある人課"}


@pytest.mark.parametrize(("typed", "other"), [("取組", "取り組み"), ("申し込み", "申込"), ("まちづくり", "街づくり")])
def test_spellings_with_and_without_okurigana(typed, other):
    assert other in spellings(typed)


@pytest.mark.parametrize(
    ("typed", "other"), [("コンピューター教室", "こんぴゅーた教室"), ("コンピュータ教室", "こんぴゅーたー教室")]
)
def test_the_final_long_vowel_is_tried_both_ways(typed, other):
    assert other in spellings(typed)


def test_a_short_word_keeps_its_long_vowel():
    assert spellings("マナー") == ("まなー",)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("平成16年度", "2004年度"),
        ("2004年度", "平成16年度"),
        ("Ｈ16年", "2004年"),
        ("2019年", "令和元年"),
        ("令和元年", "2019年"),
        ("令和元年", "平成31年"),
    ],
)
def test_years_are_found_in_either_count(typed, other):
    assert other in spellings(typed)


def test_an_abbreviation_is_not_cut_out_of_a_longer_word():
    assert spellings("npology", thesaurus=CHILDREN) == ("npology", "npologies", "npologys")


@pytest.mark.parametrize(
    ("typed", "other"), [("volunteers", "volunteer"), ("coach", "coaches"), ("coaches", "coach"), ("parties", "party")]
)
def test_singular_and_plural_find_each_other(typed, other):
    assert other in spellings(typed)


def test_alternatives_are_bounded():
    many = Thesaurus.of([(f"{letter}あ", *(f"{letter}{n}い" for n in range(9))) for letter in "甲乙丙丁"])
    assert len(spellings("甲あ乙あ丙あ丁あ", thesaurus=many)) <= MAX_ALTERNATIVES


def test_a_pasted_sentence_is_looked_for_as_it_stands():
    assert len(spellings("子ども" * 20)) == 1


def test_notation_stands_for_every_combination():
    assert combinations("申(し)込(み)") == ("申し込み", "申し込", "申込み", "申込")


def test_every_entry_of_the_table_has_two_spellings():
    assert all(len(set(group)) > 1 for group in spelling_classes())
