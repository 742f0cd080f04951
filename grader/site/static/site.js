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

/** Let what is wider than its place be reached by Tab, so that arrow keys scroll it. */
function wide() {
  for (const part of document.querySelectorAll(".table-wrapper, .highlight pre")) {
    if (part.scrollWidth > part.clientWidth + 1) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}

drawers();
addEventListener("load", wide);
addEventListener("resize", wide);
