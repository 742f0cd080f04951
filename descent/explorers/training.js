// Training from several seeds at once, by the student's class: the page asks for a few epochs at a
// time, so that it can stop between any two answers.

const GOAL = 80; // milliseconds that an answer of the kernel may take
const LOOKS = [["blue", ""], ["orange", "8 4"], ["green", "2 4"]];

function render({ model, el }) {
  const data = model.get("data");
  const { title, options, start, side: [low, high, count], frame: pace, last, limit, seeds } = data;
  const page = frame(el, title);
  puzzle(page, data);
  const isText = (few) => typeof few[0] === "string";
  const controls = options.map(([name, label, few]) => (isText(few)
    ? choice(page.controls, { name, label, options: few, value: start[name] })
    : slider(page.controls, { name, label, min: 0, max: few.length - 1, step: 1, value: start[name], show: (n) => String(few[n]) })));
  page.controls.after(page.row);
  const plane = plot(page.plots, { title: `Answers of the network from seed ${seeds[0]}`, x: [low, high], y: [low, high], xLabel: "x₁, standardized", yLabel: "x₂, standardized", light: true, width: 420, height: 410 });
  const right = element("div");
  page.plots.append(right);

  let run = { epoch: 0, losses: [], held: [], points: [], classes: [] };
  let chunk = 1;
  const source = answers(model, page, { onLive: () => anew(), onTrouble: () => play.stop() });
  oneAtATime(controls, start, source);
  const end = () => (source.live ? limit : last);
  const settings = () => Object.fromEntries(options.map(([name, , few], n) =>
    [name, isText(few) ? controls[n].value : few[controls[n].value]]));

  /** Ask for more epochs of the run that is shown, or for a new run where `done` is 0. */
  function train(done, epochs) {
    const wanted = settings();
    const places = options.map(([name, , few]) => few.indexOf(wanted[name]));
    const begin = performance.now();
    source.ask(`${places.join(" ")} ${done}`, { settings: wanted, done, epochs }, (answer) => {
      // Loaded or quick, slow code or fast: the next answer is to take as long as it may.
      const fitting = Math.round((epochs * GOAL) / (performance.now() - begin));
      if (epochs) chunk = Math.max(1, Math.min(fitting, 2 * epochs));
      if (answer.from === 0) run = { losses: [], points: answer.points, classes: answer.classes };
      run.losses.push(...answer.losses);
      Object.assign(run, { epoch: answer.epoch, held: answer.held, map: unpacked(answer.map) });
      show();
    });
  }

  /** Begin with what the controls say; a record is shown as far as it goes. */
  function anew() {
    if (source.live) return train(0, 0);
    for (let done = 0; done < last; done += pace) train(done, pace);
    return undefined;
  }

  function unpacked(text) {
    const bytes = atob(text);
    return Array.from({ length: count }, (_, r) =>
      Array.from({ length: count }, (_column, c) => bytes.charCodeAt(r * count + c) / 255));
  }

  function show() {
    plane.clear();
    plane.map(run.map, probability);
    plane.contour(run.map, 0.5, { thick: 2.2 });
    run.points.forEach(([x, y], n) => plane.sample(x, y, run.classes[n], 3.2));
    right.replaceChildren();
    const axes = plot(right, { title: "Loss of each run", x: [0, Math.max(last, run.epoch)], y: [0, 0.52], yTicks: [0, 0.1, 0.2, 0.3, 0.4, 0.5], xLabel: "epoch", yLabel: "loss (MSE)", width: 420, height: 410 });
    seeds.forEach((_, k) => {
      axes.line(run.losses.map((point) => [point[0], point[k + 1]]), { color: LOOKS[k][0], dash: LOOKS[k][1] });
    });
    axes.legend(seeds.map((seed, k) => [`seed ${seed}`, ...LOOKS[k]]));
    const now = run.losses.length ? run.losses[run.losses.length - 1].slice(1) : [];
    const list = (numbers) => numbers.map((value) => shown(value, 3)).join(", ");
    const losses = now.length ? `loss ${list(now)}; ` : "";
    page.says.textContent = `Epoch ${run.epoch}: ${losses}held-out accuracy ${list(run.held)} (seeds ${seeds.join(", ")}).`;
    const words = options.map(([name, label]) => `${label}: ${settings()[name]}`).join("; ");
    plane.describe(`The plane colored by what the network answers, its boundary, and samples of both spirals. ${words}. ${page.says.textContent}`);
    axes.describe(`The loss against the epoch, a curve for each of ${seeds.length} seeds. ${page.says.textContent}`);
  }

  const play = player(page.row, page.says, {
    pause: 150,
    onStart: () => { if (run.epoch >= end()) train(0, source.live ? 0 : pace); },
    tick: () => {
      if (!source.busy) train(run.epoch, source.live ? Math.min(chunk, limit - run.epoch) : pace);
      return run.epoch < end();
    },
  });
  button(page.row, "Step", () => {
    play.stop();
    if (run.epoch < end()) train(run.epoch, source.live ? 1 : pace);
  });
  button(page.row, "Back to the start", () => { play.stop(); train(0, source.live ? 0 : pace); });
  const tie = connect(model, controls, anew);
  return () => { play.stop(); source.end(); tie.end(); };
}
