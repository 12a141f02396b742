from pathlib import Path

from retrieval.languages.loader import load_words
from retrieval.languages.tables import DateWords, date_words, name_words, outlet_words

FOLDER = Path(__file__).with_name("folder")


def test_months_have_their_number_by_name_and_by_abbreviation() -> None:
    numbers = date_words().month_numbers
    assert [numbers[name] for name in ("january", "sept", "sep", "dec")] == [1, 9, 9, 12]
    assert date_words().month_names[4] == "may"
    assert "may" not in date_words().month_abbreviations


def test_months_of_two_languages_have_the_numbers_of_each() -> None:
    german = load_words(DateWords, "dates", FOLDER)
    assert german.month_numbers["märz"] == 3
    both = DateWords.merge([date_words(), german])
    assert both.month_numbers["december"] == both.month_numbers["dezember"] == 12
    assert {"tuesday", "dienstag", "heute"} <= both.day_words
    assert (both.zones["gmt"], both.zones["mez"]) == (0, 1)


def test_a_name_that_men_and_women_have_is_a_first_name_of_both() -> None:
    names = name_words()
    assert {"robin", "kerry"} <= names.first_names_masculine & names.first_names_feminine
    assert "robin" in names.common_first_names
    assert "kerry" not in names.common_first_names


def test_a_citizen_may_be_a_newspaper_but_does_not_make_a_line_an_outlets_name() -> None:
    words = outlet_words()
    assert "citizen" in words.last_words_of_newspapers
    assert "citizen" not in words.words_of_outlets
    assert "courier" in words.last_words_of_newspapers & words.words_of_outlets
