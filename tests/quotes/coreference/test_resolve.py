from __future__ import annotations

import pytest

from tests.quotes.sample_articles import statement_texts, statements

pytestmark = pytest.mark.parser


def speakers(text: str) -> list[str | None]:
    return [each.speaker for each in statement_texts(text)]


def test_a_surname_is_the_fullest_name_in_the_article() -> None:
    text = "Anna Marlow arrived.\n“It is late,” Marlow said."
    assert speakers(text) == ["Anna Marlow"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jan Holberg", "Ann Holberg"), ("Diana Holberg", "Dana Holberg"), ("Ian Holt", "Jan Holt")],
)
def test_two_first_names_are_two_people_in_an_article(one: str, other: str) -> None:
    text = f"{one} said the frost came early. {other} said the fence had been moved."
    assert speakers(text) == [one, other]


@pytest.mark.parametrize(
    ("printed", "speaker"),
    [
        ("Holbreg", "Anna Holberg"),
        ("Holbberg", "Anna Holberg"),
        ("Holbergs", "Holbergs"),
        ("Hallberg", "Hallberg"),
    ],
)
def test_a_surname_with_a_misprint_is_the_fullest_name(printed: str, speaker: str) -> None:
    text = f"Anna Holberg arrived on Monday.\n“It is late,” {printed} said."
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It is late,” Anna Marlow said.\n“It is,” she added.", "Anna Marlow"),
        ("“It is late,” Anna Marlow said. Tom Kerr left.\n“It is,” she added.", "Anna Marlow"),
        ("“It is late,” Anna Marlow said.\n“It is,” he added.", None),
        ("“It is,” he added.", None),
        ("“It is late,” Anna Marlow said.\nTom Kerr agreed. “It is,” he added.", "Tom Kerr"),
    ],
)
def test_a_pronoun_is_the_last_person_whom_it_fits(text: str, speaker: str | None) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Mark Bishop, a painter, said it was late. “It is,” Bishop added. "
            "The bishop said it was early.",
            ["Mark Bishop", "Mark Bishop", "The bishop"],
        ),
        (
            "Judge Ada Kallow said it was late.\nHer school friend Kevin Judge said it was not. "
            "Judge told the court he could prove it. “It is,” said Judge Kallow.",
            ["Ada Kallow", "Kevin Judge", "Kevin Judge", "Ada Kallow"],
        ),
        (
            "Judge denies that it is late\nOwen Judge said it was. The judge said it was not.",
            ["Judge", "Owen Judge", "Judge"],
        ),
        (
            "Robert Chancellor said it was late. Chancellor Ida Berg said it was not. "
            "“It is,” Mr. Chancellor said.",
            ["Robert Chancellor", "Ida Berg", "Robert Chancellor"],
        ),
    ],
)
def test_a_word_for_an_office_is_a_surname_once_it_is_introduced(
    text: str, found: list[str]
) -> None:
    assert speakers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Pieter van der Holt said it was late. Van der Holt said so again.",
            "Pieter van der Holt",
        ),
        ("“It is late,” said Lars af Marlow. “It is,” Marlow added.", "Lars af Marlow"),
        ("Ana dos Santis Marlow told the board that it was late.", "Ana dos Santis Marlow"),
        ("Karl von und zu Kerr said it was late.", "Karl von und zu Kerr"),
        ("“It is late,” said Pieter ter Kerrkamp.", "Pieter ter Kerrkamp"),
        ("Willem 't Holt said it was late.", "Willem 't Holt"),
        ("Dirk van ’t Holt said it was late.", "Dirk van ’t Holt"),
        ("Sheikh Omar ibn Salim said it was late.", "Omar ibn Salim"),
        ("Luc du Montclar said it was late.", "Luc du Montclar"),
        ("“It is late,” said van der Holt.", "van der Holt"),
        ("Tobin Marlow Jr. said it was late. Marlow said so again.", "Tobin Marlow Jr."),
        ("Ruford Marlow the Third said it was late.", "Ruford Marlow the Third"),
        ("Al Marlow said it was late.", "Al Marlow"),
        ("Van Maximilian Marlow said it was late.", "Van Maximilian Marlow"),
        ("The driver of the white van said it was late.", "The driver of the white van"),
        ("Anna Marlow said the van from Kerr was late.", "Anna Marlow"),
        ("The Cirque du Marlow said it was late.", "Cirque du Marlow"),
    ],
)
def test_particles_and_what_follows_a_name_belong_to_it(text: str, found: str) -> None:
    assert set(speakers(text)) == {found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Ruvik “The Anvil” Marlow said it was late. “It is,” Marlow said.",
            "Ruvik “The Anvil” Marlow",
        ),
        ('Ruvik "Ru" Marlow said it was late. Ru Marlow said so again.', 'Ruvik "Ru" Marlow'),
        (
            "“It is late,” said Lars (Lasse) Marlow. “It is,” Lasse Marlow added.",
            "Lars (Lasse) Marlow",
        ),
        ("James ‘Jim’ Marlow said it was late. “It is,” James Marlow said.", "James ‘Jim’ Marlow"),
        ("Bo “Bear” Tarnow said it was late. “It is,” Tarnow said.", "Bo “Bear” Tarnow"),
        ("Bo 'Bear' Tarnow said it was late. “It is,” Bo Tarnow said.", "Bo 'Bear' Tarnow"),
        ("“It is late,” said Bo (Bear) Tarnow. “It is,” Tarnow said.", "Bo (Bear) Tarnow"),
        ("Bo said “Bear” Tarnow was late.", "Bo"),
        ("Anna Marlow (R-Ost) said it was late.", "Anna Marlow"),
        ("Anna Marlow said it was “Late” Monday.", "Anna Marlow"),
    ],
)
def test_a_nickname_in_marks_is_within_the_name(text: str, found: str) -> None:
    assert set(speakers(text)) == {found}


