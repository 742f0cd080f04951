"""A notebook that is open in JupyterLab, worked on with keyboard and mouse."""

from __future__ import annotations

from typing import Any

from tests.lab import TOKEN, Running

# JupyterLab shows its application to the page, so that we can wait for what no page shows.
EXPOSED = "--LabApp.expose_app_in_browser=True"

_OPEN = """(path) => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  return panel?.context?.path === path && panel.context.isReady && panel.sessionContext?.isReady;
}"""

# The mark of an idle kernel comes earlier than a kernel that takes what it is told.
_CONNECTED = """async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
  return sessionContext.session.kernel.connectionStatus === "connected";
}"""

_GO = """async (what) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const place = notebook.widgets.findIndex(({ model }) =>
    model.getMetadata("nbgrader")?.grade_id === what
    || model.sharedModel.getSource().split("\\n").includes(what));
  notebook.activeCellIndex = place;
  notebook.deselectAll();
  await notebook.scrollToItem(place, "start");
  await window.jupyterapp.commands.execute("notebook:enter-command-mode");
  return place;
}"""

_CELL = "window.jupyterapp.shell.currentWidget.content.activeCell.model"

_RAN = f"() => {_CELL}.executionCount && {_CELL}.executionState === 'idle'"


class Lesson:
    """The notebook.

    Cells are named by their ``grade_id``, or by a line that only they have.
    """

    def __init__(self, page: Any, lab: Running, name: str) -> None:
        self.page = page
        path = f"{name}.ipynb"
        # Without a reset, what an earlier page had open comes back.
        page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{path}?token={TOKEN}&reset")
        page.wait_for_function(_OPEN, arg=path)
        page.wait_for_function(_CONNECTED)

    @property
    def output(self) -> Any:
        """What the cell that is active has put out."""
        return self.page.locator(".jp-Cell.jp-mod-active .jp-OutputArea")

    def go(self, cell: str) -> None:
        """Make a cell the active one."""
        assert self.page.evaluate(_GO, cell) >= 0, cell
        self.page.locator(".jp-Cell.jp-mod-active").wait_for()

    def run(self, cell: str) -> None:
        """Run a cell and wait until it has run."""
        self.go(cell)
        # A number from an earlier time could be the new one, too.
        self.page.evaluate(f"{_CELL}.executionCount = null")
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(_RAN)

    def write(self, cell: str, source: str) -> None:
        """Write something else into a cell, and run it."""
        self.go(cell)
        self.page.locator(".jp-Cell.jp-mod-active .cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        assert self.page.evaluate(f"{_CELL}.sharedModel.getSource()") == source
        self.run(cell if cell.isidentifier() else source.splitlines()[0])

    def add_below(self, cell: str, source: str) -> None:
        """Add a cell below another, write something into it, and run it."""
        self.go(cell)
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(source)
        self.run(source)

    def save(self) -> None:
        """Save the notebook."""
        self.page.keyboard.press("Control+S")
        self.page.wait_for_function(
            "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
        )

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme to ``Light`` or ``Dark``."""
        self.page.evaluate(
            "name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })",
            f"JupyterLab {name}",
        )
        light = "true" if name == "Light" else "false"
        self.page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")
