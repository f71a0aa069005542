"""Languages: CSL's codes (BCP 47) and the names that babel and biblatex's `langid` know.

Sources: CSL 1.0.2 specification, "language"; biblatex manual 3.18, §3.18 table 2; the babel manual, "Options".
"""

from __future__ import annotations

_NAMES = {
    "ar": "arabic",
    "bg": "bulgarian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "ngerman",
    "de-AT": "naustrian",
    "de-CH": "nswissgerman",
    "el": "greek",
    "en": "english",
    "en-AU": "australian",
    "en-CA": "canadian",
    "en-GB": "british",
    "en-NZ": "newzealand",
    "en-US": "american",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "fr-CA": "canadien",
    "gl": "galician",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "hu": "magyar",
    "is": "icelandic",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "la": "latin",
    "lt": "lithuanian",
    "lv": "latvian",
    "nb": "norsk",
    "nl": "dutch",
    "nn": "nynorsk",
    "pl": "polish",
    "pt": "portuguese",
    "pt-BR": "brazilian",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovene",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
    "uk": "ukrainian",
    "vi": "vietnamese",
    "zh": "chinese",
}
_CODES = {name: code for code, name in _NAMES.items()} | {
    "german": "de",
    "austrian": "de-AT",
    "swissgerman": "de-CH",
    "usenglish": "en-US",
    "ukenglish": "en-GB",
    "francais": "fr",
    "frenchb": "fr",
    "hungarian": "hu",
    "norwegian": "nb",
    "portuges": "pt",
    "brazil": "pt-BR",
    "slovenian": "sl",
}


def language_name(code: str) -> str | None:
    """The name that babel has for a language code (for the language alone where the region has none), or None.

    >>> language_name("en-GB"), language_name("de-LI"), language_name("sw")
    ('british', 'ngerman', None)
    """
    return _NAMES.get(code) or _NAMES.get(code.partition("-")[0])


def language_code(name: str) -> str | None:
    """The code of a language by babel's name for it; a code stays one; None for anything else.

    >>> language_code("British"), language_code("pt-BR"), language_code("Elvish")
    ('en-GB', 'pt-BR', None)
    """
    return _CODES.get(name.lower()) or (name if name in _NAMES else None)
