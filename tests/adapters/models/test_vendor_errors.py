import pytest

from retrieval.adapters.models.vendor_errors import as_model_error
from retrieval.errors import CatalogueError, ModelError


class PanicError(BaseException):
    """What a library in Rust raises at a bug of its own is no Exception."""


@pytest.mark.parametrize("error", [PanicError("slice index"), ValueError("no"), MemoryError()])
def test_whatever_a_library_raises_is_an_error_of_the_model(error: BaseException) -> None:
    expected = f"not encoded: {type(error).__name__}"
    with pytest.raises(ModelError, match=expected), as_model_error("not encoded"):
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(2), CatalogueError("gone")])
def test_what_ends_the_process_or_is_known_passes(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised, as_model_error("not encoded"):
        raise error
    assert raised.value is error
