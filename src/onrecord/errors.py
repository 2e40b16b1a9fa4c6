"""Every error that OnRecord raises on purpose, in one tree.

    OnRecordError
    ├── InputError            what was handed to us cannot be used
    │   ├── Unreadable        bytes that no reader of ours can turn into text (set aside by a run)
    │   └── MalformedTable    a table whose rows or columns do not say what they should
    ├── CaseError             the case folder is not what the command needs
    │   ├── NoCase            no case lies at that path
    │   ├── CaseExists        a case lies there already
    │   └── CaseBusy          another process is writing to the case
    ├── IntegrityError        something sealed is not what it was
    │   ├── DigestMismatch    bytes that do not have the digest that their name states
    │   ├── LedgerBroken      an entry that does not follow from the one before it
    │   └── PassageMismatch   a claim whose words are not the words at its passage
    ├── DecisionRefused       a judgement that cannot be made (unknown target, nothing to undo)
    ├── VocabularyError       a term that no vocabulary defines
    ├── AssetsMissing         the pages' style sheet and script have not been built
    └── ExtraMissing          a part of OnRecord needs a library that is not installed

Each message names the fact, the place, what was expected and found, and the way out.
"""


class OnRecordError(Exception):
    """The root: catch it to catch everything that OnRecord raises on purpose."""


class InputError(OnRecordError):
    """What was handed to us cannot be used as it is."""


class Unreadable(InputError):
    """Bytes that no reader can turn into text; a run sets the capture aside with this message.

    ``code`` is the short stable word of docs/reference/inputs.md, e.g. "zip-bomb".
    """

    def __init__(self, message: str, *, code: str = "unreadable") -> None:
        super().__init__(message)
        self.code = code


class MalformedTable(InputError):
    """A table whose rows or columns do not say what they should."""


class CaseError(OnRecordError):
    """The case folder is not what the command needs."""


class NoCase(CaseError):
    """No case lies at that path."""


class CaseExists(CaseError):
    """A case lies at that path already."""


class CaseBusy(CaseError):
    """Another process holds the case for writing."""


class IntegrityError(OnRecordError):
    """Something sealed is not what it was when it was sealed."""


class DigestMismatch(IntegrityError):
    """Bytes that do not have the digest that their name states."""


class LedgerBroken(IntegrityError):
    """A ledger entry that does not follow from the entry before it."""


class PassageMismatch(IntegrityError):
    """A claim whose words are not the words at its passage."""


class DecisionRefused(OnRecordError):
    """A judgement that cannot be made: its target is unknown, or there is nothing to undo."""


class VocabularyError(OnRecordError):
    """A term that no vocabulary defines."""


class AssetsMissing(OnRecordError):
    """The pages' style sheet and script have not been built."""


class ExtraMissing(OnRecordError):
    """A part of OnRecord needs a library that comes with an extra, and it is not installed."""
