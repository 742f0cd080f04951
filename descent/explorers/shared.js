// What all explorers share: a frame with a title, controls with labels, plots, and text that is
// read out. COLORS and STYLE stand before this file; an explorer stands after it and has one
// function `render({ model, el })`, as anywidget asks for.

const SVG = "http://www.w3.org/2000/svg";
let names = 0;
const prefix = Math.random().toString(36).slice(2, 8);

/** A name that no other element of the page has: several explorers may stand in it. */
function unique() { return `gd-${prefix}-${++names}`; }

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function drawn(tag, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

/** The color of a name in COLORS; black and gray follow the theme. */
function paint(name) {
  if (name === "black") return "var(--gd-ink)";
  if (name === "gray") return "var(--gd-soft)";
  return COLORS[name] || name;
}

/** A number for people: a real minus sign, and never a minus zero. */
function shown(value, digits = 2) {
  if (value === null || !Number.isFinite(value)) return "not a number";
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** A number in powers of ten, 2.1 × 10⁻⁵. */
function scientific(value, digits = 1) {
  if (!value) return "0";
  const [factor, power] = value.toExponential(digits).replace("-", "−").split("e");
  return `${factor}\u00a0×\u00a010${raised(power.replace("-", "−").replace("+", ""))}`;
}

function raised(power) {
  const small = { "−": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  return [...String(power).replace("-", "−")].map((sign) => small[sign]).join("");
}

// ------------------------------------------------------------------ frame and controls

/** Build the empty explorer: where its plots, controls and text go. */
function frame(el, title) {
  const id = unique();
  const root = element("div", {
    class: "gd-explorer",
    role: "group",
    "aria-labelledby": id,
  });
  const place = (name) => element("div", { class: name });
  const parts = {
    root,
    plots: place("gd-plots"),
    controls: place("gd-controls"),
    row: place("gd-row"),
    more: place("gd-more"),
    says: element("p", { class: "gd-says", "aria-live": "polite" }),
  };
  root.append(
    element("style", {}, STYLE),
    element("p", { class: "gd-title", id }, title),
    parts.row, parts.controls, parts.says, parts.plots, parts.more,
  );
  el.replaceChildren(root);
  followTheme(root);
  keepKeys(root);
  return parts;
}

/** Keep JupyterLab from taking arrow keys and letters for its own, but leave it Ctrl+S and the like. */
function keepKeys(root) {
  const guard = (event) => {
    if (!root.isConnected) return removeEventListener("keydown", guard, true);
    const theirs = event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");
    if (root.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", !theirs);
  };
  addEventListener("keydown", guard, true); // on the window, and so before JupyterLab looks
}

/** Note on the frame whether its ground is dark, now and whenever the page changes its theme. */
function followTheme(root) {
  const look = () => {
    const parts = (getComputedStyle(root).backgroundColor.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
    const bright = 0.3 * parts[0] + 0.6 * parts[1] + 0.1 * parts[2];
    root.dataset.theme = bright < 110 ? "dark" : "light";
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  // With the next picture: a frame that is out of the page for less is not seen to come back.
  const follow = () =>
    requestAnimationFrame(() => {
      if (root.isConnected) return look();
      watch.disconnect(); // nothing holds a frame that is gone for good
      system.removeEventListener("change", follow);
    });
  const watch = new MutationObserver(follow);
  // Seen whenever the frame comes into the page: JupyterLab takes cells out and puts them back.
  new ResizeObserver(() => {
    for (const place of [document.documentElement, document.body]) watch.observe(place, { attributes: true });
    system.addEventListener("change", follow);
    look();
  }).observe(root);
}

/** A labelled slider. `show` turns its number into what people read. */
function slider(parent, { name, label, min, max, step, value, show = (number) => shown(number, 1) }) {
  const id = unique();
  const input = element("input", { type: "range", id, min, max, step, value });
  const output = element("output", { for: id, "aria-hidden": "true" });
  const refresh = () => {
    output.textContent = show(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  parent.append(element("div", { class: "gd-slider" }, element("label", { for: id }, label), output, input));
  refresh();
  return {
    name,
    input,
    get value() { return Number(input.value); },
    set value(number) { input.value = number; refresh(); },
    onChange(act) { input.addEventListener("input", () => { refresh(); act(); }); },
  };
}

/** One of several, as radio buttons under a common name. */
function choice(parent, { name, label, options, value }) {
  const group = unique();
  const box = element("div", { class: "gd-options" });
  const inputs = options.map((option) => {
    const input = element("input", { type: "radio", name: group, value: option });
    input.checked = option === value;
    box.append(element("label", {}, input, option));
    return input;
  });
  parent.append(element("fieldset", {}, element("legend", {}, label), box));
  return {
    name,
    get value() { return inputs.find((input) => input.checked).value; },
    set value(option) { for (const input of inputs) input.checked = input.value === option; },
    onChange(act) { for (const input of inputs) input.addEventListener("change", act); },
  };
}

function button(parent, text, act, main = false) {
  const made = element("button", { type: "button", class: main ? "gd-main" : "" }, text);
  made.addEventListener("click", act);
  parent.append(made);
  return made;
}

/** Tie controls to the model's `values`, both ways, and draw at once and after every change. */
function connect(model, controls, draw) {
  let ours = false;
  const push = () => {
    draw();
    ours = true;
    model.set("values", Object.fromEntries(controls.map((control) => [control.name, control.value])));
    model.save_changes();
    ours = false;
  };
  const pull = () => {
    if (ours) return;
    const values = model.get("values") || {};
    for (const control of controls) if (control.name in values) control.value = values[control.name];
    draw();
  };
  for (const control of controls) control.onChange(push);
  model.on("change:values", pull);
  pull();
  return { push, end: () => model.off("change:values", pull) };
}

/** A button that plays and pauses. `tick` says whether there is more to come. */
function player(parent, says, { pause, tick, onStart = () => {} }) {
  let timer = null;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const made = button(parent, "Play", () => (timer === null ? start() : stop()), true);
  function start() {
    onStart();
    made.textContent = "Pause";
    says.setAttribute("aria-live", "off"); // a picture a moment is too much to be read out
    timer = setInterval(() => {
      if (!made.isConnected || !tick()) stop();
    }, calm.matches ? Math.max(1000, pause) : pause);
  }
  function stop() {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    made.textContent = "Play";
    says.setAttribute("aria-live", "polite");
    says.textContent = String(says.textContent); // what it came to is read out once
  }
  return { stop };
}

/** A table. Entries are texts; `chosen` is [row, column] of the marked one, without the headings. */
function table(parent, caption, headings, rows, chosen = null) {
  const head = element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map((row, r) =>
    element("tr", {}, ...row.map((text, c) => {
      const marked = chosen && chosen[0] === r && chosen[1] === c;
      return element("td", marked ? { class: "gd-chosen", "aria-current": "true" } : {}, text);
    })));
  const made = element("table", { class: "gd-table" }, element("caption", {}, caption), element("thead", {}, head),
    element("tbody", {}, ...body));
  parent.replaceChildren(made);
  return made;
}

// ------------------------------------------------------------------ plots

/** Round places for ticks between two numbers. */
function roundPlaces([low, high], wanted = 5) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(10)));
}

/**
 * A plot with title, axes and labels, drawn in SVG.
 * `xPowers`/`yPowers`: the axis has logarithms to base ten, and says powers of ten.
 * `light`: the plane is white in a dark theme too, because colors of a map lie on it.
 */
function plot(parent, { title, x, y, xLabel, yLabel, xTicks, yTicks, xPowers, yPowers, light, width = 400, height = 340 }) {
  const box = { left: 58, right: width - 12, top: 30, bottom: height - 46 };
  const right = (value) => box.left + ((value - x[0]) / (x[1] - x[0])) * (box.right - box.left);
  const up = (value) => box.bottom - ((value - y[0]) / (y[1] - y[0])) * (box.bottom - box.top);
  const clip = unique();
  const picture = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
  const size = { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
  const defs = drawn("defs");
  const window_ = drawn("clipPath", { id: clip });
  window_.append(drawn("rect", size));
  defs.append(window_);
  const ground = drawn("g", { class: light ? "gd-light" : "" });
  const lines = drawn("g");
  const marks = drawn("g", { class: light ? "gd-light" : "", "clip-path": `url(#${clip})` });
  const above = drawn("g", { class: light ? "gd-light" : "" });
  ground.append(drawn("rect", { ...size, fill: "var(--gd-ground)", stroke: "none" }));

  const tick = (text, attributes) => lines.append(drawn("text", attributes, text));
  for (const place of xTicks || roundPlaces(x)) {
    if (!light) lines.append(drawn("line", { x1: right(place), x2: right(place), y1: box.top, y2: box.bottom, stroke: "var(--gd-grid)" }));
    tick(xPowers ? `10${raised(place)}` : String(place).replace("-", "−"), { x: right(place), y: box.bottom + 18, "text-anchor": "middle" });
  }
  for (const place of yTicks || roundPlaces(y)) {
    if (!light) lines.append(drawn("line", { x1: box.left, x2: box.right, y1: up(place), y2: up(place), stroke: "var(--gd-grid)" }));
    tick(yPowers ? `10${raised(place)}` : String(place).replace("-", "−"), { x: box.left - 7, y: up(place) + 4, "text-anchor": "end" });
  }
  const middle = (box.left + box.right) / 2;
  const half = (box.top + box.bottom) / 2;
  lines.append(
    drawn("rect", { ...size, fill: "none", stroke: "var(--gd-soft)" }),
    drawn("text", { class: "gd-plot-title", x: middle, y: 18, "text-anchor": "middle" }, title),
    drawn("text", { x: middle, y: height - 8, "text-anchor": "middle" }, xLabel),
    drawn("text", { x: 15, y: half, "text-anchor": "middle", transform: `rotate(-90 15 ${half})` }, yLabel),
  );
  picture.append(defs, ground, marks, lines, above);
  parent.append(picture);

  const add = (node) => (marks.append(node), node);
  return {
    picture,
    right,
    up,
    /** What the picture shows, for those who do not see it. */
    describe(text) { picture.setAttribute("aria-label", `${title}. ${text}`); },
    clear() { marks.replaceChildren(); above.replaceChildren(); },
    line(points, { color = "black", dash = "", thick = 2.2, faint = 1 } = {}) {
      let pen = "M";
      let path = "";
      for (const [px, py] of points) {
        if (px === null || py === null || !Number.isFinite(py)) { pen = "M"; continue; }
        path += `${pen}${right(px).toFixed(2)} ${Math.max(-1e4, Math.min(1e4, up(py))).toFixed(2)}`;
        pen = "L";
      }
      return add(drawn("path", { d: path, fill: "none", stroke: paint(color), "stroke-width": thick,
        "stroke-dasharray": dash, "stroke-linejoin": "round", opacity: faint }));
    },
    area(points, color, opacity) {
      const corners = points.map(([px, py]) => `${right(px)},${up(py)}`).join(" ");
      return add(drawn("polygon", { points: corners, fill: paint(color), opacity }));
    },
    /** A sample: a circle for class 0, a triangle for class 1. */
    sample(px, py, label, size = 7) {
      const [cx, cy] = [right(px), up(py)];
      const style = { fill: paint(label ? "orange" : "blue"), stroke: "var(--gd-ink)", "stroke-width": 1.2 };
      const corners = `${cx},${cy - 1.2 * size} ${cx - 1.1 * size},${cy + 0.8 * size} ${cx + 1.1 * size},${cy + 0.8 * size}`;
      return add(label ? drawn("polygon", { points: corners, ...style }) : drawn("circle", { cx, cy, r: size, ...style }));
    },
    dot(px, py, { color = "black", size = 6, square = false } = {}) {
      const style = { fill: paint(color), stroke: "var(--gd-ground)", "stroke-width": 1.5 };
      const [cx, cy] = [right(px), up(py)];
      return add(square
        ? drawn("rect", { x: cx - size, y: cy - size, width: 2 * size, height: 2 * size, ...style })
        : drawn("circle", { cx, cy, r: size, ...style }));
    },
    ring(px, py, size = 13) {
      return add(drawn("circle", { cx: right(px), cy: up(py), r: size, fill: "none", stroke: "var(--gd-ink)", "stroke-width": 2, "stroke-dasharray": "3 3" }));
    },
    arrow(from, to, color = "black") {
      const [ax, ay, bx, by] = [right(from[0]), up(from[1]), right(to[0]), up(to[1])];
      const length = Math.hypot(bx - ax, by - ay);
      if (length < 1) return;
      const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
      const head = [[bx, by], [bx - 12 * ux + 6 * uy, by - 12 * uy - 6 * ux], [bx - 12 * ux - 6 * uy, by - 12 * uy + 6 * ux]];
      add(drawn("line", { x1: ax, y1: ay, x2: bx - 8 * ux, y2: by - 8 * uy, stroke: paint(color), "stroke-width": 2.5 }));
      add(drawn("polygon", { points: head.map((corner) => corner.join(",")).join(" "), fill: paint(color) }));
    },
    text(px, py, text, { dx = 0, dy = 0, anchor = "middle" } = {}) {
      above.append(drawn("text", { class: "gd-halo", x: right(px) + dx, y: up(py) + dy, "text-anchor": anchor }, text));
    },
    /** Lines and what they mean, inside the plot; entries are [text, color, dash]. */
    legend(entries, { corner = "top right" } = {}) {
      const left = corner.includes("left");
      const top = corner.includes("top") ? box.top + 16 : box.bottom - 8 - 18 * (entries.length - 1);
      entries.forEach(([text, color, dash], n) => {
        const cy = top + 18 * n;
        const cx = left ? box.left + 8 : box.right - 8;
        const way = left ? 1 : -1;
        above.append(
          drawn("line", { x1: cx, x2: cx + way * 26, y1: cy - 4, y2: cy - 4, stroke: paint(color), "stroke-width": 2.5, "stroke-dasharray": dash }),
          drawn("text", { class: "gd-halo", x: cx + way * 32, y: cy, "text-anchor": left ? "start" : "end" }, text));
      });
    },
    /** A map of colors. `values` is a list of rows, the lowest first; `shade` gives [red, green, blue]. */
    map(values, shade) {
      const [rows, columns] = [values.length, values[0].length];
      const canvas = element("canvas", { width: columns, height: rows });
      const context = canvas.getContext("2d");
      const pixels = context.createImageData(columns, rows);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const [red, green, blue] = shade(values[rows - 1 - r][c]);
          pixels.data.set([red, green, blue, 255], 4 * (r * columns + c));
        }
      }
      context.putImageData(pixels, 0, 0);
      // Values belong to the corners of the grid, pixels have a width: so half a pixel more on each side.
      const wide = (box.right - box.left) / (columns - 1);
      const high = (box.bottom - box.top) / (rows - 1);
      return add(drawn("image", { href: canvas.toDataURL(), preserveAspectRatio: "none", x: box.left - wide / 2,
        y: box.top - high / 2, width: size.width + wide, height: size.height + high }));
    },
    /** The line where a map has a certain height. */
    contour(values, level, { color = "black", thick = 2 } = {}) {
      const [rows, columns] = [values.length, values[0].length];
      const along = (n, count, [low, high]) => low + (n / (count - 1)) * (high - low);
      let path = "";
      for (let r = 0; r + 1 < rows; r++) {
        for (let c = 0; c + 1 < columns; c++) {
          const corners = [[r, c], [r, c + 1], [r + 1, c + 1], [r + 1, c]];
          const cuts = [];
          for (let n = 0; n < 4; n++) {
            const [[r1, c1], [r2, c2]] = [corners[n], corners[(n + 1) % 4]];
            const [one, other] = [values[r1][c1] - level, values[r2][c2] - level];
            if (one < 0 === other < 0) continue;
            const share = one / (one - other);
            cuts.push([right(along(c1 + share * (c2 - c1), columns, x)), up(along(r1 + share * (r2 - r1), rows, y))]);
          }
          for (let n = 0; n + 1 < cuts.length; n += 2) {
            path += `M${cuts[n].map((v) => v.toFixed(1)).join(" ")}L${cuts[n + 1].map((v) => v.toFixed(1)).join(" ")}`;
          }
        }
      }
      return add(drawn("path", { d: path, fill: "none", stroke: paint(color), "stroke-width": thick, "stroke-linecap": "round" }));
    },
    /** Call `act` with the place in the plane where the picture is clicked. */
    onClick(act) {
      picture.style.cursor = "crosshair";
      picture.addEventListener("click", (event) => {
        const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
        if (at.x < box.left || at.x > box.right || at.y < box.top || at.y > box.bottom) return;
        act(x[0] + ((at.x - box.left) / size.width) * (x[1] - x[0]), y[0] + ((box.bottom - at.y) / size.height) * (y[1] - y[0]));
      });
    },
  };
}

function mixed(from, to, share) {
  const part = (color, n) => parseInt(color.slice(1 + 2 * n, 3 + 2 * n), 16);
  return [0, 1, 2].map((n) => part(from, n) + share * (part(to, n) - part(from, n)));
}

/** A function from 0 … 1 to colors, with its colors mixed beforehand. */
function shades(color) {
  const mixture = Array.from({ length: 256 }, (_, n) => color(n / 255));
  return (value) => mixture[Math.max(0, Math.min(255, Math.round(255 * value)))];
}

/** Blue for 0, white for 0.5, orange for 1: the colors of plot_boundary, as pale as there. */
const probability = shades((value) =>
  mixed("#ffffff", value < 0.5 ? COLORS.blue : COLORS.orange, 1.4 * Math.abs(value - 0.5)));
