"""The rules, one file each; `RULES` lists them in the order of their codes."""

from __future__ import annotations

from typing import Final

from bibtools.check.base import Rule
from bibtools.check.rules.abstract_as_title import AbstractAsTitle
from bibtools.check.rules.archive_as_journal import ArchiveAsJournal
from bibtools.check.rules.collaboration_with_and import CollaborationWithAnd
from bibtools.check.rules.control_characters import ControlCharacters
from bibtools.check.rules.copy_artefacts import CopyArtefacts
from bibtools.check.rules.csl_invalid import CslInvalid
from bibtools.check.rules.date_contradicts_id import DateContradictsId
from bibtools.check.rules.doi_contradicts_url import DoiContradictsUrl
from bibtools.check.rules.doi_malformed import DoiMalformed
from bibtools.check.rules.doi_not_bare import DoiNotBare
from bibtools.check.rules.duplicate_key import DuplicateKey
from bibtools.check.rules.duplicate_work import DuplicateWork
from bibtools.check.rules.eprint_not_bare import EprintNotBare
from bibtools.check.rules.escaped_verbatim import EscapedVerbatim
from bibtools.check.rules.et_al_as_name import EtAlAsName
from bibtools.check.rules.html_left_over import HtmlLeftOver
from bibtools.check.rules.id_contradicts_title import IdContradictsTitle
from bibtools.check.rules.ids_disagree import IdsDisagree
from bibtools.check.rules.implausible_year import ImplausibleYear
from bibtools.check.rules.impossible_arxiv_id import ImpossibleArxivId
from bibtools.check.rules.impossible_date import ImpossibleDate
from bibtools.check.rules.missing_author import MissingAuthor
from bibtools.check.rules.missing_date import MissingDate
from bibtools.check.rules.missing_required import MissingRequired
from bibtools.check.rules.missing_title import MissingTitle
from bibtools.check.rules.missing_venue import MissingVenue
from bibtools.check.rules.mojibake import Mojibake
from bibtools.check.rules.month_in_words import MonthInWords
from bibtools.check.rules.name_in_capitals import NameInCapitals
from bibtools.check.rules.name_list_and import NameListAnd
from bibtools.check.rules.name_list_commas import NameListCommas
from bibtools.check.rules.name_with_digits import NameWithDigits
from bibtools.check.rules.non_ascii_classic import NonAsciiClassic
from bibtools.check.rules.page_range import PageRange
from bibtools.check.rules.particle_misplaced import ParticleMisplaced
from bibtools.check.rules.single_hyphen_pages import SingleHyphenPages
from bibtools.check.rules.title_full_stop import TitleFullStop
from bibtools.check.rules.title_in_capitals import TitleInCapitals
from bibtools.check.rules.unbalanced_math import UnbalancedMath
from bibtools.check.rules.undecoded_latex import UndecodedLatex
from bibtools.check.rules.unescaped_special import UnescapedSpecial
from bibtools.check.rules.unprotected_capitals import UnprotectedCapitals
from bibtools.check.rules.unprotected_math import UnprotectedMath
from bibtools.check.rules.unsafe_key import UnsafeKey
from bibtools.check.rules.url_damaged import UrlDamaged
from bibtools.check.rules.wrong_check_digit import WrongCheckDigit

RULES: Final[tuple[Rule, ...]] = (
    MissingTitle(),
    MissingAuthor(),
    MissingDate(),
    MissingVenue(),
    MissingRequired(),
    DoiNotBare(),
    DoiMalformed(),
    EprintNotBare(),
    ImpossibleArxivId(),
    IdsDisagree(),
    WrongCheckDigit(),
    UrlDamaged(),
    DoiContradictsUrl(),
    IdContradictsTitle(),
    NameListCommas(),
    NameListAnd(),
    EtAlAsName(),
    CollaborationWithAnd(),
    NameInCapitals(),
    NameWithDigits(),
    ParticleMisplaced(),
    UndecodedLatex(),
    UnbalancedMath(),
    ControlCharacters(),
    Mojibake(),
    HtmlLeftOver(),
    TitleFullStop(),
    TitleInCapitals(),
    AbstractAsTitle(),
    PageRange(),
    CopyArtefacts(),
    ArchiveAsJournal(),
    DuplicateKey(),
    DuplicateWork(),
    UnsafeKey(),
    ImpossibleDate(),
    DateContradictsId(),
    ImplausibleYear(),
    CslInvalid(),
    UnprotectedCapitals(),
    UnprotectedMath(),
    UnescapedSpecial(),
    EscapedVerbatim(),
    NonAsciiClassic(),
    MonthInWords(),
    SingleHyphenPages(),
)
