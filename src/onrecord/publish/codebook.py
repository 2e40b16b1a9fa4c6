"""What every column of every published table means; tables and codebook are made of this."""

from typing import Literal

from msgspec import Struct

from onrecord.vocab import terms


class Column(Struct, frozen=True):
    """One column: its type, what it means, its unit, and the vocabulary or words it may hold."""

    name: str
    type: Literal["text", "integer", "number", "boolean", "date", "list"]
    meaning: str
    unit: str = ""
    vocabulary: str = ""  # a file of onrecord.vocab
    terms: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[str, ...]:
        """The words that the column may hold; empty where it is free."""
        return tuple(terms(self.vocabulary)) if self.vocabulary else self.terms


_REVIEW = Column(
    "review",
    "text",
    "Has a person accepted it? A suggestion was made by software and reviewed by nobody.",
    terms=("accepted", "suggested, not reviewed"),
)
_PAGE = Column("page", "text", "The page of this folder that shows it, with the anchor.")
_WORDS = Column("words", "text", "The source's exact words.")


def _days(prefix: str, what: str) -> tuple[Column, Column]:
    return (
        Column(
            f"{prefix}earliest", "date", f"First day that the words allow: {what}. Empty: open."
        ),
        Column(f"{prefix}latest", "date", f"Last day that the words allow: {what}. Empty: open."),
    )


_INTERVAL = (
    Column("at_least", "integer", "Lower end of what the words mean. Empty: open.", "unit column"),
    Column("at_most", "integer", "Upper end of what the words mean. Empty: open.", "unit column"),
)
_CERTAINTY = Column(
    "certainty", "text", "How the words put it.", terms=("stated", "hedged", "alleged")
)

