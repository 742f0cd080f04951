"""What Sphinx is told: how the pages look, and that nothing of them comes from another host."""

from __future__ import annotations

import io
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from grader.errors import GraderError

_CLEARER = {
    # These stand above the title of the page, and are no headings of it.
    '<p class="caption" role="heading">': '<p class="caption">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="This page">',
    '<aside class="toc-drawer no-toc">': '<aside class="toc-drawer no-toc" aria-label="This page">',
    # The corner of a table heads nothing.
    '<th class="head"></th>': "<td></td>",
    '<th class="head"><p></p></th>': "<td></td>",
    # The theme writes no heading over what was found.
    '<div id="search-results"': '<h1>Search</h1><div id="search-results"',
}
_COLOR = re.compile(r"\x1b\[[0-9;]*m")

STATIC = Path(__file__).parent / "static"


class SiteFails(GraderError):
    """The pages cannot be made: something is not installed, or not as it should be."""


def build_pages(pages: Path, beside: Path, into: Path, title: str) -> None:
    """Make HTML of pages in Markdown and of notebooks, which are not executed.

    Args:
        pages: Their folder; ``index.md`` in it is the first.
        beside: What comes along as it stands.
        into: Gets the site.
        title: The name of the site.

    Raises:
        SiteFails: Sphinx, the theme or MathJax is not installed, or Sphinx has a complaint.
    """
    try:
        import furo  # noqa: F401 - Sphinx imports it by its name
        import myst_nb  # noqa: F401
        from sphinx.application import Sphinx
        from sphinx.util.docutils import docutils_namespace, patch_docutils

        mathjax = files("mathjax") / "static" / "mathjax" / "es5" / "tex-svg.js"
        script = mathjax.read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise SiteFails(
            f"the site needs more than is installed ({error}): pip install -e '.[site]'"
        ) from None
    static = pages / "_static"
    static.mkdir()
    (static / "tex-svg.js").write_bytes(script)
    complaints = io.StringIO()
    work = pages.with_name("work")
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            srcdir=pages,
            confdir=None,
            outdir=into,
            doctreedir=work,
            buildername="html",
            confoverrides=_settings(title, [static, STATIC], beside),
            status=None,
            warning=complaints,
            freshenv=True,
        )
        app.build()
    if app.statuscode or complaints.getvalue():
        told = _COLOR.sub("", complaints.getvalue())
        raise SiteFails(f"Sphinx does not take the pages as they are:\n{told}")
    for trace in (".buildinfo", "objects.inv"):
        (into / trace).unlink(missing_ok=True)
    shutil.rmtree(into / "_sources", ignore_errors=True)
    for page in into.rglob("*.html"):
        page.write_text(_mended(page.read_text(encoding="utf-8")), encoding="utf-8")


def _mended(page: str) -> str:
    """Return a page with what the theme leaves unclear to someone who does not see it."""
    for given, clear in _CLEARER.items():
        page = page.replace(given, clear)
    return page


def _settings(title: str, static: list[Path], beside: Path) -> dict[str, Any]:
    return {
        "project": title,
        "html_title": title,
        "author": "",
        "language": "en",
        "extensions": [
            "myst_nb",
            "sphinx.ext.autodoc",
            "sphinx.ext.napoleon",
            "sphinx.ext.mathjax",
        ],
        "nb_execution_mode": "off",
        # Without this a page asks another host for the scripts of widgets.
        "nb_ipywidgets_js": {},
        "nb_render_text_lexer": "none",
        "myst_enable_extensions": ["dollarmath", "colon_fence"],
        # As in JupyterLab, where $$ may follow a line of text.
        "myst_dmath_double_inline": True,
        "myst_heading_anchors": 4,
        "autodoc_member_order": "bysource",
        # Rather the name of a default than what Python shows of it.
        "autodoc_preserve_defaults": True,
        "autodoc_typehints": "description",
        "html_theme": "furo",
        "html_static_path": [str(path) for path in static],
        "html_extra_path": [str(beside)],
        "html_css_files": ["site.css"],
        "html_js_files": [("site.js", {"defer": "defer"})],
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        # A page that was opened from a folder may not fetch what is in the others.
        "html_show_search_summary": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "mathjax_path": "tex-svg.js",
        # A screen reader gets each formula as MathML; no menu, so a formula is no stop for Tab.
        "mathjax3_config": {
            "options": {"enableMenu": False, "enableAssistiveMml": True},
            "svg": {"fontCache": "local"},
        },
    }
