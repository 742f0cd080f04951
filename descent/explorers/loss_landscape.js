// A loss over weight and bias, and the point that goes downhill on it.
// Heights and slopes come from the notebook, on a grid; between its places they are interpolated.

function render({ model, el }) {
  const { title, w, b, surfaces, end } = model.get("data");
  const kinds = Object.keys(surfaces);
  const rates = [0.1, 0.3, 1, 3, 10, 30, 100];
  const page = frame(el, title);
  const kind = choice(page.row, { name: "loss", label: "Loss", options: kinds, value: kinds[0] });
  const inside = { min: w[0], max: w[w.length - 1], step: 0.5 };
  const controls = [
    kind,
    slider(page.controls, { ...inside, name: "w", label: "Weight w at the start", value: -6 }),
    slider(page.controls, { ...inside, min: b[0], max: b[b.length - 1], name: "b", label: "Bias b at the start", value: -4 }),
    slider(page.controls, { name: "rate", label: "Learning rate", min: 0, max: rates.length - 1, step: 1, value: 2, show: (n) => String(rates[n]) }),
  ];
  const buttons = element("div", { class: "gd-row" });
  page.controls.after(buttons);
  const left = element("div");
  const right = element("div");
  page.plots.append(left, right);
  const shade = shades((value) => mixed("#f7fbff", "#2f6da8", value));
  const maps = {};
  let path = [];
  let plane = null;
  let curve = null;

  function at(name, part, px, py) { return between(surfaces[name][part], w, b, px, py); }

  /** Put the point back to its start, and draw the landscape it stands on. */
  function reset() {
    play.stop();
    const name = kind.value;
    const [, startW, startB] = controls.map((control) => control.value);
    path = [[startW, startB, at(name, "height", startW, startB)]];
    maps[name] = maps[name] || landscape(name);
    left.replaceChildren();
    right.replaceChildren();
    const ends = (axis) => [axis[0], axis[axis.length - 1]];
    plane = plot(left, { title: `Landscape: ${name}`, x: ends(w), y: ends(b), xLabel: "weight w", yLabel: "bias b", light: true });
    plane.onClick((px, py) => {
      controls[1].value = px;
      controls[2].value = py;
      tie.push();
    });
    curve = plot(right, { title: "Loss on the way", x: [-0.03 * end, 1.03 * end], y: [0, 1.1 * Math.max(path[0][2], 0.05)], xLabel: "epoch", yLabel: name });
    draw();
  }

  function landscape(name) {
    const fine = (axis) => Array.from({ length: 145 }, (_, n) =>
      shares(axis, axis[0] + (n / 144) * (axis[axis.length - 1] - axis[0])));
    const [alongW, alongB] = [fine(w), fine(b)];
    // First along the rows, then across them: a place at a time would take six times as long.
    const rows = surfaces[name].height.map((row) => alongW.map((share) => mean(share, (n) => row[n])));
    const heights = alongB.map((share) => alongW.map((_, n) => mean(share, (r) => rows[r][n])));
    const top = Math.max(...heights.flat());
    return { heights, top };
  }

  /** One epoch; says whether another may follow. */
  function step() {
    const [px, py] = path[path.length - 1];
    const rate = rates[controls[3].value];
    const [dw, db] = [at(kind.value, "dw", px, py), at(kind.value, "db", px, py)];
    const next = [px - rate * dw, py - rate * db];
    path.push([...next, within(...next) ? at(kind.value, "height", ...next) : null]);
    return more();
  }

  function within(px, py) { return px >= w[0] && px <= w[w.length - 1] && py >= b[0] && py <= b[b.length - 1]; }

  function more() { return path.length <= end && within(...path[path.length - 1].slice(0, 2)); }

  function go(epochs) {
    for (let n = 0; n < epochs && more(); n++) step();
    draw();
    return more();
  }

  function draw() {
    const name = kind.value;
    const { heights, top } = maps[name];
    const [px, py, height] = path[path.length - 1];
    plane.clear();
    plane.map(heights, (value) => shade(Math.floor((16 * value) / top) / 16));
    plane.line(path, { color: "orange", thick: 2 });
    for (let n = 10; n < path.length; n += 10) plane.dot(path[n][0], path[n][1], { color: "orange", size: 3 });
    plane.dot(path[0][0], path[0][1], { color: "black", size: 6, square: true });
    plane.text(path[0][0], path[0][1], "start", { dy: -12 });
    plane.dot(px, py, { color: "orange", size: 8 });
    curve.clear();
    curve.line(path.map((place, n) => [n, place[2]]), { color: "orange" });
    if (height !== null) curve.dot(path.length - 1, height, { color: "orange", size: 6 });

    const epoch = path.length - 1;
    if (height === null) {
      page.says.textContent = `Epoch ${epoch}: this step was so long that it left the picture. Try a smaller learning rate.`;
    } else {
      const size = Math.hypot(at(name, "dw", px, py), at(name, "db", px, py));
      page.says.textContent = `Epoch ${epoch}: w = ${shown(px)}, b = ${shown(py)}, ${name} ${shown(height, 4)}, length of the gradient ${shown(size, 4)}.` +
        (epoch >= end ? " The descent ends here." : "");
    }
    plane.describe(`Dark is high, light is low; the path starts at w = ${shown(path[0][0], 1)}, b = ${shown(path[0][1], 1)}. ${page.says.textContent}`);
    curve.describe(`From ${shown(path[0][2], 4)} at epoch 0. ${page.says.textContent}`);
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const play = player(buttons, page.says, { pause: 100, tick: () => go(calm.matches ? 20 : 2) });
  button(buttons, "1 epoch", () => { play.stop(); go(1); });
  button(buttons, "10 epochs", () => { play.stop(); go(10); });
  button(buttons, "Back to the start", reset);
  page.more.append(element("p", { class: "gd-note" }, "The start can also be set by a click on the landscape."));
  const tie = connect(model, controls, reset);
  return () => { play.stop(); tie.end(); };
}

/** The value of a grid at a place: through the six neighbors each way goes one polynomial (Lagrange). */
function between(values, xs, ys, px, py) {
  const alongX = shares(xs, px);
  return mean(shares(ys, py), (r) => mean(alongX, (n) => values[r][n]));
}

function mean([first, weights], value) {
  let sum = 0;
  for (let k = 0; k < 6; k++) sum += weights[k] * value(first + k);
  return sum;
}

/** The first of six neighbors on an evenly spaced axis, and the share that each of them has. */
function shares(axis, place) {
  const count = axis.length;
  const n = ((place - axis[0]) / (axis[count - 1] - axis[0])) * (count - 1);
  const first = Math.max(0, Math.min(count - 6, Math.floor(n) - 2));
  const six = [0, 1, 2, 3, 4, 5];
  const of = (p) => six.reduce((product, q) => (p === q ? product : (product * (n - first - q)) / (p - q)), 1);
  return [first, six.map(of)];
}
