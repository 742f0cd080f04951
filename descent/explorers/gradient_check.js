// The numerical gradient as its step shrinks. All slopes come from the notebook.

function render({ model, el }) {
  const { title, x, f, exact, curve, steps, estimates } = model.get("data");
  const kinds = Object.keys(estimates);
  const page = frame(el, title);
  const kind = choice(page.row, { name: "difference", label: "Difference", options: kinds, value: kinds[0] });
  const where = slider(page.controls, {
    name: "step", label: "Step h (left: smaller)", min: 0, max: steps.length - 1, step: 1, value: steps.length - 1,
    show: (n) => scientific(steps[n].h),
  });
  const reach = curve[curve.length - 1][0] - x;
  const heights = curve.map((place) => place[1]);
  const room = 0.12 * (Math.max(...heights) - Math.min(...heights));
  const floor = -13;
  const left = plot(page.plots, { title: "Secant and tangent", x: [x - reach, x + reach], y: [Math.min(...heights) - room, Math.max(...heights) + room], xLabel: "weight w", yLabel: "loss" });
  const powers = steps.map((place) => Math.log10(place.h));
  const right = plot(page.plots, { title: "Error of the secant's slope", x: [Math.min(...powers) - 0.4, Math.max(...powers) + 0.4], y: [floor - 0.6, 0.6], xLabel: "step h", yLabel: "error", xPowers: true, yPowers: true, xTicks: [-13, -11, -9, -7, -5, -3, -1], yTicks: [-13, -11, -9, -7, -5, -3, -1] });
  const looks = [["blue", ""], ["orange", "8 4"]];
  // An error of exactly zero has no logarithm; it is drawn at the floor of the picture.
  const power = (error) => Math.max(floor, Math.log10(Math.abs(error) || 1e-99));

  function draw() {
    const n = Math.max(0, Math.min(steps.length - 1, where.value));
    const { h, below, above } = steps[n];
    const number = kinds.indexOf(kind.value);
    const error = estimates[kind.value][n];
    const slope = exact + error;
    const ends = number === 0 ? [[x - h, below], [x + h, above]] : [[x, f], [x + h, above]];

    left.clear();
    left.line(curve, { color: "gray", thick: 2.6 });
    const through = ([px, py], steep) => [x - 2 * reach, x + 2 * reach].map((place) => [place, py + steep * (place - px)]);
    left.line(through(ends[0], slope), { color: looks[number][0], dash: looks[number][1] });
    left.line(through([x, f], exact), { color: "black", dash: "2 4", thick: 2 });
    for (const [px, py] of ends) left.dot(px, py, { color: looks[number][0], size: 6 });
    left.legend([["loss", "gray", ""], ["tangent", "black", "2 4"], [`secant, ${kind.value}`, ...looks[number]]]);

    right.clear();
    kinds.forEach((name, k) => {
      right.line(powers.map((place, m) => [place, power(estimates[name][m])]), { color: looks[k][0], dash: looks[k][1], thick: k === number ? 2.6 : 1.4, faint: k === number ? 1 : 0.7 });
    });
    right.line([[powers[n], floor - 1], [powers[n], 1]], { color: "gray", dash: "3 4", thick: 1.2 });
    right.dot(powers[n], power(error), { color: looks[number][0], size: 7 });
    right.legend(kinds.map((name, k) => [name, ...looks[k]]), { corner: "bottom left" });

    const best = estimates[kind.value].reduce((low, value, m) => (Math.abs(value) < Math.abs(estimates[kind.value][low]) ? m : low), 0);
    const why = Math.abs(error) < 1e-8 ? "" : powers[n] > powers[best] ? " The step still sees the curvature." : " The step is so small that rounding takes over.";
    page.says.textContent = `${kind.value}, h = ${scientific(h)}: slope of the secant ${shown(slope, 12)}, of the tangent ${shown(exact, 12)}, error ${error ? scientific(Math.abs(error)) : "0"}.${why}`;
    left.describe(`The loss near w = ${shown(x)}, its tangent, and a secant. ${page.says.textContent}`);
    right.describe(`Error against the step, both axes logarithmic: from the right it falls, then it rises again, raggedly. ${page.says.textContent}`);
  }

  return connect(model, [kind, where], draw).end;
}
