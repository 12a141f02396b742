"""Reads the text of files in every encoding that news has come in."""

import pytest

from retrieval.corpus.decode import (
    NotTextError,
    c1_as_windows_1252,
    control_character_fault,
    control_characters,
    decode,
    notes_on_damage,
)

WESTERN = [
    "Ferry’s fate\n\nThe board’s plan — “once and for all” — costs €12 million, said Hélène Béguin.",
    "Pier to close\n\nMayor Odda Finch said the pier wouldn’t close.",
    "The café is shut.",
    "The fare is £5.",
    "“No,” she said.",
    "The weir – dry since May – fills again.",
    "It costs €9.",
    "The £3m weir. “No,” he said. It’s the second – and last – time.",
    "Mayor Þóra said so.",
    "Mayor Guðný said so.",
    "Þórður Guðmundsson sagði að brúin yrði lokuð. „Það er ekki gott“, sagði Ásdís Ýr.",
    "Ordføreren i Kåfjord, Bjørn Ødegård, sa at veien må stenges i år.",
    "Borgmester Søren Bæk sagde, at broen lukker. »Det er ærgerligt,« sagde han.",
    "Åsa Öberg said the bridge at Växjö would close.",
    "Pääministeri Väinö Hämäläinen kävi Jyväskylässä.",
    "Die Bürgermeisterin sagte: „Die Straße bleibt gesperrt“, so Jörg Müßig.",
    "L’œuvre de Françoise Noël a été exposée à Orléans, où elle est née.",
    "« Non », a dit le maire.",
    "Mayor Eugène Lefèvre met Irène at the crèche.",
    "La alcaldesa dijo: «¿Qué más quieren?» ¡Nada!",
    "O presidente João Guimarães disse que a situação não é boa.",
    "Copyright © Weir Gazette ™. Half – ½ – of them, 20°C, §4, 3×4, ±2.",
    "It´s shut – H²O, she said.",
]


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_without_a_label_is_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text
    assert decode(f"{'The weir is dry. ' * 200}{text}".encode("cp1252")).endswith(text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Wójt Zdzisława Ćwikła powiedziała, że jaz w Łęczycy będzie zamknięty."),
        ("cp1250", "Mayor Zdzisława Ćwikła of Łęczyca said so."),
        ("iso8859-2", "Wójt Zdzisława Ćwikła powiedziała, że jaz w Łęczycy będzie zamknięty."),
        ("cp1250", "Starosta řekl, že jez bude uzavřen a dělníci žádají větší mzdy."),
        ("cp1250", "Primátor povedal, že hať bude zatvorená deväť mesiacov. Ľudia čakajú ďalej."),
        ("cp1250", "Primarul a spus că portul va fi închis. Oamenii sunt supăraţi şi aşteaptă."),
        ("cp1251", "Мэр сказала, что набережная будет закрыта на девять месяцев."),
        ("cp1251", "«Ждать нельзя», — сказала инженер Олина Вершкова."),
        ("koi8-r", "Мэр сказала, что набережная будет закрыта на девять месяцев."),
        ("koi8-u", "Міський голова сказала, що її відкриють пізніше."),
        ("cp1253", "Η δήμαρχος είπε ότι η προκυμαία θα κλείσει για εννέα μήνες."),
        ("cp1254", "Belediye başkanı rıhtımın dokuz ay kapalı kalacağını söyledi. Işıklar söndü."),
        ("cp1257", "Merė pasakė, kad krantinė bus uždaryta. Žmonės nepatenkinti, šaukia."),
        ("cp1255", "ראש העיר אמרה שהרציף ייסגר לתשעה חודשים."),
        ("shift_jis", "市長は堰が九か月閉鎖されると述べた。"),
        ("gbk", "市长说码头将关闭九个月。"),
        ("euc_kr", "시장은 부두가 9개월 동안 폐쇄될 것이라고 말했다."),
        ("mac_roman", "The board’s plan – “once and for all” – wasn’t cheap, said Hélène Béguin."),
        ("cp850", "Die Bürgermeisterin sagte, die Straße sei größer als früher."),
    ],
)
def test_text_of_another_encoding_is_recognised(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_one_faulty_byte_does_not_make_a_text_in_utf_8_windows_1252() -> None:
    text = "“Hélène’s weir,” said the mayor – “it’s dry.”"

    assert decode(text.encode() + b" caf\xe9") == f"{text} caf\ufffd"


def test_windows_1252_stored_as_iso_8859_1_is_read_as_it_was_written() -> None:
    assert decode("\x93It\x92s dry,\x94 she said\x85\n".encode()) == "“It’s dry,” she said…\n"


def test_the_line_ends_of_a_mainframe_stay_line_ends() -> None:
    assert c1_as_windows_1252("A weir\x85is dry.") == "A weir\x85is dry."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("He said \x1cno,\x1d and didn\x19t wait.", "U+001C in place of a letter or mark at 8"),
        ("Fran\x8doise said so.", "U+008D in place of a letter or mark at 4; expected the text"),
    ],
)
def test_control_characters_in_place_of_marks_are_a_fault(text: str, fault: str) -> None:
    assert fault in (control_character_fault(text, control_characters(text)) or "")


