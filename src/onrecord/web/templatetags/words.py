"""Filters and tags that the templates use everywhere (built in, see the settings)."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from onrecord.publish.wording import of_thousand
from onrecord.vocab import term
from onrecord.web import inwords, names
from onrecord.web.assets import assets

register = template.Library()


@register.simple_tag
def style_sheet() -> SafeString:
    """The link to the built style sheet, with its integrity digest."""
    built = assets()["app.css"]
    return format_html(
        '<link rel="stylesheet" href="/assets/{}" integrity="{}">', built.file, built.integrity
    )


@register.simple_tag
def script() -> SafeString:
    """The script element of the built script, with its integrity digest."""
    built = assets()["app.js"]
    return format_html(
        '<script src="/assets/{}" integrity="{}" defer></script>', built.file, built.integrity
    )


@register.filter
def label_of(key: str, vocabulary: str) -> str:
    """The label of a vocabulary's term: ``{{ "killed"|label_of:"harms" }}``."""
    return term(vocabulary, key).label


@register.filter
def state_words(state: str) -> str:
    """The state of a review in words."""
    return inwords.STATE[state]


@register.filter
def number_of(figure: object) -> str:
    """The number of a figure, empty where there is none."""
    return inwords.figure_number(figure)  # type: ignore[arg-type]


@register.filter
def figure_kind(kind: str) -> str:
    """A kind of number, in words."""
    return inwords.FIGURE_KIND[kind]


@register.filter
def when_words(when: object) -> str:
    """A date with the days that it allows."""
    return inwords.when_words(when)  # type: ignore[arg-type]


@register.filter
def grouped(value: int) -> str:
    """A whole number with its thousands set apart."""
    return f"{value:,}"


register.filter("titled", names.titled)
register.filter("publisher_of", names.publisher_of)
register.filter("voice_of", names.voice_of)


@register.filter
def people(number: float) -> str:
    """A number of people, to the nearest whole one: "10,357"."""
    return f"{number:,.0f}"


@register.filter
def percent(level: float) -> str:
    """A level as a percentage: "95 %"."""
    return f"{level:.0%}".replace("%", " %")


@register.filter
def thousandths(share: float) -> str:
    """A share in so many of a thousand."""
    return of_thousand(share)


@register.filter
def spaced(name: str) -> str:
    """A name of a diagnostic as words: "n_on_both" is "n on both"."""
    return name.replace("_", " ")
