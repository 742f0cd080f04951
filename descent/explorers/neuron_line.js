// The line at which a neuron with a step changes its mind, under the reader's hand.

function render({ model, el }) {
  const { title, rows, gates } = model.get("data");
  const page = frame(el, title);
  const gate = choice(page.row, { name: "gate", label: "Gate", options: Object.keys(gates), value: "AND" });
  const number = (name, label) => slider(page.controls, { name, label, min: -3, max: 3, step: 0.1, value: 0 });
  const controls = [gate, number("w1", "Weight w₁"), number("w2", "Weight w₂"), number("b", "Bias b")];
  const [low, high] = [-0.6, 1.6];
  const plane = plot(page.plots, {
    title: "The decision line", x: [low, high], y: [low, high], xLabel: "x₁", yLabel: "x₂",
    xTicks: [-0.5, 0, 0.5, 1, 1.5], yTicks: [-0.5, 0, 0.5, 1, 1.5], width: 380, height: 372,
  });
  const side = element("div");
  page.plots.append(side);

  function draw() {
    const [w1, w2, b] = controls.slice(1).map((control) => control.value);
    const sum = (x1, x2) => Math.round((x1 * w1 + x2 * w2 + b) * 1e6) / 1e6;
    const labels = gates[gate.value];
    const answers = rows.map(([x1, x2]) => (sum(x1, x2) > 0 ? 1 : 0));
    const right = answers.map((answer, n) => answer === labels[n]);

    plane.clear();
    const ends = drawSides(w1, w2, b, sum);
    if (ends.length === 2) {
      plane.line(ends, { thick: 2.6 });
      const foot = [(ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2];
      const reach = 0.45 / Math.max(1, Math.hypot(w1, w2) / 2);
      plane.arrow(foot, [foot[0] + reach * w1, foot[1] + reach * w2]);
    }
    rows.forEach(([x1, x2], n) => {
      plane.sample(x1, x2, labels[n], 9);
      if (!right[n]) {
        plane.ring(x1, x2, 17);
        plane.text(x1, x2, "wrong", { dy: 34 });
      }
    });

    const count = right.filter(Boolean).length;
    const wrong = rows.filter((_, n) => !right[n]).map((row) => `(${row.join(", ")})`);
    page.says.textContent = `${count} of 4 rows right for ${gate.value}.` +
      (wrong.length ? ` Wrong: ${wrong.join(", ")}.` : " This neuron is the gate.") +
      (ends.length === 2 ? "" : " The line is out of the picture.");
    plane.describe(`Four points, circles for label 0 and triangles for label 1, and a line with w1 = ${w1}, w2 = ${w2}, b = ${b}. ${page.says.textContent}`);
    table(side, `z = x₁w₁ + x₂w₂ + b, and the neuron says 1 where z > 0`, ["x₁", "x₂", "z", "says", gate.value, "result"],
      rows.map(([x1, x2], n) => [x1, x2, shown(sum(x1, x2), 1), answers[n], labels[n], right[n] ? "right" : "wrong"].map(String)));
  }

  /** Color both sides; return where the line enters and leaves the picture, if it does. */
  function drawSides(w1, w2, b, sum) {
    const corners = [[low, low], [high, low], [high, high], [low, high]];
    const sides = { 0: [], 1: [] };
    const cuts = [];
    corners.forEach((corner, n) => {
      const next = corners[(n + 1) % 4];
      const [here, there] = [corner, next].map(([x1, x2]) => x1 * w1 + x2 * w2 + b);
      sides[here > 0 ? 1 : 0].push(corner);
      if (here > 0 !== there > 0) {
        const share = here / (here - there);
        const cut = corner.map((value, k) => value + share * (next[k] - value));
        cuts.push(cut);
        sides[0].push(cut);
        sides[1].push(cut);
      }
    });
    for (const label of [0, 1]) {
      if (sides[label].length < 3) continue;
      plane.area(sides[label], label ? "orange" : "blue", 0.2);
      // The words stand in the free corner that lies farthest on this side.
      const places = [[-0.33, -0.42], [1.33, -0.42], [1.33, 1.45], [-0.33, 1.45], [0.5, 0.5]];
      const values = places.map(([x1, x2]) => (label ? 1 : -1) * (x1 * w1 + x2 * w2 + b));
      const best = values.indexOf(Math.max(...values));
      plane.text(...places[best], `says ${label}`);
    }
    return cuts;
  }

  page.more.append(element("p", { class: "gd-note" }, "Circles: label 0. Triangles: label 1. The arrow shows the weights, a dotted ring a wrong answer."));
  return connect(model, controls, draw).end;
}
