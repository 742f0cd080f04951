// An activation function with its tangent, and its derivative, where the reader puts z.

function render({ model, el }) {
  const { title, z, functions } = model.get("data");
  const page = frame(el, title);
  const kinds = Object.keys(functions);
  const kind = choice(page.row, { name: "activation", label: "Activation", options: kinds, value: kinds[0] });
  const step = z[1] - z[0];
  const where = slider(page.controls, {
    name: "z", label: "Weighted sum z", min: z[0], max: z[z.length - 1], step, value: 1, show: (value) => shown(value, 2),
  });
  const all = (part) => kinds.flatMap((name) => functions[name][part]).filter((value) => value !== null);
  const range = (part) => {
    const [low, high] = [Math.min(-0.1, ...all(part)), Math.max(...all(part))];
    return [low - 0.05 * (high - low), high + 0.08 * (high - low)];
  };
  const ends = [z[0], z[z.length - 1]];
  const left = plot(page.plots, { title: "Activation and tangent", x: ends, y: [Math.max(-2, range("a")[0]), Math.min(4, range("a")[1])], xLabel: "weighted sum z", yLabel: "activation a" });
  const right = plot(page.plots, { title: "Derivative", x: ends, y: range("slope"), xLabel: "weighted sum z", yLabel: "slope of a" });

  function draw() {
    const { a, slope } = functions[kind.value];
    const n = Math.max(0, Math.min(z.length - 1, Math.round((where.value - z[0]) / step)));
    const [here, value, steep] = [z[n], a[n], slope[n]];
    left.clear();
    right.clear();
    left.line(z.map((place, k) => [place, a[k]]), { color: "blue", thick: 2.6 });
    right.line(z.map((place, k) => [place, slope[k]]), { color: "green", thick: 2.6 });
    for (const axes of [left, right]) axes.line([[here, -100], [here, 100]], { color: "gray", dash: "3 4", thick: 1.2 });
    if (value === null || steep === null) {
      page.says.textContent = `${kind.value} gives no number at z = ${shown(here)}.`;
      return;
    }
    const tangent = (place) => value + steep * (place - here);
    left.line(ends.map((place) => [place, tangent(place)]), { color: "orange", dash: "8 4" });
    left.legend([[kind.value, "blue", ""], ["tangent", "orange", "8 4"]], { corner: "top left" });
    left.dot(here, value);
    right.dot(here, steep);
    const fades = steep === 0 ? "no nudge of z reaches a" : `a nudge of z by 0.1 moves a by about ${shown(0.1 * steep, 4)}`;
    page.says.textContent = `${kind.value} at z = ${shown(here)}: activation ${shown(value, 4)}, slope ${shown(steep, 4)}. Here ${fades}.`;
    left.describe(`The curve of ${kind.value} and its tangent. ${page.says.textContent}`);
    right.describe(`The derivative of ${kind.value} against z; at z = ${shown(here)} it is ${shown(steep, 4)}.`);
  }

  return connect(model, [kind, where], draw).end;
}