@pytest.mark.parametrize("text", ["The weir.\x1a", "a\tb\r\n\f", "\x1b[1mWeir\x1b[0m", "a\x85b"])
def test_control_characters_that_stand_for_no_mark_are_no_fault(text: str) -> None:
    assert control_characters(text) == []


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "â€œItâ€™s dry,â€ said HÃ©lÃ¨ne.",
            [
                "4 characters decoded twice, such as â€œ in place of “ at 0: quotations and names in "
                "it may not be found"
            ],
        ),
        ("A caf\ufffd.", ["1 character that cannot be read (U+FFFD), first at 5"]),
        ("“It’s dry,” said Hélène – for €9, in São Tomé and at Ærø’s «Å».", []),
        ("The letter “â€™” is what an apostrophe becomes.", []),
        ("Ordføreren på Målselv: »Nei.« GRÜßE, ÃO", []),
    ],
)
def test_what_was_garbled_before_is_said_and_left_as_it_is(text: str, notes: list[str]) -> None:
    assert list(notes_on_damage(text)) == notes


def test_bytes_of_a_picture_are_no_text() -> None:
    with pytest.raises(NotTextError, match="byte 0x00 at 3"):
        decode(b"\xff\xd8\xff\x00\x01")


@pytest.mark.parametrize("cut", [b"caf\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\xf0\x9f"])
def test_a_character_cut_at_the_end_does_not_make_a_short_text_windows_1252(cut: bytes) -> None:
    words = "“It is late,” she said. "
    assert decode(words.encode() + cut).startswith(words)


