"""Questions in other languages and scripts, and English ones with foreign names."""

from __future__ import annotations

import pytest

from retrieval.answer.user_input.language import is_other_language


@pytest.mark.parametrize(
    "text",
    [
        "Что сказал смотритель?",
        "متى يفتح الهويس؟",
        "水闸什么时候开？",
        "Πότε ανοίγει;",
        "מתי ייפתח השער?",
        "Wann schließt die Schleuse?",
        "Was sagte Steen über die Schleuse?",
        "Was kostet die Reparatur?",
        "Wie viel kostet die Schleuse?",
        "Wer ist Ragna Steen?",
        "Pourquoi ?",
        "Quand l’écluse va-t-elle ouvrir ?",
        "Qui a fermé le port ?",
        "¿Cuándo cierra el puerto?",
        "¿Qué dijo la alcaldesa sobre el puerto?",
        "Quando chiude il porto?",
        "Quanto costa?",
        "Quem disse isso?",
        "Wanneer sluit de sluis?",
        "Hvem sa det?",
        "Hva sa Steen om slusen?",
        "Kto zamknął śluzę?",
        "Kto zamknął most?",
        "Ile osób utonęło?",
        "Kdo zavřel plavidlo?",
        "Kolik stojí oprava?",
        "Koliko košta popravak?",
        "Hány ember fulladt meg?",
        "Mennyibe kerül a zsilip?",
        "Siapa yang menang?",
        "Cine a închis ecluza?",
        "Vem vann loppet i Tarnby?",
        "Pourquoi Steen a été renvoyé ?",
        "Was hat Steen gesagt?",
        "Was macht der Schleusenwärter?",
        "Ist die Schleuse zu?",
        "Le pont est-il fermé ?",
        "Il ponte è chiuso?",
    ],
)
def test_a_question_in_another_language_is_known(text: str) -> None:
    assert is_other_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "why?",
        "Who is El Morro?",
        "What did Der Bote say about La Rocca?",
        "Who wrote Les Ombres?",
        "When was De la Cruz in Rio de Plata?",
        "What did Холт say?",
        "What did 王 say about the lock?",
        "What is “que sera sera”?",
        "Was Steen there?",
        "was die Koning there?",
        "come on",
        "La La Land",
        "La Casa de Papel",
        "Che Morales de la Serna",
        "Le Monde",
        "Rio de Plata lock",
        "Los Altos fire",
        "Kim?",
        "lock",
        "I was in Como",
        "kim zankowicz",
        "Kim Holt said what?",
        "Ile de Ré ferry",
        "who is zárate",
        "what is façade",
        "smörgåsbord price",
        "crêpe prices?",
        "trial zárate",
        "was zárate arrested",
        "was zankowicz kowalczykova arrested",
        "Die Hard sequel?",
        "Cum Ex trial",
        "qwrtz blorp",
        "zanzerville lock cost?",
    ],
)
def test_an_english_question_with_foreign_names_is_english(text: str) -> None:
    assert not is_other_language(text)


def test_words_of_the_articles_are_english() -> None:
    known = {"kto", "zanzów"}
    assert not is_other_language("kto zanzów blast", known.__contains__)