def test_a_nickname_in_marks_is_said_by_nobody() -> None:
    text = "Tove “the Hammer” Marlow, a boxer, waited.\n“I win,” said Anna “Peg” Kerr."
    (only,) = statement_texts(text)
    assert only.contents == ("I win,",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mayor Ada Marlow left.\n“It is late,” said Friday Marlow.", ["Ada Marlow"]),
        ("“It is late,” said Friday Marlow.", ["Marlow"]),
        ("It is late, July Marlow said.", ["Marlow"]),
        ("Mayor Ada Marlow left.\nMarlow Tuesday told reporters it was late.", ["Ada Marlow"]),
        ("May Marlow, 34, a nurse, said it was late. Marlow said so.", ["May Marlow"]),
        ("April Kerr, a reporter, said it was late.", ["April Kerr"]),
        ("June Kerr said it was late. “It is,” said June Kerr.", ["June Kerr", "June Kerr"]),
        ("In May Kerr said it was late.", ["Kerr"]),
        ("The actress Tuesday Marlow said it was late.", ["Tuesday Marlow"]),
        (
            "Sergeant Joe Friday said it was late. Friday told her that it was not. "
            "On Friday, Kerr said it was.",
            ["Joe Friday", "Joe Friday", "Kerr"],
        ),
        ("Theresa May said it was late. May told her it was not.", ["Theresa May", "Theresa May"]),
        ("The mayor on Monday said it was late.", ["The mayor"]),
        ("“It is late,” Friday Marlow’s spokesman said.", ["Marlow’s spokesman"]),
        ("A letter sent on Monday said it was late.", ["A letter sent on Monday"]),
        ("Sunday’s report said it was late.", ["Sunday’s report"]),
    ],
)
def test_a_day_or_a_month_is_in_a_name_only_where_it_is_introduced(
    text: str, found: list[str]
) -> None:
    assert speakers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Her brother, the painter Tim Major, said it was late. “It is,” Mr. Major said.",
            ["Tim Major", "Tim Major"],
        ),
        (
            "Senator Susan Kerr, a Maine Republican, spoke. The Maine Republican said it was late.",
            ["Susan Kerr"],
        ),
        ("The California Democrat said it was late.", ["The California Democrat"]),
        ("Republicans said it was late.", ["Republicans"]),
        ("“It is late,” said a nurse who asked to be called “Mags”.", ["a nurse"]),
    ],
)
def test_a_role_is_whoever_stands_beside_it(text: str, found: list[str]) -> None:
    assert speakers(text) == found


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("The ferry captain Anna Marlow said it was late.", {"ferry captain"}),
        ("Harbour Minister Anna Marlow said it was late.", {"Harbour Minister"}),
        ("The teacher and mayor Anna Marlow said it was late.", {"teacher and mayor"}),
        ("It was the manner Dr. Marlow said she knew.", set[str]()),
        ("He is the man Ms. Marlow said was late.", set[str]()),
        ("Reporters and President Marlow said it was late.", set[str]()),
        ("Anna Marlow, Owen Judge and others said it was late.", set[str]()),
        ("Anna Marlow, Kerr’s lawyer, said it was late.", {"Kerr’s lawyer"}),
        ("Anna Marlow, who has been mayor, said it was late.", set[str]()),
    ],
)
def test_aliases_are_roles_as_printed_and_no_other_words(text: str, aliases: set[str]) -> None:
    found = [each.speaker for each in statements(text) if each.speaker and each.speaker.named]
    names = {"Marlow", "Ms. Marlow", "President"}
    assert {alias for who in found for alias in who.aliases} - names == aliases