@pytest.mark.parametrize("text", ["Caf\u00e9", "He said \u00e9t\u00e9", "Na\u00efve caf\u00e9"])
def test_a_letter_of_windows_1252_at_the_end_is_that_letter(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


STRAY = [
    (b"\x93one bad line\x94", "“one bad line”"),
    (b"Zo\xeb and Andr\xe9 said so", "Zoë and André said so"),
    (b"it\x92s \x96 at last \x96 dry", "it’s – at last – dry"),
    (b"\x80 9 and \xa35", "€ 9 and £5"),
    (b"No\x85", "No…"),
]


@pytest.mark.parametrize(("line", "read"), STRAY)
@pytest.mark.parametrize("valid", [3, 8, 40, 300])
def test_a_line_of_windows_1252_in_a_text_in_utf_8_is_read_as_such(
    line: bytes, read: str, valid: int
) -> None:
    words = ["“Hélène’s weir”", "São Tomé", "– and –"]
    text = "\n".join(words[at % len(words)] for at in range(valid))

    assert decode(text.encode() + b"\n" + line + b" again.\n") == f"{text}\n{read} again.\n"


@pytest.mark.parametrize("cut", [b"\xe2\x80", b"\xc3", b"\xf0\x9f\x98", b"\x9d", b"\xc2"])
def test_what_is_left_of_a_character_in_utf_8_is_not_made_up(cut: bytes) -> None:
    text = "“Hélène’s weir,” said the mayor – “it’s dry”"

    assert decode(text.encode() + b" caf" + cut + b" so.") == f"{text} caf\ufffd so."


@pytest.mark.parametrize(
    "text",
    [
        "Herr Voß’s weir is dry.",
        "„Spaß“, sagte sie.",
        "„Das macht Spaß“, sagte sie, „und ist kein Spaß“.",
        "Straß– und Wegebau",
    ],
)
def test_a_sharp_s_before_a_mark_is_no_letter_of_africa(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


ONE_SENTENCE = [
    ("cp1250", "A nő azt mondta, hogy nem fizet."),
    ("iso8859-2", "A nő azt mondta, hogy nem fizet."),
    ("cp1250", "A főmérnök szerint a gyűlés elmarad."),
    ("cp1250", "„Nem fizetünk” – mondta Szűcs Gergő polgármester."),
    ("cp1250", "A városházán csütörtökön szűk körű ülést tartottak."),
    ("cp1250", "Občina je zaprla most."),
    ("iso8859-2", "Župan je rekel, da most še ni varen."),
    ("cp1250", "Gradonačelnik je rekao da će most biti zatvoren."),
    ("cp1250", "Starosta řekl, že most je uzavřen."),
    ("iso8859-2", "Most se otevře příští rok."),
    ("cp1250", "Most jest zamknięty."),
    ("cp1250", "Starostka povedala, že most je zatvorený."),
    ("cp1250", "Primarul a spus că podul este închis."),
    ("cp1257", "Šaha võitis Žanna ja mitte keegi teine."),
    ("cp1257", "Tilts ir slēgts."),
    ("cp1257", "Tiltas yra uždarytas."),
    ("iso8859-13", "Merė pasakė, kad tiltas bus uždarytas."),
    ("cp1254", "Köprü kapalı ve yol yok."),
    ("cp1254", "Belediye başkanı bunun için özür diledi."),
]


@pytest.mark.parametrize(("encoding", "text"), ONE_SENTENCE)
def test_one_sentence_is_known_by_the_words_beside_its_letters(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "As eleições são em março; põe-se a questão.",
        "Não põem em causa as decisões, nem a ação.",
        "O irmão não sabe o que são as razões.",
        "Ela propõe soluções às associações.",
        "Camões e Simões",
        "Õ.",
        "Õunapuu said so.",
        "Linnapea sõnul on sild kaua suletud ja remont on kallis.",
        "Tõnu ütles: „Ei.“",
        "La fête de la forêt a été annulée à cause du vent, là où l’eau monte.",
        "Le château, ça se paie: 9 € par tête.",
        "Je cède, je préfère ça.",
        "Où est Noël ? À l’île d’Oléron.",
        "Il sindaco ha detto che è così, perché il ponte è già chiuso.",
        "Non è così: la città può pagare, ma non ora.",
        "El niño dijo que no, que mañana no habrá año nuevo.",
        "Der er to døde på Ærø, siger politiet.",
        "Ordføreren sa at brua er stengt på grunn av flom.",
        "Það er þörf á nýrri brú, og hún er dýr.",
        "Þetta er ekki satt, sagði Ýr við Guðna.",
        "Sä et ole käynyt tässä kylässä, hän sanoi.",
        "Het café is één jaar geopend, zei burgemeester Daniël.",
        "Dass die Brücke gesperrt ist, weiß jeder: „So ist es.“",
        "El pont és tancat, però no és segur; això no és cap broma.",
        "Švejk and Žižek said the café is shut.",
        "Mayor Conceição said: “A ponte é a mais velha, hogy!”",
    ],
)
def test_one_sentence_of_a_western_language_stays_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text
    assert decode(f"The weir is dry. {text}".encode("cp1252")) == f"The weir is dry. {text}"
