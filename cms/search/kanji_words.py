"""Words that begin with a word of one kanji and mean it: 森林 is told of by who asks for 森, 水準 not by 水.

Written for this project from everyday usage of communities: nature, town, household, body, seasons, people. Names of
places and of persons that are written the same way are left out (山田, 川口), and so are words in which the kanji has
lost its meaning (水準, 海外, 手段, 目的). Words whose second character is kana are found anyhow (森の, 山あい, 子ども).
What a centre's own readers mean by a kanji besides belongs into the synonyms that staff edit: 川 = 河川.
"""

from functools import lru_cache

WORDS = """
森林 森閑 林業 林道 林産 林野 林間 山林 山地 山間 山岳 山道 山菜 山頂 山歩 山火 山荘 川岸 川辺
川床 川底 川魚 川沿 川遊 川筋 川面 海岸 海洋 海辺 海水 海浜 海底 海面 海域 海産 海草 海藻 海路
海上 海部 海鳥 湖畔 湖岸 湖水 湖沼 池沼 沼地 滝壺 湾岸 港湾 港内 浜辺 岸辺 磯辺 水辺 水質 水害
水路 水田 水面 水中 水生 水棲 水門 水源 水車 水位 水流 水温 水遊 水泳 水防 水難 水鳥 水草 水利
泉水 島民 島内 島外 谷間 谷川 谷筋 丘陵 坂道 岩場 岩石 石垣 石段 石材 石碑 砂浜 砂場 砂防 砂丘
砂糖 土壌 土砂 土質 野鳥 野草 野菜 野原 野山 野外 木材 木工 木造 木製 木陰 木登 木質 木炭 草花
草木 草原 草刈 草取 草抜 葉脈 花壇 花火 花見 花束 花粉 花園 花畑 花植 花木 桜並 梅林 松林 松原
竹林 竹炭 緑地 緑道 緑化 緑陰 芝生 苗木 苗床 種子 種苗 果実 果樹 根菜 枝葉 稲作 稲刈 米作 米粉
麦畑 麦茶 豆腐 豆類 茶畑 茶摘 茶園 茶道 茶会 田植 田園 田畑 畑作 農業 農家 農地 農園 農村 農作
農産 牛乳 牛肉 羊毛 豚肉 鶏肉 鶏卵 卵焼 鳥獣 鳥類 鳥居 虫歯 虫取 虫除 魚類 魚介 魚釣 魚市 貝殻
貝塚 犬猫 犬種 猫舎 熊害 鹿害 猪肉 蛍狩 蜂蜜 蝶類 空気 雨水 雨天 雨具 雨量 雨漏 雪害 雪道 雪下
雪国 雪崩 雪遊 雪質 風車 風速 風雨 雲海 星空 星座 月夜 月見 日光 日照 日陰 光熱 火災 火事 火山
火気 氷上 霧雨 雷雨 波打 潮流 潮風 春休 春風 春先 春祭 夏休 夏祭 夏場 夏季 夏期 秋祭 秋風 秋季
秋冬 冬休 冬季 冬期 冬場 朝市 朝食 朝日 朝晩 昼食 昼間 昼休 夕食 夕方 夕涼 夕日 夜間 夜中 夜景
夜道 夜勤 夜回 晩秋 年末 年始 駅前 駅北 駅南 駅東 駅西 駅舎 駅長 駅員 駅伝 町内 町民 町並 町中
町長 町立 町役 町村 村民 村内 村長 村立 村役 市民 市内 市役 市立 市長 市外 区民 区内 区役 区長
区立 県民 県内 県庁 県立 県外 県営 国民 国内 国立 国営 国籍 街路 街頭 街並 街角 街灯 街中 道路
道端 道筋 道順 橋脚 橋桁 店舗 店長 店先 店主 店街 家族 家庭 家屋 家計 家事 家賃 家具 家電 家主
庭園 庭木 庭先 窓口 窓辺 窓際 門前 屋根 床下 畳敷 寺院 寺社 神社 神事 祭礼 祭典 城跡 城下 城郭
塔屋 蔵書 蔵元 墓地 墓参 園児 園内 園庭 園芸 校内 校庭 校舎 校長 校区 車両 車椅 車道 車検 車内
船舶 船上 船旅 舟運 旅行 旅先 旅館 本棚 本屋 紙芝 紙面 紙類 筆記 絵本 絵画 絵手 絵巻 字幕 字体
歌声 歌詞 歌手 歌唱 曲目 音楽 音声 音響 音訳 声優 声楽 劇場 劇団 舞踊 踊手 映画 写真 食事 食育
食品 食料 食堂 食材 食費 食器 食肉 食卓 食糧 食物 酒造 酒蔵 菓子 服装 布団 布地 糸車 靴下 薬局
薬剤 薬物 薬草 病院 病気 病児 病室 医師 医療 医院 医者 体操 体力 体調 体温 体重 体育 心身 心臓
心理 頭痛 顔色 目薬 目線 耳鼻 鼻炎 口内 歯科 歯医 歯磨 歯周 腕力 手話 手芸 手紙 手作 手縫 手編
足腰 足湯 足元 足跡 腰痛 骨折 血圧 血液 肌着 髪型 涙目 命綱 傷病 人材 人権 人口 人数 人々 人命
人間 子育 子供 子女 孫育 孫娘 親子 親族 親類 父母 父親 母親 母子 母国 母語 母乳 兄弟 姉妹 妻子
夫婦 夫妻 娘婿 男性 男子 男女 女性 女子 老人 老後 若者 若手 若年 友人 友達 客席 客室 隣人 隣家
金額 金銭 金属 銀行 鉄道 鉄橋 銅像 炭焼 炭火 灰皿 油絵 油脂 塩分 塩害 酢物 味覚 味噌 匂袋 色彩
形見 線路 点字 点訳 円卓 輪投 箱庭 袋詰 瓶詰 缶詰 皿洗 釜飯 刃物 刀剣 弓道 矢印 旗手 鐘楼 笛吹
棚田 机上 椅子 鏡台 鍵盤 札所 券売 票決 票数 印鑑 印刷 税金 税務 税制 税理 法律 法令 法規 罪状
罰則 罰金 賞状 賞金 賞品 列車 謎解 恋愛 愛情 愛犬
"""


@lru_cache(maxsize=1)
def _following() -> dict[str, str]:
    found: dict[str, str] = {}
    for word in WORDS.split():
        found[word[0]] = found.get(word[0], "") + word[1]
    return found


def following(kanji: str) -> str:
    """The characters that may follow a kanji in a word that still means it; nothing for one that is not known."""
    return _following().get(kanji, "")