@pytest.mark.parametrize(
    "description",
    ["the ex-officer", "The former officer", "the ex-Swedish officer", "the ex-Swedish official"],
)
def test_a_description_is_whoever_has_the_role(description: str) -> None:
    text = (
        "“It is late,” former Swedish navy officer and politician Anders Varga said.\n"
        f"“It is very late,” {description} added."
    )
    assert speakers(text) == ["Anders Varga", "Anders Varga"]


def test_a_description_that_fits_nobody_stays_a_description() -> None:
    text = (
        "“It is late,” former Swedish navy officer Anders Varga said.\n"
        "“It is very late,” the Danish minister added."
    )
    assert speakers(text) == ["Anders Varga", "the Danish minister"]


def test_roles_before_and_after_a_name_are_kept() -> None:
    text = (
        "“It is late,” former Swedish navy officer and politician Anders Varga said.\n"
        "“It is,” said Anna Marlow, director of the Pier Institute."
    )
    varga, marlow = (s.speaker for s in statements(text))
    assert varga is not None
    assert marlow is not None
    assert "former Swedish navy officer and politician" in varga.aliases
    assert any(alias.startswith("director of the Pier Institute") for alias in marlow.aliases)


def test_somebody_named_in_the_speakers_title_does_not_speak() -> None:
    text = (
        "Peter Yarrow, chief of staff to President Victor Zane, told the Herald it had been "
        "“a challenge” to build ties."
    )
    assert set(speakers(text)) == {"Peter Yarrow"}


def test_unnamed_sources_are_described_and_kept_apart() -> None:
    text = (
        "“It is late,” said a former senior Ruritanian official.\n"
        "“It is early,” the former official added.\n"
        "“Neither,” said a former senior Grand Fenwick official.\n"
        "“Wait,” said an engineer."
    )
    found = [statement.speaker for statement in statements(text)]
    assert [(s.name, s.named) for s in found if s] == [
        ("a former senior Ruritanian official", False),
        ("a former senior Ruritanian official", False),
        ("a former senior Grand Fenwick official", False),
        ("an engineer", False),
    ]


def test_bodies_and_places_speak_under_their_names() -> None:
    text = "The Kremlin said the talks were “useful.”\nThe Pentagon denied that it was late."
    found = [statement.speaker for statement in statements(text)]
    assert [(s.name, s.named) for s in found if s] == [("Kremlin", True), ("Pentagon", True)]


def test_two_people_with_one_surname_are_never_one() -> None:
    text = (
        "Anna Marlow and her brother Tom Marlow arrived.\n“It is late,” Marlow said.\n"
        "“It is,” Tom Marlow said."
    )
    assert speakers(text) == ["Marlow", "Tom Marlow"]


def test_a_bare_surname_is_the_one_introduced_before_the_second() -> None:
    text = (
        "Tom Marlow arrived.\n“It is late,” Marlow said.\nAnna Marlow, the mayor, left.\n"
        "“It is,” said Anna Marlow.\n“Quite,” Marlow said."
    )
    assert speakers(text) == ["Tom Marlow", "Anna Marlow", "Marlow"]


def test_a_bare_surname_of_two_in_one_paragraph_is_nobody_elses() -> None:
    text = (
        "“It is late,” said Tom Marlow. “It is,” said Anna Marlow.\n"
        "The tide rose.\nThe tide fell.\n“Quite,” Marlow said."
    )
    assert speakers(text) == ["Tom Marlow", "Anna Marlow", "Marlow"]


