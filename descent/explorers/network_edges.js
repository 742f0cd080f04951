// A network [2, 2, 1] on one row: weights above its edges, gradients below them. The numbers come
// from the student's own forward and backward.

const PLACES = { "x₁": [70, 90], "x₂": [70, 310], "neuron 1": [330, 90], "neuron 2": [330, 310], output: [580, 200] };
const EDGES = [
  ["w11", "x₁", "neuron 1", 0.5], ["w12", "x₁", "neuron 2", 0.24], ["w21", "x₂", "neuron 1", 0.24],
  ["w22", "x₂", "neuron 2", 0.5], ["v1", "neuron 1", "output", 0.45], ["v2", "neuron 2", "output", 0.45],
];
const BIASES = [["b1", "neuron 1"], ["b2", "neuron 2"], ["c", "output"]];
const NAMES = {
  w11: "weight of x₁ in neuron 1", w21: "weight of x₂ in neuron 1", b1: "bias of neuron 1",
  w12: "weight of x₁ in neuron 2", w22: "weight of x₂ in neuron 2", b2: "bias of neuron 2",
  v1: "weight of a₁ in the output", v2: "weight of a₂ in the output", c: "bias of the output",
};

function render({ model, el }) {
  const data = model.get("data");
  const { title, rows, labels, start, reach } = data;
  const page = frame(el, title);
  puzzle(page, data);
  const texts = rows.map((row) => `(${row.join(", ")})`);
  const group = (legend, names) => {
    const box = element("fieldset", { class: "gd-group" }, element("legend", {}, legend));
    page.controls.append(box);
    return names.map(([name, label]) =>
      slider(box, { name, label, min: -reach, max: reach, step: 1, value: start[name] }));
  };
  const picked = choice(page.controls, { name: "row", label: "Row", options: texts, value: texts[1] });
  const weights = [
    ...group("Hidden neuron 1", [["w11", "Weight of x₁"], ["w21", "Weight of x₂"], ["b1", "Bias"]]),
    ...group("Hidden neuron 2", [["w12", "Weight of x₁"], ["w22", "Weight of x₂"], ["b2", "Bias"]]),
    ...group("Output neuron", [["v1", "Weight of a₁"], ["v2", "Weight of a₂"], ["c", "Bias"]]),
  ];
  const picture = drawn("svg", { viewBox: "0 0 680 400", role: "img" });
  page.plots.append(element("div", { class: "gd-full" }));
  page.plots.firstChild.append(picture);

  const source = answers(model, page, {
    onLive() {
      for (const control of weights) control.input.step = 0.1;
      draw();
    },
  });
  oneAtATime(weights, start, source);

  function draw() {
    const row = Math.max(0, texts.indexOf(picked.value));
    const values = Object.fromEntries(weights.map((control) => [control.name, control.value]));
    const moved = weights.find((control) => control.value !== start[control.name]) || weights[0];
    source.ask(`${row} ${moved.name} ${moved.value}`, { row, weights: values }, (answer) => show(row, values, answer));
  }

  function show(row, values, { hidden, output, loss, slopes }) {
    const slope = Object.fromEntries(Object.keys(start).map((name, n) => [name, slopes[n]]));
    const largest = Object.keys(slope).reduce((most, name) => (Math.abs(slope[name]) > Math.abs(slope[most]) ? name : most));
    const zero = Object.keys(slope).filter((name) => slope[name] === 0);
    picture.replaceChildren();
    const edge = ([ax, ay], [bx, by], name, share) => {
      const heavy = Math.abs(slope[name]) / (Math.abs(slope[largest]) || 1);
      picture.append(drawn("line", { x1: ax, y1: ay, x2: bx, y2: by, stroke: "var(--gd-soft)", "stroke-width": 1 + 9 * heavy, opacity: 0.55 }));
      const [x, y] = [ax + share * (bx - ax), ay + share * (by - ay)];
      return () => picture.append(
        drawn("text", { class: "gd-halo gd-value", x, y: y - 5, "text-anchor": "middle" }, shown(values[name], 1)),
        drawn("text", { class: "gd-halo gd-slope", x, y: y + 15, "text-anchor": "middle" }, shown(slope[name], 4)),
      );
    };
    const labelled = [
      ...EDGES.map(([name, from, to, share]) => edge(PLACES[from], PLACES[to], name, share)),
      ...BIASES.map(([name, to]) => edge([PLACES[to][0], PLACES[to][1] + (to === "neuron 1" ? -75 : 75)], PLACES[to], name, 0.2)),
    ];
    const nodes = { "x₁": rows[row][0], "x₂": rows[row][1], "neuron 1": hidden[0], "neuron 2": hidden[1], output };
    for (const [name, value] of Object.entries(nodes)) {
      const [cx, cy] = PLACES[name];
      picture.append(
        drawn("circle", { cx, cy, r: 33, fill: "var(--gd-ground)", stroke: "var(--gd-ink)", "stroke-width": 1.6 }),
        drawn("text", { x: cx, y: cy - 4, "text-anchor": "middle" }, name.startsWith("neuron") ? `a${name.endsWith("1") ? "₁" : "₂"}` : name),
        drawn("text", { class: "gd-plot-title", x: cx, y: cy + 14, "text-anchor": "middle" }, name.startsWith("x") ? String(value) : shown(value, 3)),
      );
    }
    for (const act of labelled) act();
    page.says.textContent = `Row ${texts[row]}, label ${labels[row]}: output ${shown(output, 3)}, loss ${shown(loss, 4)}. Largest gradient: ${shown(slope[largest], 4)}, ${NAMES[largest]}. Exactly zero: ${zero.length ? zero.map((name) => NAMES[name]).join(", ") : "none"}.`;
    const all = Object.keys(slope).map((name) => `${NAMES[name]} ${shown(values[name], 1)}, gradient ${shown(slope[name], 4)}`);
    picture.setAttribute("aria-label", `The network with its values and gradients. a₁ is ${shown(hidden[0], 3)}, a₂ is ${shown(hidden[1], 3)}. ${all.join("; ")}.`);
  }

  const tie = connect(model, [picked, ...weights], draw);
  page.more.prepend(element("p", { class: "gd-note" }, "In the circles: inputs and activations. At each edge the weight (blue, above) and the gradient of the loss (orange, below); the thicker the edge, the larger its gradient. Edges from above or below a neuron are its bias."));
  return () => { source.end(); tie.end(); };
}
