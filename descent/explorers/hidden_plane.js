// XOR in two planes: the inputs, and where the hidden layer puts them.

function render({ model, el }) {
  const { title, rows, labels, presets } = model.get("data");
  const page = frame(el, title);
  const group = (legend, names) => {
    const box = element("fieldset", { class: "gd-group" }, element("legend", {}, legend));
    page.controls.append(box);
    return names.map(([name, label]) =>
      slider(box, { name, label, min: -16, max: 16, step: 0.1, value: 0 }));
  };
  const controls = [
    ...group("Hidden neuron 1", [["w11", "Weight of x₁"], ["w21", "Weight of x₂"], ["b1", "Bias"]]),
    ...group("Hidden neuron 2", [["w12", "Weight of x₁"], ["w22", "Weight of x₂"], ["b2", "Bias"]]),
    ...group("Output neuron", [["v1", "Weight of a₁"], ["v2", "Weight of a₂"], ["c", "Bias"]]),
  ];
  const inputs = plot(page.plots, { title: "Input plane", x: [-0.5, 1.5], y: [-0.5, 1.5], xLabel: "x₁", yLabel: "x₂", light: true, xTicks: [-0.5, 0, 0.5, 1, 1.5], yTicks: [-0.5, 0, 0.5, 1, 1.5], width: 380, height: 372 });
  const hidden = plot(page.plots, { title: "Hidden plane", x: [-0.15, 1.15], y: [-0.15, 1.15], xLabel: "a₁ of the hidden layer", yLabel: "a₂ of the hidden layer", light: true, xTicks: [0, 0.5, 1], yTicks: [0, 0.5, 1], width: 380, height: 372 });
  const side = (count, [low, high]) => Array.from({ length: count }, (_, n) => low + (n / (count - 1)) * (high - low));
  const squash = (z) => 1 / (1 + Math.exp(-z));

  function draw() {
    const p = Object.fromEntries(controls.map((control) => [control.name, control.value]));
    const first = (x1, x2) => squash(x1 * p.w11 + x2 * p.w21 + p.b1);
    const second = (x1, x2) => squash(x1 * p.w12 + x2 * p.w22 + p.b2);
    const output = (a1, a2) => squash(a1 * p.v1 + a2 * p.v2 + p.c);
    const across = (xs, ys, value) => ys.map((y) => xs.map((x) => value(x, y)));
    const [fine, plane] = [side(61, [-0.5, 1.5]), side(41, [-0.15, 1.15])];
    const said = across(fine, fine, (x1, x2) => output(first(x1, x2), second(x1, x2)));
    const split = across(plane, plane, output);

    inputs.clear();
    inputs.map(said, probability);
    inputs.contour(said, 0.5, { thick: 2.4 });
    halfway(inputs, [-0.5, 1.5], [p.w11, p.w21, p.b1], "green", "9 4");
    halfway(inputs, [-0.5, 1.5], [p.w12, p.w22, p.b2], "purple", "9 4 2 4");
    hidden.clear();
    hidden.map(split, probability);
    // A net of lines over the input plane, as the hidden layer bends it.
    for (const fixed of side(9, [-0.5, 1.5])) {
      const way = side(33, [-0.5, 1.5]);
      hidden.line(way.map((x) => [first(x, fixed), second(x, fixed)]), { color: "gray", thick: 0.8, faint: 0.6 });
      hidden.line(way.map((x) => [first(fixed, x), second(fixed, x)]), { color: "gray", thick: 0.8, faint: 0.6 });
    }
    halfway(hidden, [-0.15, 1.15], [p.v1, p.v2, p.c], "black", "");
    const places = [];
    const outputs = rows.map(([x1, x2], n) => {
      const [a1, a2] = [first(x1, x2), second(x1, x2)];
      inputs.sample(x1, x2, labels[n], 8);
      hidden.sample(a1, a2, labels[n], 8);
      const near = places.find((place) => Math.hypot(place.a1 - a1, place.a2 - a2) < 0.09);
      if (near) near.names.push(`(${x1}, ${x2})`);
      else places.push({ a1, a2, names: [`(${x1}, ${x2})`] });
      return output(a1, a2);
    });
    for (const { a1, a2, names } of places) {
      const anchor = a1 > 0.6 ? "end" : "start";
      hidden.text(a1, a2, names.join(" and "), { dx: anchor === "end" ? -11 : 11, dy: a2 > 0.5 ? 20 : -12, anchor });
    }
    const right = outputs.filter((value, n) => value > 0.5 === (labels[n] === 1)).length;
    page.says.textContent = `Outputs: ${rows.map((row, n) => `(${row.join(", ")}) ${shown(outputs[n], 3)}`).join(";  ")}. ${right} of 4 rows right for XOR.`;
    inputs.describe(`The four points, the lines of both hidden neurons, and the output as colors. ${page.says.textContent}`);
    hidden.describe(`Where the hidden layer puts the points: ${places.map((place) => `${place.names.join(" and ")} at ${shown(place.a1)}, ${shown(place.a2)}`).join("; ")}. One line is the output neuron's.`);
  }

  /** Where a weighted sum is zero. */
  function halfway(axes, [low, high], [w1, w2, b], color, dash) {
    if (Math.abs(w1) < 1e-9 && Math.abs(w2) < 1e-9) return;
    const points = Math.abs(w2) >= Math.abs(w1)
      ? [low, high].map((x) => [x, -(b + w1 * x) / w2])
      : [low, high].map((y) => [-(b + w2 * y) / w1, y]);
    axes.line(points, { color, dash, thick: 2.6 });
  }

  const tie = connect(model, controls, draw);
  for (const [name, values] of Object.entries(presets)) {
    button(page.row, name, () => {
      for (const control of controls) control.value = values[control.name];
      tie.push();
    });
  }
  page.more.append(element("p", { class: "gd-note" }, "Left, dashed green and dash-dotted purple: where hidden neuron 1 and 2 say 0.5. Black: where the output is 0.5. The gray net on the right is the input plane, bent by the hidden layer. Circles are class 0, triangles class 1."));
  return tie.end;
}