def test_herself_says_whom_she_means() -> None:
    text = (
        "Marlow’s aide, Robin Kerr, said it was late.\nQuinn Marlow herself arrived. "
        "“It is,” she said."
    )
    assert speakers(text)[-1] == "Quinn Marlow"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "“It is late,” Fenwickian Water Minister Paul Okombe told a news conference.",
            "Paul Okombe",
            "Fenwickian Water Minister",
        ),
        (
            "Its head of planning, Edmund Sorrel, said that it was late.",
            "Edmund Sorrel",
            "head of planning",
        ),
        (
            "Their chairman, Captain Oscar Vennet, said that it was late.",
            "Oscar Vennet",
            "chairman",
        ),
    ],
)
def test_titles_are_roles_and_no_part_of_the_name(text: str, name: str, role: str) -> None:
    (only,) = statements(text)
    assert only.speaker is not None
    assert only.speaker.name == name
    assert role in only.speaker.aliases


def test_a_spokesman_speaks_for_the_office_before_him() -> None:
    text = "The mayor’s office disputed the remark. Its spokesman, Peter Reeve, said that it was late."
    (only,) = statements(text)
    assert only.speaker is not None
    assert only.speaker.name == "Peter Reeve"
    assert "The mayor’s office" in only.speaker.aliases


def test_one_description_is_one_speaker_whatever_its_case_and_article() -> None:
    text = (
        "The pilot said that it was late.\n“It is,” the pilot said.\n"
        "“Quite,” said a pilot from Exampleton."
    )
    assert speakers(text) == ["the pilot", "the pilot", "a pilot from Exampleton"]


def test_a_description_takes_up_somebody_who_said_nothing_yet() -> None:
    text = (
        "“It is late,” said a former partner of his.\n"
        "A former senior executive of Pier Holdings, who left in May, thought so too. "
        "“It is,” the former executive said."
    )
    assert speakers(text)[-1] == "A former senior executive of Pier Holdings"


def test_the_last_words_of_a_bodys_name_are_the_body() -> None:
    text = (
        "The Exampleton Port Authority questioned the figures.\n"
        "The port authority said that it was late."
    )
    assert speakers(text) == ["Exampleton Port Authority"] * 2


def test_a_name_that_the_parser_does_not_know_is_known_by_its_description() -> None:
    text = (
        "Tom Kerr did not reply.\nAmbrose Tolly, a councillor who voted against it, called for "
        "a vote. “It is late,” he said."
    )
    assert speakers(text) == ["Ambrose Tolly"] * 2


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Omar Haddad met Tom Kerr.\n“It is late,” he said.", "Omar Haddad"),
        ("Omar Haddad and Tom Kerr left.\n“It is late,” he said.", None),
        ("Omar Haddad said Tom Kerr had left. He added that it was late.", "Omar Haddad"),
        (
            "When the note reached Omar Haddad, Anna Marlow left. He said it was late.",
            "Omar Haddad",
        ),
        ("Omar Haddad left early. Tom Kerr, he said, was late.", "Omar Haddad"),
        ("Tom Kerr asked Omar Haddad about it.\n“It is late,” he said.", None),
        ("Tom Kerr stayed. He had been warned.\n“It is late,” he said.", "Tom Kerr"),
    ],
)
def test_a_pronoun_is_whoever_is_foremost_and_nobody_where_two_are(
    text: str, speaker: str | None
) -> None:
    assert speakers(text)[-1] == speaker


def test_a_clause_that_says_something_is_no_speaker() -> None:
    text = (
        "Omar Haddad objected to the deal because of a clause saying that it was late. "
        "He added that the clause was wrong."
    )
    assert speakers(text)[-1] == "Omar Haddad"


