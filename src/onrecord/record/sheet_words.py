"""The words of the sheet on which pairs are judged away from the application, in its languages."""

from rapidfuzz import fuzz, process

from onrecord.names import fold

LANGUAGES = ("en", "ar", "fr")
ANSWERS = {  # the first of each language stands in the drop-down
    "en": {
        "same": ("same", "same person", "yes", "s"),
        "different": ("different", "different persons", "two", "no", "d"),
        "unsure": ("unsure", "not sure", "do not know", "u"),
    },
    "ar": {
        "same": ("نفس الشخص", "الشخص نفسه", "نفسه", "واحد", "نعم"),
        "different": ("شخصان مختلفان", "مختلف", "مختلفان", "اثنان", "لا"),
        "unsure": ("غير متأكد", "غير متأكدة", "لا أعرف", "لا أدري"),
    },
    "fr": {
        "same": ("même personne", "même", "la même", "oui"),
        "different": ("personnes différentes", "différent", "différents", "deux", "non"),
        "unsure": ("incertain", "pas sûr", "pas sûre", "je ne sais pas"),
    },
}
HEADS = {
    "en": ("No.", "Answer", "Why (if you like)", "What differs"),
    "ar": ("رقم", "الجواب", "السبب (إن شئت)", "الاختلاف"),
    "fr": ("N°", "Réponse", "Pourquoi (si vous voulez)", "Ce qui diffère"),
}
LABELS = {
    "name": ("الاسم", "nom"),
    "given name": ("الاسم الأول", "prénom"),
    "father's name": ("اسم الأب", "nom du père"),
    "family name": ("العائلة", "nom de famille"),
    "age": ("العمر", "âge"),
    "sex": ("الجنس", "sexe"),
    "born": ("تاريخ الولادة", "né le"),
    "identity number": ("رقم الهوية", "numéro d'identité"),
    "mother's name": ("اسم الأم", "nom de la mère"),
    "kin": ("القرابة", "parenté"),
    "place": ("المكان", "lieu"),
    "date": ("التاريخ", "date"),
    "harm": ("ما حدث", "ce qui s'est passé"),
    "status": ("الصفة", "statut"),
    "address": ("العنوان", "adresse"),
    "list and row": ("القائمة والسطر", "liste et ligne"),
    "chance of one person": ("احتمال أن يكونا شخصاً واحداً", "chance d'une même personne"),
}
_MEANT = {
    fold(word): answer
    for answers in ANSWERS.values()
    for answer, words in answers.items()
    for word in words
}
ALIKE = 60.0  # of 100: what is as close to an answer as that was meant to be one


def label(name: str, language: str) -> str:
    """The label of a column in a language; in English as pages have it."""
    if language == "en" or name not in LABELS:
        return name
    return LABELS[name][LANGUAGES.index(language) - 1]


def offered(language: str) -> tuple[str, ...]:
    """What the drop-down of answers offers."""
    return tuple(words[0] for words in ANSWERS[language].values())


def answer_of(words: str) -> str | None:
    """The answer that words give in any of the languages; None where they give none."""
    return _MEANT.get(fold(words.strip(" .!،")))


def nearest(words: str) -> str | None:
    """The word that was perhaps meant, as it should be written."""
    found = process.extractOne(fold(words), list(_MEANT), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if found is None:
        return None
    return next(
        word
        for answers in ANSWERS.values()
        for written in answers.values()
        for word in written
        if fold(word) == found[0]
    )
