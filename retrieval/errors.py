"""Defines one class for each thing that can go wrong, so that a caller can tell them apart."""


class VerbatimError(Exception):
    """The base of everything that this project raises on purpose."""


class UnreadableFileError(VerbatimError):
    """A file, or one article inside it, is not taken in.

    Attributes:
        file: the file as the reader named it, with "#n" for an article inside it.
        reason: what was found, where, and what was expected instead.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class FilterError(VerbatimError):
    """A filter in a question cannot be understood, such as ``after:yesterday``."""


class ConfigError(VerbatimError):
    """A setting or a data file of the configuration is wrong; says key, value and expectation."""


class ModelError(VerbatimError):
    """An embedding model or parser is missing, altered, or of another shape than expected."""


class CatalogueError(VerbatimError):
    """The catalogue cannot be opened or is of a version that this program does not know."""


class IndexBusyError(VerbatimError):
    """Another process owns the vector index."""


class IndexBrokenError(VerbatimError):
    """The vector index is missing, broken or not the one that the catalogue describes."""


class IsolatedProcessError(VerbatimError):
    """A process of its own in which a module ran has failed, or was stopped; says how.

    Attributes:
        cause: what somebody can mend, in words for an admin; None where the log has to tell.
    """

    def __init__(self, said: str, cause: str | None = None) -> None:
        super().__init__(said)
        self.cause = cause


class NotVerbatimError(VerbatimError):
    """Words about to be shown are not the words of the stored source."""


class WithdrawnError(NotVerbatimError):
    """The article of words about to be shown was removed from the collection."""


class DamagedTextError(NotVerbatimError):
    """A stored text is not the one whose digest was stored with it."""


class BackupError(VerbatimError):
    """A backup cannot be written or brought back; says why and what to do."""
