"""Formulas as MathML, which browsers draw by themselves: no script, no font, no other host."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

# What a formula may be built of. latex2mathml also knows links, styles and classes.
_ATTRIBUTES = frozenset(
    (
        *("accent", "display", "displaystyle", "fence", "form", "largeop", "linethickness"),
        *("mathvariant", "maxsize", "minsize", "scriptlevel", "stretchy", "width"),
    )
)
_TAGS = frozenset(
    (
        *("math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover"),
        *("mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub"),
        *("msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover"),
    )
)

# Longer than any formula of the course; what expands itself has no length to look at.
_LONGEST = 4000
_MACRO = re.compile(r"\\(def|newcommand)(?![a-zA-Z])")

_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|align|split|eqnarray\*?)\}")
_ROW_SPACE = re.compile(r"\\\\\[[-\d.]+(?:pt|em|ex|mm|cm)\]")


def mathml(tex: str, block: bool = False) -> str:
    """Return a formula as MathML, or its TeX as code where that cannot be read.

    Args:
        tex: The formula, without the dollars around it.
        block: Whether it stands on a line of its own.
    """
    from latex2mathml.converter import Converter

    mark = "$$" if block else "$"
    code = f"<code>{html.escape(mark + tex + mark)}</code>"
    if len(tex) > _LONGEST or _MACRO.search(tex):
        return code
    # It knows align alone, and no space between rows.
    formula = _ROW_SPACE.sub(r"\\\\", _ALIGNED.sub(r"\\\1{align*}", tex))
    try:
        root = Converter(display="block" if block else "inline").convert_to_element(formula)
        if not all(_cleaned(part) for part in root.iter()):
            return code
        return ET.tostring(root, encoding="unicode")
    except Exception:  # of a formula that is none, it raises whatever its code comes upon
        return code


def _cleaned(part: ET.Element) -> bool:
    """Leave of a part of a formula what belongs to formulas, and say whether it is known."""
    alignment = part.get("columnalign")
    for name in set(part.attrib) - _ATTRIBUTES:
        del part.attrib[name]
    if part.tag == "mtd" and alignment in ("left", "right"):
        part.set("style", f"text-align: {alignment}")
    # Characters come as entities, which would be escaped once more.
    part.text = html.unescape(part.text) if part.text else part.text
    return part.tag in _TAGS and not (part.tag == "mi" and (part.text or "").startswith("\\"))