TABLES: dict[str, tuple[Column, ...]] = {
    "claims": (
        Column("id", "text", "Identifier of the claim."),
        _REVIEW,
        Column("document", "text", "Identifier of the document; see the table documents."),
        Column("source", "text", "The chain of attribution in words, outermost voice first."),
        Column("attribution", "list", "The voices of the chain after the document, in order."),
        Column(
            "kind",
            "text",
            "Kind of claim.",
            terms=("act", "toll", "displacement", "statement", "relation", "sequence", "attribute"),
        ),
        Column("type", "text", "Term of the kind's vocabulary: acts, harms, speech_acts, relations "
               "or attributes; empty for displacements and sequences."),
        Column("words", "text", "The exact words of the passage. In the file they are what the "
               "source says, and nothing that this record says."),
        Column("start", "integer", "Where the words begin in the document's text, from 0. Where "
               "names are withheld: in the text without them.", "Unicode characters"),
        Column("end", "integer", "Where the words end (exclusive).", "Unicode characters"),
        Column("stance", "text", "The innermost voice asserts or denies it, or the document "
               "reports it without a voice.", terms=("asserts", "denies", "reports")),
        Column("polarity", "text", "Negative: the words say that it did not happen.",
               terms=("positive", "negative")),
        _CERTAINTY,
        Column("perpetrators", "list", "Whom the source says did it, in its words."),
        Column("victims", "list", "Whom the source says it was done to, in its words."),
        Column("places", "list", "Where, in the source's words, with the gazetteer's name."),
        Column("quantity", "text", "The words for a number, where there is one."),
        *_INTERVAL,
        Column("unit", "text", "What is counted: person, family, house …"),
        Column("when", "text", "The source's words for when."),
        *_days("when_", "when it happened or was said"),
        Column("speaker", "text", "Statements: who spoke."),
        Column("on_behalf_of", "text", "Statements: for whom."),
        Column("addressee", "text", "Statements: to whom, in the source's words."),
        Column("names_perpetrator", "text", "Statements: how specifically it names perpetrators.",
               vocabulary="naming"),
        Column("named", "text", "Statements: the words that name perpetrators."),
        Column("events", "list", "Identifiers of the events that it was linked to."),
        Column("suggested_by", "text", "The reader that suggested it, and its version."),
        _PAGE,
    ),
    "events": (
        Column("id", "text", "Identifier of the event."),
        Column("label", "text", "Made of act types, places and dates; it asserts nothing more."),
        Column("review", "text", "Have all, some or none of its claims been accepted?",
               terms=("accepted", "accepted in part", "suggested, not reviewed")),
        Column("act_types", "list", "Types of the acts claimed.", vocabulary="acts"),
        Column("places", "list", "Places, by the gazetteer's name where it has one."),
        Column("latitude", "number", "Of the first place with coordinates.", "degrees, WGS 84"),
        Column("longitude", "number", "Of the first place with coordinates.", "degrees, WGS 84"),
        Column("place_precision", "text", "How exactly the words place it.",
               terms=("exact", "near", "region", "country", "unnamed", "unresolved")),
        *_days("", "when it happened"),
        Column("n_claims", "integer", "Published claims about it.", "claims"),
        Column("n_documents", "integer", "Documents that these are from.", "documents"),
        Column("n_statements", "integer", "Published statements that answer it.", "claims"),
        Column("grade", "text", "Corroboration of the question whether it happened; empty where "
               "no finding is published.", vocabulary="grades"),
        Column("n_origins_for", "integer", "Independent origins that assert it.", "origins"),
        Column("n_origins_against", "integer", "Independent origins that deny it.", "origins"),
        Column("earlier_events", "list", "Events that a source says came before."),
        Column("later_events", "list", "Events that a source says came after."),
        _PAGE,
    ),
    "tolls": (
        Column("claim", "text", "Identifier of the claim that states the number."),
        _REVIEW,
        Column("events", "list", "Identifiers of the events that it was linked to."),
        Column("document", "text", "Identifier of the document."),
        Column("source", "text", "The chain of attribution in words, outermost voice first."),
        Column("harm", "text", "What happened to those counted.", vocabulary="harms"),
        Column("quantity", "text", "The source's words for the number."),
        *_INTERVAL,
        Column("unit", "text", "What is counted: person, family, house …"),
        Column("convention", "text", "The rule by which the words became an interval.",
               vocabulary="quantities"),
        Column("cumulative", "boolean", "Does it count everything so far? Empty: not said."),
        Column("stated_as", "text", "As a toll, or with an act or a displacement.",
               terms=("toll", "act", "displacement")),
        Column("denied", "boolean", "The words say that it is not so."),
        _CERTAINTY,
        Column("part_of", "text", "The words of the larger number that this one belongs to."),
        *_days("when_", "when the harm was done"),
        *_days("as_of_", "up to when the source counts"),
        *_days("published_", "when the document was published"),
        _PAGE,
    ),
    "responses": (
        Column("id", "text", "Identifier of the response; empty in rows of silence."),
        Column("review", "text", "Of the claim it rests on; empty where nothing is held.",
               terms=("accepted", "suggested, not reviewed")),
        Column("state", "text", "answered: the case holds an answer; silent: a source says that "
               "the party said nothing; unknown: the case holds nothing either way.",
               terms=("answered", "silent", "unknown")),
        Column("event", "text", "Identifier of the event; empty: the case as a whole."),
        Column("party", "text", "Identifier of the party."),
        Column("party_name", "text", "One of its names."),
        Column("speech_act", "text", "What the party did by speaking.", vocabulary="speech_acts"),
        Column("names_perpetrator", "text", "How specifically it names perpetrators.",
               vocabulary="naming"),
        Column("named", "text", "The words that name perpetrators."),
        Column("addressee", "text", "To whom it was said."),
        *_days("said_", "when it was said"),
        Column("told_by", "text", "itself: the party's own document; else the identifier of the "
               "document that tells of it."),
        Column("stands_beside", "list", "Responses that hold the party's own words of this."),
        Column("polarity", "text", "negative: said not to have done it.",
               terms=("positive", "negative")),
        _CERTAINTY,
        _WORDS,
        Column("claims", "list", "Identifiers of the claims that it rests on."),
        _PAGE,
    ),
    "figures": (
        Column("id", "text", "Identifier of the figure."),
        Column("kind", "text", "documented: persons named and linked; ranged: from what sources "
               "claim; estimated: by a statistical method. Never add one kind to another.",
               terms=("documented", "ranged", "estimated")),
        Column("basis", "text", "Made of accepted claims alone, or of suggestions too.",
               terms=("accepted", "with_suggestions")),
        Column("title", "text", "What is counted."),
        Column("event", "text", "Identifier of the event; empty: the case as a whole."),
        Column("harm", "text", "What happened to those counted.", vocabulary="harms"),
        Column("definition", "text", "Who is counted."),
        Column("method", "text", "Name and version of the method."),
        Column("value", "number", "The number, where there is one.", "people"),
        Column("statistic", "text", "What the number is: count, median, lower bound …"),
        Column("lower", "number", "Lower end. Empty: no source bounds it.", "people"),
        Column("upper", "number", "Upper end. Empty: no source bounds it.", "people"),
        Column("level", "number", "Level of the interval, from 0 to 1; estimated only."),
        Column("reason", "text", "Why there is no number."),
        Column("assumptions", "list", "What must hold for the number to mean what it says."),
        Column("calculation", "list", "The steps, in order."),
        Column("inputs", "list", "Each input and what it contributed: “id (role)”."),
        _PAGE,
    ),
    "persons": (
        Column("id", "text", "Identifier of the person."),
        Column("name", "text", "Name, as one of the lists writes it. Persons whose name is "
               "protected are not in this table."),
        Column("review", "text", "Have all, some or none of the claims been accepted?",
               terms=("accepted", "accepted in part", "suggested, not reviewed")),
        Column("lists", "list", "The lists on which the person stands."),
        Column("n_records", "integer", "Rows linked to this person.", "rows"),
        Column("doubtful", "boolean", "Some link of these rows waits for a decision."),
        Column("ages", "list", "Ages that the lists give.", "completed years"),
        Column("sexes", "list", "Sexes that the lists give."),
        Column("places", "list", "Places that the lists give."),
        Column("dates", "list", "Dates that the lists give, as written."),
        Column("harms", "list", "What the lists say happened.", vocabulary="acts"),
        Column("reasons", "list", "Why these rows are held to be one person."),
        Column("claims", "list", "Identifiers of the claims made from the rows."),
        _PAGE,
    ),
    "documents": (
        Column("id", "text", "Identifier of the document's text (rendition)."),
        Column("title", "text", "Title of the document."),
        Column("publisher", "text", "Who published it. Empty: nobody says."),
        Column("speaker", "text", "Who speaks in it; a pseudonym where the name is protected."),
        Column("on_behalf_of", "text", "The party for which the speaker speaks."),
        *_days("published_", "when it was published"),
        Column("language", "text", "Language of the text.", "ISO 639-1"),
        Column("document_kind", "text", "Article, statement, testimony, victim list, report …"),
        Column("url", "text", "Address; empty in protected documents."),
        Column("capture", "text", "SHA-256 of the sealed bytes."),
        Column("size", "integer", "Size of the sealed bytes.", "bytes"),
        Column("media_type", "text", "Media type of the sealed bytes."),
        Column("names_withheld", "boolean", "Words were replaced, or the source is protected."),
        Column("n_claims", "integer", "Published claims made from it.", "claims"),
        _PAGE,
    ),
    "weights": (
        Column("comparison", "text", "What of two records is compared."),
        Column("scripts", "text", "Where it matters, whether names are in one script or in two."),
        Column("level", "text", "How the two may agree or differ."),
        Column("weight", "number", "Binary logarithm of m by u: what the level adds to the odds."),
        Column("m", "number", "Of pairs that are one person, the share that shows the level."),
        Column("co_victim", "number", "Of pairs of relatives killed together, the share."),
        Column("u", "number", "Of pairs that are two persons, the share that shows the level."),
        Column("learned", "boolean", "Learned from the lists; else it rests on what is published."),
    ),
    "audit": (
        Column("of", "text", "What the sample tells of: persons, or events."),
        Column("stratum", "text", "Pairs of one kind, of records or claims; some were drawn."),
        Column("joined", "boolean", "Linking had made one person, or event, of each pair."),
        Column("possible", "boolean", "Linking had joined them, or held them possible."),
        Column("size", "integer", "How many pairs there were.", "pairs"),
        Column("drawn", "integer", "How many of them were drawn at random to be judged.", "pairs"),
        Column("same", "integer", "Of those drawn, judged to be one.", "pairs"),
        Column("different", "integer", "Of those drawn, judged to be two.", "pairs"),
        Column("unsure", "integer", "Of those drawn, left unsure or disputed.", "pairs"),
        Column("open", "integer", "Of those drawn, not judged.", "pairs"),
    ),
}  # fmt: skip


def codebook_rows() -> list[dict[str, object]]:
    """The codebook as rows: one a column of a table."""
    return [
        {
            "table": table,
            "column": column.name,
            "type": column.type,
            "unit": column.unit,
            "meaning": column.meaning,
            "allowed_terms": list(column.allowed),
            "vocabulary": column.vocabulary,
        }
        for table, columns in TABLES.items()
        for column in columns
    ]


def vocabularies() -> dict[str, list[dict[str, str]]]:
    """Every vocabulary that a column uses, each term with its definition and its source."""
    used = sorted(
        {c.vocabulary for columns in TABLES.values() for c in columns if c.vocabulary}
        | {"relations", "attributes"}
    )
    return {
        name: [
            {"term": t.id, "label": t.label, "definition": t.definition, "source": t.source}
            for t in terms(name).values()
        ]
        for name in used
    }
