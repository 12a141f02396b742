from retrieval.quotes.identity.directory import misread_names


def test_words_around_a_far_more_widely_printed_name_make_nobody() -> None:
    articles = {
        "mara ollen": 40,
        "holt slams mara ollen": 1,
        "mara ollen wins": 2,
        "mara ollen jr": 1,
        "mara ollen brandt": 5,
        "holt brandt": 1,
        "ollen": 90,
        "ollen brandt": 1,
    }

    assert misread_names(articles) == {"holt slams mara ollen", "mara ollen wins"}


def test_no_name_is_misread_around_one_that_is_as_rare() -> None:
    assert misread_names({"mara ollen": 3, "mara ollen wins": 1}) == frozenset()
