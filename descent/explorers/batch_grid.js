// Loss curves of runs that the notebook made, chosen by batch size and learning rate.

function render({ model, el }) {
  const { title, sizes, rates, curves, updates } = model.get("data");
  const page = frame(el, title);
  const axis = choice(page.row, { name: "axis", label: "Against", options: ["epochs", "updates"], value: "epochs" });
  const controls = [
    axis,
    slider(page.controls, { name: "size", label: "Batch size", min: 0, max: sizes.length - 1, step: 1, value: 0, show: (n) => String(sizes[n]) }),
    slider(page.controls, { name: "rate", label: "Learning rate", min: 0, max: rates.length - 1, step: 1, value: 0, show: (n) => String(rates[n]) }),
  ];
  const left = element("div");
  const right = element("div");
  page.plots.append(left, right);
  const all = curves.flat(2).filter((value) => value !== null);
  const highest = 1.05 * Math.max(...all);
  const finals = curves.map((row) => row.map((curve) => curve[curve.length - 1]));

  function draw() {
    const [, s, r] = controls.map((control) => control.value);
    const count = curves[s][r].length - 1;
    const byUpdates = axis.value === "updates";
    const place = (n, k) => (byUpdates ? Math.log10(Math.max(1, n * updates[k])) : n);
    left.replaceChildren();
    const most = Math.log10(count * Math.max(...updates));
    const axes = plot(left, {
      title: `Loss against ${axis.value}`, x: byUpdates ? [-0.03 * most, 1.03 * most] : [-0.03 * count, 1.03 * count], y: [0, highest], xPowers: byUpdates,
      xTicks: byUpdates ? Array.from({ length: Math.floor(most) + 1 }, (_, n) => n) : undefined,
      xLabel: byUpdates ? "update (logarithmic axis)" : "epoch", yLabel: "loss on all samples",
    });
    curves.forEach((row, k) => row.forEach((curve) => {
      axes.line(curve.map((value, n) => [place(n, k), value]).slice(byUpdates ? 1 : 0), { color: "gray", thick: 1, faint: 0.45 });
    }));
    const chosen = curves[s][r].map((value, n) => [place(n, s), value]).slice(byUpdates ? 1 : 0);
    axes.line(chosen, { color: "blue", thick: 2.6 });
    axes.dot(...chosen[chosen.length - 1], { color: "blue" });

    const run = `batch size ${sizes[s]}, learning rate ${rates[r]}`;
    const order = finals.flat().filter((value) => value !== null && value < finals[s][r]).length;
    page.says.textContent = `${run[0].toUpperCase()}${run.slice(1)}: ${count} epochs, ${count * updates[s]} updates, final loss ${shown(finals[s][r], 4)}; number ${order + 1} of the ${finals.flat().length} runs.`;
    axes.describe(`The run with ${run} among all others. ${page.says.textContent}`);
    const made = table(right, "Final loss of every run", ["batch size", ...rates.map((rate) => `rate ${rate}`)],
      sizes.map((size, k) => [String(size), ...finals[k].map((value) => shown(value, 3))]), [s, r + 1]);
    for (const row of made.tBodies[0].rows) {
      const head = element("th", { scope: "row" }, row.cells[0].textContent);
      row.cells[0].replaceWith(head);
    }
  }

  page.more.append(element("p", { class: "gd-note" }, "Gray: all the other runs. The numbers come from the networks that were trained above."));
  return connect(model, controls, draw).end;
}
