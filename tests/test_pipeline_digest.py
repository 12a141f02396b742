import ast

from retrieval.fingerprint import PIPELINE_DIGEST
from tests.pipeline_digest import pipeline_digest, shape


def test_whoever_changes_the_rules_has_decided_whether_to_raise_pipeline() -> None:
    assert pipeline_digest() == PIPELINE_DIGEST, (
        "the rules between a file and what is stored of it changed: raise PIPELINE in "
        "retrieval/fingerprint.py where any article is read otherwise than before; "
        "then, in either case: make pipeline-digest"
    )


def test_prose_and_formatting_are_not_rules() -> None:
    bare = "LIMIT = 3\ndef double(n):\n    return 2 * n\n"
    told = (
        '"""Numbers."""\nLIMIT = (\n    3\n)\n"""Of pages."""\n\n\n'
        'def double(n):\n    """Twice n."""\n    return 2 * n  # doubled\n'
    )

    assert shape(ast.parse(told)) == shape(ast.parse(bare))
    assert shape(ast.parse(told.replace("2 *", "3 *"))) != shape(ast.parse(bare))
