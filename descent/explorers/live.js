// What explorers of the student's own code share: where answers come from, and the question that
// each puts to its reader.

const PATIENCE = 3000; // milliseconds until the reader is told that the kernel is not heard

/**
 * Answers to questions, from the record or, as soon as there is a wire, from the kernel.
 * One question at a time is on its way; of those asked meanwhile only the last one is put.
 */
function answers(model, page, { onLive, onTrouble = () => {} }) {
  const { wire, recorded, student, trouble } = model.get("data");
  const note = element("p", { class: "gd-note", role: "status" });
  page.more.append(note);
  let live = null;
  let busy = false;
  let next = null;
  const say = (text) => { if (note.textContent !== text) note.textContent = text; };
  const rest = () => say(live
    ? `Live: ${student} of this notebook computes what you see. After a change of yours, run its cell and this one again.`
    : `Recorded by ${student} when this cell ran: one control at a time leaves the start, the others go back to it. In JupyterLab, with the cell run, all of them move.`);

  async function ask(key, question, use) {
    if (!live) {
      if (key in recorded) { rest(); return use(recorded[key]); }
      say(trouble || "This was not recorded: it would have taken too long.");
      return onTrouble();
    }
    if (busy) { next = [key, question, use]; return undefined; }
    busy = true;
    const late = setTimeout(say, PATIENCE, "The kernel does not answer. It may be busy with another cell; if it was restarted, run this cell again.");
    const answer = await live(question);
    clearTimeout(late);
    busy = false;
    if (answer.trouble) {
      say(answer.trouble);
      onTrouble();
    } else {
      rest();
      use(answer);
    }
    if (!next) return undefined;
    const [...later] = next;
    next = null;
    return ask(...later);
  }

  const take = (asked) => {
    if (live) return;
    live = asked;
    page.root.dataset.live = "yes";
    rest();
    onLive();
  };
  const want = () => document.dispatchEvent(new CustomEvent("gd-wanted", { detail: { wire, take } }));
  const hear = ({ detail }) => { if (detail === wire) want(); };
  if (wire) {
    document.addEventListener("gd-wire", hear);
    queueMicrotask(want); // when the explorer that calls this is complete
  }
  rest();
  return {
    ask,
    get live() { return live !== null; },
    get busy() { return busy; },
    end: () => document.removeEventListener("gd-wire", hear),
  };
}

/** Without a kernel, a control that moves sends all others back to the start. */
function oneAtATime(controls, start, source) {
  for (const control of controls) {
    control.onChange(() => {
      if (source.live) return;
      for (const other of controls) if (other !== control) other.value = start[other.name];
    });
  }
}

/** The question that an explorer asks, and its answer, folded away. */
function puzzle(page, { question, because }) {
  page.row.before(
    element("p", { class: "gd-question" }, question),
    element("details", {}, element("summary", {}, "The answer"), element("p", {}, because)),
  );
}
