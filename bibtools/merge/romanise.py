"""Names in Latin letters, for citation keys: ASCII, lower case, always the same for the same name.

Cyrillic after ISO 9's common simplification (BGN/PCGN without signs), Hangul and kana by the syllable names of the
Unicode Character Database, Chinese family names by their usual pinyin. A character without a reading here becomes its
code point ("u738b"), so that two names never fold into one by losing their letters.
"""

from __future__ import annotations

import re
import unicodedata

from bibtools.text.fold import fold

_LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya ye i yi g u dj j lj nj c dz"
_CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўђјљњћџ", _LATIN.split(" "), strict=True))
# The hundred most frequent family names of China, in both scripts where they differ.
_SURNAMES = """
    wang:王汪 li:李黎 zhang:张張章 liu:刘劉柳 chen:陈陳 yang:杨楊 zhao:赵趙 huang:黄黃 zhou:周 wu:吴吳武
    xu:徐许許 sun:孙孫 hu:胡 zhu:朱 gao:高 lin:林 he:何贺賀 guo:郭 ma:马馬 luo:罗羅 liang:梁 song:宋 zheng:郑鄭
    xie:谢謝 han:韩韓 tang:唐汤湯 feng:冯馮 yu:于余喻 dong:董 xiao:萧蕭肖 cheng:程成 cao:曹 yuan:袁 deng:邓鄧
    fu:傅付 shen:沈 zeng:曾 peng:彭 lü:吕呂 su:苏蘇 lu:卢盧陆陸路 jiang:蒋蔣江姜 cai:蔡 jia:贾賈 ding:丁
    wei:魏韦韋 xue:薛 ye:叶葉 yan:阎閻严嚴 pan:潘 du:杜 dai:戴 xia:夏 zhong:钟鍾 tian:田 ren:任 fan:范樊 fang:方
    shi:石史施 yao:姚 tan:谭譚 liao:廖 zou:邹鄒 xiong:熊 jin:金 hao:郝 kong:孔 bai:白 cui:崔 kang:康 mao:毛
    qiu:邱 qin:秦 gu:顾顧 hou:侯 shao:邵 meng:孟 long:龙龍 wan:万萬 duan:段 lei:雷 qian:钱錢 yin:尹 yi:易
    chang:常 qiao:乔喬 lai:赖賴 gong:龚龔 wen:文
"""
_HAN = {
    character: reading.replace("ü", "u")
    for reading, characters in (entry.split(":") for entry in _SURNAMES.split())
    for character in characters
}
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}\Z")


def romanise(text: str) -> str:
    """`text` as lower-case ASCII letters and digits without spaces.

    >>> romanise("Müller-Lüdenscheidt"), romanise("Иванов"), romanise("김"), romanise("王"), romanise("さとう")
    ('mullerludenscheidt', 'ivanov', 'gim', 'wang', 'satou')
    """
    if text.isascii():
        return _ascii(text)
    return "".join(map(_letter, "".join(map(_cyrillic, text))))


def family_of_literal(text: str) -> str:
    """The part of a name in one piece that stands for it: a collaboration's first real word, a Chinese family name.

    >>> family_of_literal("The ATLAS Collaboration"), family_of_literal("王小明"), family_of_literal("OpenAI")
    ('ATLAS', '王', 'OpenAI')
    """
    if _HAN_NAME.match(text):
        return text[0]
    words = [word for word in text.split() if word.lower() not in ("the", "a", "and", "of", "for")]
    return words[0] if words else text


def _ascii(text: str) -> str:
    return fold(text).replace(" ", "")


def _cyrillic(character: str) -> str:
    reading = _CYRILLIC.get(character.lower())
    return character if reading is None else reading.strip("_")


def _letter(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    folded = _ascii(character)
    if folded.isascii():
        return folded
    if character in _HAN:
        return _HAN[character]
    named = unicodedata.name(character, "")
    if found := re.match(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) (\w+)\Z", named):
        return found[1].lower()
    return f"u{ord(character):x}" if character.isalnum() else ""
