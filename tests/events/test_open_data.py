"""The columns of the list of events are those of the recommended data sets, in their order."""

from events.open_data import COLUMNS

# 06_イベント一覧 of 自治体標準オープンデータセット (デジタル庁), one column after another.
RECOMMENDED = """
都道府県コード又は市区町村コード NO 都道府県名 市区町村名 イベント名 イベント名_カナ イベント名_英語
開始日 終了日 開始時間 終了時間 開始日時特記事項 説明 料金(基本) 料金(詳細)
連絡先名称 連絡先電話番号 連絡先内線番号 主催者 場所名称 住所 方書 緯度 経度 アクセス方法 駐車場情報
定員 参加申込終了日 参加申込終了時間 参加申込方法 URL 備考
"""


def test_columns_are_those_of_the_recommended_data_set():
    assert list(COLUMNS) == RECOMMENDED.split()
