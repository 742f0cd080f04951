// The wire between explorers in the page and the kernel. It has no view of its own: anywidget calls
// `initialize` as soon as the kernel has laid it, and an explorer with its name takes it up.

export default {
  initialize({ model }) {
    const name = model.get("name");
    const waiting = new Map();
    let asked = 0;
    model.on("msg:custom", ({ number, answer }) => {
      waiting.get(number)?.(answer);
      waiting.delete(number);
    });
    const ask = (question) => new Promise((resolve) => {
      waiting.set(++asked, resolve);
      model.send({ number: asked, question });
    });
    const offer = ({ detail }) => { if (detail.wire === name) detail.take(ask); };
    document.addEventListener("gd-wanted", offer);
    document.dispatchEvent(new CustomEvent("gd-wire", { detail: name }));
    return () => document.removeEventListener("gd-wanted", offer);
  },
};
