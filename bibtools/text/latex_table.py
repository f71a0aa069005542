"""What LaTeX's macros stand for: letters, text symbols, math symbols, accents, and macros that only set type.

Each table is written as "name character" pairs. A math symbol may only be written between dollars, a text symbol
anywhere. Where two macros stand for one character, the one that is written comes first.

Sources: The LaTeX Companion (2nd edition), tables 7.33 and 8.1 ff.; "LaTeX 2e font selection" (fntguide), section on
encodings; source2e, ltoutenc.dtx.
"""

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _inverse(table: dict[str, str]) -> dict[str, str]:
    return {character: name for name, character in reversed(table.items()) if len(character) == 1}


ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "h": "\u0309",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "G": "\u030f",
    "d": "\u0323",
    "textcommabelow": "\u0326",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""Accent macro -> combining character, which follows the letter it sits on."""

LETTERS = _pairs("""
    ss ß AE Æ ae æ OE Œ oe œ O Ø o ø AA Å aa å L Ł l ł DJ Đ dj đ DH Ð dh ð TH Þ th þ NG Ŋ ng ŋ i ı j ȷ SS ẞ IJ Ĳ ij ĳ
    OHORN Ơ ohorn ơ UHORN Ư uhorn ư textschwa ə
""")

TEXT = _pairs("""
    S § textsection § P ¶ textparagraph ¶ dag † textdagger † ddag ‡ textdaggerdbl ‡ copyright © textcopyright ©
    textregistered ® texttrademark ™ pounds £ textsterling £ texteuro € euro € EUR € textyen ¥ textcent ¢
    ldots … dots … textellipsis … guillemotleft « guillemetleft « guillemotright » guillemetright » guilsinglleft ‹
    guilsinglright › quotedblbase „ quotesinglbase ‚ textquotedblleft “ textquotedblright ” textquoteleft ‘
    textquoteright ’ glqq „ grqq “ flqq « frqq » lq ‘ rq ’ textexclamdown ¡ textquestiondown ¿ textordfeminine ª
    textordmasculine º textemdash — textendash – textbullet • textnumero № textperthousand ‰
    textbackslash \\ textasciitilde ~ textasciicircum ^ textunderscore _ textdollar $ textbraceleft { textbraceright }
    lbrace { rbrace } textless < textgreater > textbar | textasteriskcentered * textquotesingle ' textquotedbl "
    textasciigrave ` textdegree ° degree ° textmu µ textonehalf ½ textonequarter ¼ textthreequarters ¾
    textonesuperior ¹ texttwosuperior ² textthreesuperior ³ textperiodcentered · slash / textcelsius ℃
""")

MATH = _pairs("""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    digamma ϝ varkappa ϰ aleph ℵ beth ℶ hbar ℏ hslash ℏ ell ℓ wp ℘ Re ℜ Im ℑ imath ı jmath ȷ eth ð
    infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ in ∈ notin ∉ ni ∋ sum ∑ prod ∏
    coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ sqrt √ surd √ angle ∠ triangle △ square □ Box □ diamond ⋄ Diamond ◇
    pm ± mp ∓ times × div ÷ ast ∗ star ⋆ circ ∘ bullet ∙ cdot · cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨
    wedge ∧ land ∧ setminus ∖ wr ≀ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ ltimes ⋉ rtimes ⋊ bigoplus ⨁ bigotimes ⨂
    bigcap ⋂ bigcup ⋃ neg ¬ lnot ¬ top ⊤ bot ⊥ perp ⟂ parallel ∥ mid ∣ nmid ∤ vdash ⊢ models ⊨ vDash ⊨ dagger †
    ddagger ‡ prime ′ flat ♭ natural ♮ sharp ♯ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠
    leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ ll ≪ gg ≫ neq ≠ ne ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ propto ∝
    asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
    subsetneq ⊊ sqsubset ⊏ sqsubseteq ⊑ triangleq ≜ coloneqq ≔ lhd ⊲ rhd ⊳
    to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ Rightarrow ⇒ implies ⟹
    Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ mapsto ↦ longmapsto ⟼ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹
    hookrightarrow ↪ hookleftarrow ↩ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightleftharpoons ⇌ rightharpoonup ⇀
    upharpoonright ↾ rightsquigarrow ⇝ leadsto ⇝ twoheadrightarrow ↠ rightrightarrows ⇉
    langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ Vert ‖ cdots ⋯ vdots ⋮ ddots ⋱ therefore ∴ because ∵
    checkmark ✓ bigstar ★ lozenge ◊ blacksquare ■ odiv ⨸ backslash \\ vert | lbrack [ rbrack ] lvert | rvert |
    colon : minus −
""")

FUNCTIONS = _words("""
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min Pr sec sin sinh sup tan tanh mod bmod pmod""")
"""Macros that print their own name."""

LOGOS = _pairs(
    "LaTeX LaTeX TeX TeX BibTeX BibTeX LaTeXe LaTeX2e XeTeX XeTeX LuaTeX LuaTeX pdfTeX pdfTeX MF METAFONT MP METAPOST"
)

SPACES = {
    " ": " ",
    "\t": " ",
    "\n": " ",
    ",": "\u2009",
    ":": " ",
    ";": " ",
    ">": " ",
    "!": "",
    "/": "",
    "-": "",
    "@": "",
    "\\": "\n",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
    "quad": " ",
    "qquad": "  ",
    "space": " ",
    "thinspace": "\u2009",
    "enspace": " ",
    "enskip": " ",
    "nobreakspace": "\xa0",
    "nobreakdash": "",
    "newline": " ",
    "linebreak": " ",
    "hskip": " ",
    "par": "\n\n",
    "and": " and ",
}

SETTING = _words("""
    textbf textit textsl textsc textrm textsf texttt textmd textup textnormal textlf textmuskip emph bf it sl sc rm
    sf tt em cal mit bfseries itshape slshape scshape rmfamily sffamily ttfamily mdseries upshape normalfont
    normalsize small footnotesize scriptsize tiny large Large LARGE huge Huge mbox hbox fbox makebox text ensuremath
    mathrm mathbf mathit mathsf mathtt mathnormal mathcal mathscr mathbb mathfrak mathds bm boldsymbol pmb
    operatorname mathop mathrel mathbin mathord mathopen mathclose left right middle big Big bigg Bigg bigl bigr Bigl
    Bigr biggl biggr Biggl Biggr limits nolimits displaystyle textstyle scriptstyle scriptscriptstyle
    textsuperscript textsubscript underline uline underbar protect relax noindent ignorespaces unskip leavevmode xspace
    uppercase lowercase MakeUppercase MakeLowercase nocase enquote citenamefont bibnamefont bibfnamefont bibinfo
    overline widehat widetilde vec hat tilde bar dot ddot check breve acute grave mathring underbrace overbrace
    nonumber allowbreak nobreak penalty kern ifmmode fi else mathstrut strut phantom hphantom vphantom smash
    cyr rmfamily selectfont sloppy raggedright centering""")
"""Macros that change only how their argument looks: the argument stays, the macro goes."""

SYMBOLS = {
    **MATH,
    **TEXT,
    **LETTERS,
    **LOGOS,
    **SPACES,
    **{name: name for name in FUNCTIONS},
    **dict.fromkeys(SETTING, ""),
}
"""Everything a macro without a special rule stands for."""

LETTER_MACROS = _inverse(LETTERS)
MATH_MACROS = {c: name for c, name in _inverse(MATH).items() if not c.isascii() and name != "minus"}
TEXT_MACROS = {c: name for c, name in _inverse(TEXT).items() if not c.isascii() and c not in MATH_MACROS}
