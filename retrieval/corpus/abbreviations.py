"""Words whose full stop need not end a sentence, as data.

All are lower-case and without their last full stop. The lists cover English-language news.
"""

from __future__ import annotations

from typing import Final

TITLES: Final = frozenset(
    """
    adm amb asst atty attn brig capt cmdr col comdr cong cpl cpt det dr fr gen gov hon insp lt ltc maj
    messrs mgr mlle mme mr mrs ms msgr pfc pres prof pvt rep reps rev rt sen sens sgt sr spc spkr
    supt treas vp
    """.split()
)
"""Stand before a name, and therefore never end a sentence."""

NEVER_LAST: Final = frozenset(
    """
    al approx c ca cf e.g eg fig figs i.e ie incl max min misc nos op pp viz vs v
    """.split()
) - {"al", "max", "min", "c"}
"""Need what follows them."""

BEFORE_A_NUMBER: Final = frozenset(
    """
    art arts ch chap fig figs jan feb mar apr jun jul aug sep sept oct nov dec no nos p par para
    pp sec vol
    """.split()
)
"""End no sentence where a number follows: "No. 10", "Jan. 5"."""

MAY_BE_LAST: Final = frozenset(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont
    neb nebr nev okla ont ore pa penn que tenn tex va vt wash wis wisc wyo
    ave bldg blvd bros co corp cos ct ctr dept dist est etc ft gov't inc intl jr lb lbs llc ltd mfg
    mt mtn natl oz plc rd sq sr st univ assn assoc govt hwy hr hrs al ed eds esq yr yrs
    """.split()
)
"""End a sentence only where the next word is one that usually begins sentences."""

BEGINNERS: Final = frozenset(
    """
    a about according after all also although among an and another any anyone as asked at
    because before both but by critics despite during each earlier either even every everyone few
    following for former from given had has have he her here his how however i if in indeed
    instead is it it's its last later many meanwhile more moreover most much my neither no nobody
    none nor not nothing now officials on once one only or other others our over police she shortly
    since so some soon still such that that's the their them then there there's these they they're
    this those though thus to today two under unlike until was we we're were what when where
    whether which while who whoever why with within without yes yesterday yet you your you're
    """.split()
)
"""Words that, capitalised after an abbreviation, show that a new sentence begins."""

SPEECH_AFTER_A_QUOTATION: Final = frozenset(
    """
    said says asked asks added adds told tells replied replies wrote writes tweeted posted cried
    shouted shouts exclaimed yelled joked quipped wondered continued demanded declared remarked
    responded explained concluded insisted argued noted recalled
    """.split()
)
"""Verbs by which a name after “…?” or “…!” still belongs to the quotation before it."""
