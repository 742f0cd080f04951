// What the theme offers to a mouse alone, for the keyboard too.

/** Make the signs that open a drawer buttons, and close an open drawer with Escape. */
function drawers() {
  for (const [name, words] of [["__navigation", "All pages"], ["__toc", "Contents of this page"]]) {
    const box = document.getElementById(name);
    if (!box) continue;
    const buttons = [...document.querySelectorAll(`label[for="${name}"]:not(.overlay)`)].map((sign) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = sign.className;
      button.setAttribute("aria-label", words);
      button.append(...sign.childNodes);
      sign.replaceWith(button);
      return button;
    });
    const tell = () => buttons.forEach((button) => button.setAttribute("aria-expanded", box.checked));
    const turn = (open) => { box.checked = open; tell(); };
    for (const button of buttons) button.addEventListener("click", () => turn(!box.checked));
    box.addEventListener("change", tell);
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.checked) return;
      turn(false);
      buttons.find((button) => button.offsetParent)?.focus();
    });
    tell();
  }
}

/** Whether the words of a cell stand one below the other, because its column got no room. */
function squeezed(words) { return words.offsetHeight > Math.max(100, 1.5 * words.offsetWidth); }

/** Show a table that has no room on the page as blocks, each cell with the heading of its column. */
function stack() {
  for (const table of document.querySelectorAll(".table-wrapper > table")) {
    table.classList.remove("gd-stacked");
    const wide = table.parentElement.scrollWidth > table.parentElement.clientWidth + 1;
    const fits = !wide && ![...table.querySelectorAll("td > p")].some(squeezed);
    table.classList.toggle("gd-stacked", !fits);
    // As blocks, they are no table any more unless this is said.
    const roles = { table: [table], row: table.rows, cell: table.querySelectorAll("td") };
    for (const [role, parts] of Object.entries(roles)) {
      for (const part of parts) fits ? part.removeAttribute("role") : part.setAttribute("role", role);
    }
    const headings = [...table.rows[0].cells].map((cell) => cell.textContent.trim());
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, n) => { cell.dataset.label = headings[n] || ""; });
    }
  }
}

/** Look at the tables again whenever the text has become wider or narrower, and has come to rest. */
function watch(text) {
  let width = text.clientWidth;
  new ResizeObserver(() => {
    if (text.clientWidth === width) return;
    width = text.clientWidth;
    requestAnimationFrame(stack);
  }).observe(text);
}

drawers();
addEventListener("load", () => (window.MathJax?.startup?.promise || Promise.resolve()).then(() => {
  stack();
  watch(document.querySelector("article"));
}));