def test_a_pronoun_gives_the_one_it_stood_for_a_gender() -> None:
    text = (
        "Quill Varga left the court. She was tired.\nThe tide rose.\n"
        "Anna Marlow met Quill Varga.\n“It is late,” he said."
    )
    assert speakers(text)[-1] is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Grace Tolland sued.\n“It is late,” Mr. Tolland said.", "Tolland"),
        ("Grace Tolland sued.\n“It is late,” Ms. Tolland said.", "Grace Tolland"),
    ],
)
def test_a_title_is_not_given_to_the_wrong_one_of_a_family(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Grace Tolland, a barrister, left.\n“It is late,” the lawyer said.", "Grace Tolland"),
        ("Grace Tolland, a barrister, left.\n“It is late,” the official said.", "the official"),
        ("Sen. Grace Tolland left.\n“It is late,” the senator from Ostvik said.", "Grace Tolland"),
        ("Grace Tolland, a coach, left.\n“It is late,” her coach said.", "her coach"),
        (
            "Justice Grace Tolland left.\nThe tide rose.\nTom Kerr dissented. The justice said "
            "that it was late.",
            "The justice",
        ),
    ],
)
def test_a_role_is_whose_it_is_printed_and_nobody_elses(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_a_headline_before_a_name_is_no_part_of_it() -> None:
    text = (
        "Omar Haddad Slams Grace Tolland.\n“It is late,” Grace Tolland said. Tolland added more."
    )
    assert speakers(text)[0] == "Grace Tolland"


def test_a_prince_is_not_another_of_the_same_first_name() -> None:
    text = "Prince Henry arrived.\n“It is late,” Henry said.\nHenry Marlow, a singer, left."
    assert speakers(text) == ["Henry"]


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Tarnow, himself accused of fraud, wrote that it was late.", "Owen Tarnow"),
        ("Tarnow, himself a swimmer, said that it was late.", "Owen Tarnow"),
        ("Tarnow, who himself had been late, said that it was early.", "Owen Tarnow"),
        ("“It is late,” Tarnow himself said.", "Owen Tarnow"),
        ("“It is late,” said Tarnow himself.", "Owen Tarnow"),
        ("The senator himself said that it was late.", "Ivo Kessel"),
        ("He himself said that it was late.", "Ivo Kessel"),
    ],
)
def test_himself_is_whoever_it_stands_beside(said: str, speaker: str) -> None:
    text = f"Mayor Owen Tarnow left on Monday.\nSenator Ivo Kessel read the report. {said}"
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "President Ivo Kessel met Vice President Owen Tarnow. The vice president said that it "
            "was late.",
            "Owen Tarnow",
        ),
        ("Deputy Mayor Owen Tarnow left. The mayor said that it was late.", "The mayor"),
        ("President Ivo Kessel left. The vice president said it was late.", "The vice president"),
        ("President Ivo Kessel left. The next president said it was late.", "The next president"),
        ("President-elect Ivo Kessel left. The president said it was late.", "The president"),
        ("Former President Ivo Kessel left. The president said it was late.", "The president"),
        ("Mayor Ivo Kessel left. The former mayor said it was late.", "The former mayor"),
        ("Ivo Kessel, the mayor's lawyer, left. The mayor said it was late.", "The mayor"),
        ("Ivo Kessel, the mayor's lawyer, left. The lawyer said it was late.", "Ivo Kessel"),
        ("Ivo Kessel, a candidate for mayor, left. The mayor said it was late.", "The mayor"),
        ("Ivo Kessel, an aide to the mayor, left. The aide said it was late.", "Ivo Kessel"),
        ("Ivo Kessel, the mayor of Ostvik, left. The mayor said it was late.", "Ivo Kessel"),
        ("Ivo Kessel, owner and mayor, left. The mayor said it was late.", "Ivo Kessel"),
        (
            "Mayor Owen Tarnow and Deputy Mayor Ivo Kessel left. The deputy mayor was late, the "
            "deputy mayor said.",
            "Ivo Kessel",
        ),
    ],
)
def test_a_deputy_or_a_successor_has_another_role(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_whom_the_speaker_reminds_is_another() -> None:
    text = (
        "Senator Owen Tarnow spoke. Reminding Senator Ivo Kessel of the vote, he said that it was "
        "late."
    )
    assert speakers(text) == ["Owen Tarnow"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Anna Kerr sang. The bell was rung by Lena Tarnow, a friend who she says was late.",
            "Anna Kerr",
        ),
        ("Lena Tarnow, who rang, left. “It is late,” she said.", "Lena Tarnow"),
        ("They read a letter from Lena Tarnow in which she says that it is late.", "Lena Tarnow"),
        (
            "Senator Ivo Kessel left.\nThe teacher Paul Tarnow pointed to a riddle: Whoever lost "
            "was likely to win, he suggested.",
            "Paul Tarnow",
        ),
        (
            "The lawyer, Anna Kerr, spoke for an hour, two people said.\n“Kerr was clear,” one "
            "source said. She told them that it was late.",
            None,
        ),
        ("The roof fell.\n“It was wet,” one nurse said. She said that it was late.", "one nurse"),
    ],
)
def test_a_pronoun_is_not_who_its_own_clause_is_about(text: str, speaker: str | None) -> None:
    found = [each for each in statement_texts(text) if each.mention in {"she", "She", "he"}]
    assert [each.speaker for each in found] == [speaker]
