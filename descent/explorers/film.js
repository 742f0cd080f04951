// A film: pictures, or maps of a probability with the samples on them, to play and to scrub.

function render({ model, el }) {
  const { title, alt, captions, frames, film } = model.get("data");
  const last = captions.length - 1;
  const page = frame(el, title);
  const place = slider(page.controls, { name: "frame", label: "Frame", min: 0, max: last, step: 1, value: 0, show: (n) => `${n + 1} of ${last + 1}` });
  const screen = element("div", { class: "gd-wide" });
  page.plots.append(screen);
  page.controls.after(page.row);

  let show = () => {};
  function draw() {
    const n = Math.max(0, Math.min(last, place.value));
    page.says.textContent = captions[n];
    place.input.setAttribute("aria-valuetext", `${place.value + 1} of ${last + 1}: ${captions[n]}`);
    show(n);
  }
  const turn = (n) => {
    place.value = Math.max(0, Math.min(last, n));
    tie.push();
  };
  const play = player(page.row, page.says, {
    pause: 350,
    onStart: () => { if (place.value === last) turn(0); },
    tick: () => {
      turn(place.value + 1);
      return place.value < last;
    },
  });
  button(page.row, "Back", () => { play.stop(); turn(place.value - 1); });
  button(page.row, "Forward", () => { play.stop(); turn(place.value + 1); });
  button(page.row, "To the start", () => { play.stop(); turn(0); });
  place.input.addEventListener("input", play.stop);
  const tie = connect(model, [place], draw);

  if (film) {
    const axes = plot(screen, { title: film.title, x: film.x, y: film.y, xLabel: film.labels[0], yLabel: film.labels[1], light: true, width: 500, height: 490 });
    unrolled(film).then((maps) => {
      show = (n) => {
        axes.clear();
        axes.map(maps[n], probability);
        axes.contour(maps[n], 0.5, { thick: 2.2 });
        film.points.forEach(([px, py], k) => axes.sample(px, py, film.classes[k], 3.2));
        axes.describe(`${alt} ${captions[n]}`);
      };
      draw();
    });
  } else {
    const picture = element("img", { alt, style: "max-width: 100%; background: white" });
    screen.append(picture);
    show = (n) => {
      picture.src = frames[n];
      picture.alt = `${alt} ${captions[n]}`;
    };
    draw();
  }
  return () => { play.stop(); tie.end(); };
}

/** The maps of a film, which come as one gray picture with a frame below the other. */
async function unrolled({ strip, rows, columns }) {
  const picture = new Image();
  picture.src = strip;
  await picture.decode();
  const count = picture.naturalHeight / rows;
  const canvas = element("canvas", { width: columns, height: picture.naturalHeight });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, columns, picture.naturalHeight);
  const value = (r, c) => data[4 * (r * columns + c)] / 255;
  return Array.from({ length: count }, (_, n) =>
    Array.from({ length: rows }, (_row, r) => Array.from({ length: columns }, (_column, c) => value(n * rows + r, c))));
}
