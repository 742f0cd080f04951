"""What students write, and lessons, as HTML in which nothing runs and that asks no other host."""

from __future__ import annotations

import functools
import html
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from grader import grammar
from grader.course import Section
from grader.reports.formulas import mathml
from grader.reports.pictures import Pictures
from grader.reports.tame import Allowance, tame_code, tame_colors, tame_html, tame_markdown

_TAGS = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div"),
        *("dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
        *("i", "img", "kbd", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub"),
        *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
    )
)
_STYLES = frozenset(
    (
        *("background-color", "border", "border-collapse", "border-left", "border-radius"),
        *("color", "display", "font-family", "font-size", "font-style", "font-weight", "height"),
        *("line-height", "margin", "max-width", "overflow-wrap", "padding", "text-align"),
        *("vertical-align", "white-space", "width"),
    )
)
_PLAIN = frozenset(("alt", "colspan", "href", "open", "role", "rowspan", "scope", "style", "title"))

# The classes of highlighted code alone: a page's own scripts go by the names of others.
_CLASS = re.compile(r"highlight|[a-z][a-z0-9]{0,2}")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_SRC = re.compile(r"""(<img\b[^<>]*?\ssrc\s*=\s*)("[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_WIDTH = re.compile(r"\d{1,4}%?")

# Characters of a text that is shown as it is written.
_LONGEST_PLAIN = 20_000

# Of others, some readers take an exponential time.
_LANGUAGES = frozenset(("py", "pycon", "python", "python3"))


class Inert(str):
    """HTML that is known to be inert: made inert once more, it stays as it is."""

    __slots__ = ()


def inert_html(text: Any, allowance: Allowance | None = None) -> Inert:
    """Return HTML with tags that could run or fetch something shown as text.

    Args:
        text: The HTML.
        allowance: What is left of the page's; without any, the text has one of its own.
    """
    if isinstance(text, Inert):
        return text
    text = text.decode() if isinstance(text, bytes) else str(text)
    room = allowance or Allowance()
    return _cleaned(text, room) or plain(text, room)


def _cleaned(text: str, allowance: Allowance, seal: str = "") -> Inert | None:
    """Return inert HTML; None where it would take too long to make.

    Args:
        text: The HTML.
        allowance: What is left of the page's.
        seal: What begins the address of a picture that is put in afterwards.
    """
    if not (tame_html(text, _TAGS) and allowance.takes(tags=text.count("<") + text.count("&"))):
        return None
    import bleach
    from bleach.css_sanitizer import CSSSanitizer

    try:
        return Inert(
            bleach.clean(
                text,
                tags=_TAGS,
                attributes=functools.partial(_allowed, seal),
                protocols={"http", "https", "mailto", "data"},
                css_sanitizer=CSSSanitizer(allowed_css_properties=_STYLES),
            )
        )
    except RecursionError:  # of brackets in a style
        return None


def plain(text: str, allowance: Allowance) -> Inert:
    """Return a text as HTML that shows it as it is written, as far as there is room for it."""
    return Inert(f"<pre>{html.escape(_beginning(text, allowance))}</pre>")


def inert_colors(text: Any, allowance: Allowance) -> Inert:
    """Return the HTML of a text with codes for colors; where it has too many, without colors."""
    grammar.go_without()
    from nbconvert.filters.ansi import ansi2html, strip_ansi

    text = str(text)
    codes = text.count("\x1b")
    if tame_colors(text) and allowance.takes(text=len(text), tags=codes):
        return Inert(ansi2html(text))
    return Inert(html.escape(_beginning(strip_ansi(text) if codes else text, allowance)))


def _beginning(text: str, allowance: Allowance) -> str:
    """Return as much of a text as there is room for, with a word of the rest."""
    beginning = text[:_LONGEST_PLAIN]
    if not allowance.takes(text=len(beginning)):
        beginning = ""
    if len(beginning) == len(text):
        return beginning
    return f"{beginning}\n[the rest is too long to be shown here]"


def inert_code(source: str, allowance: Allowance) -> Inert:
    """Return the HTML of a cell's code, in colors where that does not take long."""
    if not (tame_code(source) and allowance.takes(text=len(source))):
        return Inert(f'<div class="highlight">{plain(source, allowance)}</div>')
    grammar.go_without()
    from nbconvert.filters.highlight import Highlight2HTML

    return Inert(Highlight2HTML(pygments_lexer="ipython3")(source))


def inert_markdown(
    text: str,
    attachments: Mapping[str, Mapping[str, str]] | None = None,
    allowance: Allowance | None = None,
    section: Section | None = None,
) -> Inert:
    """Return the HTML of a Markdown text: formulas and pictures drawn, nothing that runs.

    Args:
        text: The text.
        attachments: What was pasted into it, by name: the base64 of each form, by its type.
        allowance: What is left of the page's; without any, the text has one of its own.
        section: The section whose lesson's pictures may be shown, which lie beside its notebook.
    """
    room = allowance or Allowance()
    if not (tame_markdown(text) and room.takes(text=len(text))):
        return plain(text, room)
    grammar.go_without()
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    # Formulas and pictures are put in where HTML is inert already; nobody can foresee where
    # that is.
    seal = secrets.token_hex(16)
    pieces: list[str] = []
    pictures = Pictures(attachments or {}, room, section)

    class Renderer(IPythonRenderer):
        def _placeholder(self, piece: str) -> str:
            pieces.append(piece)
            return f"{seal}-{len(pieces) - 1}-"

        def block_math(self, body: str) -> str:
            return self._placeholder(mathml(body, block=True))

        def inline_math(self, body: str) -> str:
            return self._placeholder(mathml(body))

        def latex_environment(self, name: str, body: str) -> str:
            return self._placeholder(mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", block=True))

        def block_code(self, code: str, info: str | None = None) -> str:
            known = {*(info or "").split()[:1]} <= _LANGUAGES
            return super().block_code(code, info if known else None)

        def image(self, text: str, url: str, title: str | None = None) -> str:
            uri = pictures.uri(url)
            if uri is None:
                return super().image(text, url, title)
            plain = html.unescape(re.sub(r"<[^>]*>", "", text))
            description = html.escape(plain or unquote(url.removeprefix("attachment:")))
            shown = f'<img alt="{description}" src="{uri}">' if uri else ""
            return self._placeholder(shown or f"<em>[no picture {description}]</em>")

        def block_html(self, html: str) -> str:
            return super().block_html(_SRC.sub(self._src, html))

        def inline_html(self, html: str) -> str:
            return super().inline_html(_SRC.sub(self._src, html))

        def _src(self, match: re.Match[str]) -> str:
            # No more than the address is put in, which is harmless wherever it comes to stand.
            uri = pictures.uri(html.unescape(match[2][1:-1]))
            return f'{match[1]}"{self._placeholder(uri)}"' if uri else match[0]

    renderer = Renderer(escape=False, exclude_anchor_links=True)
    try:
        page = _cleaned(MarkdownWithMath(renderer=renderer).render(text), room, seal)
    except RecursionError:  # of what is nested
        page = None
    if page is None:
        return plain(text, room)
    return Inert(re.sub(rf"{seal}-(\d+)-", lambda match: pieces[int(match[1])], page))


def _allowed(seal: str, tag: str, name: str, value: str) -> bool:
    if name == "src":
        is_sealed = bool(seal) and value.startswith(f"{seal}-")
        return tag == "img" and (is_sealed or bool(_PICTURE.fullmatch(value)))
    if name == "width":
        return tag == "img" and bool(_WIDTH.fullmatch(value))
    if name == "class":
        return all(_CLASS.fullmatch(one) for one in value.split())
    if name == "href":
        return tag == "a" and not value.strip().lower().startswith("data:")
    return name in _PLAIN
