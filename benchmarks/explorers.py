"""How long an explorer takes to answer: a slider moves, and the new picture is laid out.

Every slider of every explorer is moved to five places in the machine's own Chromium, each explorer
alone on a page. A hand feels a delay from a tenth of a second on.

    python benchmarks/explorers.py
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.conftest import CHROMIUM, FLAGS, LAUNCH
from tests.browser.examples import EXAMPLES
from tests.browser.sheet import MOUNT, PAGE

MOVE = """async () => {
  const times = [];
  for (const input of document.querySelectorAll("input[type=range]")) {
    for (const part of [0.2, 0.5, 0.8, 0.3, 0.6]) {
      const [low, high] = [Number(input.min), Number(input.max)];
      const begin = performance.now();
      input.value = low + part * (high - low);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      document.body.getBoundingClientRect(); // the new picture is laid out as well
      times.push(performance.now() - begin);
      await new Promise(requestAnimationFrame);
    }
  }
  return times.sort((one, other) => one - other);
}"""


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores\n")
    print("| explorer | median ms | slowest ms |")
    print("|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=LAUNCH)
        for name, make in EXAMPLES.items():
            explorer = make()
            page = browser.new_page()
            page.set_content(PAGE.format(style="", inside=""))
            page.evaluate(MOUNT, [explorer.module(), explorer.data, explorer.values])
            page.locator(".gd-says").wait_for()
            times = page.evaluate(MOVE)
            print(f"| {name} | {times[len(times) // 2]:.1f} | {times[-1]:.1f} |")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
