// Adds to the board what works without it: dragging with mouse or finger, arrow keys.
(() => {
  const board = document.getElementById("board");
  const form = document.getElementById("edit");
  const word = document.getElementById("drag-word");
  if (!form || !word) return;
  const NEAR = 6, HOLD_MS = 350, EDGE = 36, STEP = 8, WORDS = board ? board.dataset : {}, HINT = WORDS.hint;
  let drag = null;

  const say = (text) => { word.hidden = !text; word.textContent = text || ""; };

  const verdict = (found) => {
    if (!found) return { can: false, text: WORDS.noPlace };
    if (found.own) return { can: false, text: WORDS.here };
    if (found.reasons.length === 0) return { can: true, text: WORDS.put, field: "to" };
    if (found.swap && found.swapReasons && found.swapReasons.length === 0)
      return { can: true, text: WORDS.swap, field: "swap", value: found.swap };
    return { can: false, text: (found.swapReasons || found.reasons).join("; ") };
  };

  const submit = (candidate, field, value) => {
    form.elements.candidate.value = candidate;
    const input = document.createElement("input");
    input.type = "hidden"; input.name = field; input.value = value;
    form.append(input);
    form.requestSubmit();
  };

  const mark = () => {
    for (const cell of board.querySelectorAll("[data-place]")) {
      const can = verdict(drag.targets[cell.dataset.place]).can;
      cell.classList.add(can ? "can-drop" : "no-drop");
    }
  };

  const start = async () => {
    drag.active = true;
    document.body.classList.add("is-dragging");
    drag.link.classList.add("is-dragged");
    say(WORDS.looking);
    const address = new URL(board.dataset.targets, location.href);
    address.searchParams.set("pick", drag.candidate);
    const mine = drag;
    const targets = await look(address);
    if (drag !== mine) return;
    if (!targets) { end(); say(WORDS.unread); return; }
    drag.targets = targets;
    mark();
    say(HINT);
    over(drag.x, drag.y);
    creep();
  };

  // Nothing where the server is away, or shows the page to sign in.
  const look = async (address) => {
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      return response.ok ? await response.json() : null;
    } catch { return null; }
  };

  // Near an edge the board scrolls on, to places that were out of sight.
  const creep = () => {
    if (!drag || !drag.active) return;
    const box = board.parentElement, area = box.getBoundingClientRect();
    const top = Math.max(area.top, 0), bottom = Math.min(area.bottom, innerHeight);
    const near = (at, from, to) => at < from + EDGE ? -STEP : at > to - EDGE ? STEP : 0;
    if (drag.x > area.left && drag.x < area.right && drag.y > top && drag.y < bottom) {
      const { scrollLeft, scrollTop } = box;
      box.scrollBy(near(drag.x, area.left, area.right), near(drag.y, top, bottom));
      if (box.scrollLeft !== scrollLeft || box.scrollTop !== scrollTop) over(drag.x, drag.y);
    }
    requestAnimationFrame(creep);
  };

  const over = (x, y) => {
    if (!drag.targets) return;
    const under = document.elementFromPoint(x, y);
    const cell = under && under.closest ? under.closest("#board [data-place]") : null;
    if (drag.cell && drag.cell !== cell) drag.cell.classList.remove("is-over");
    drag.cell = cell;
    if (!cell) { say(HINT); return; }
    cell.classList.add("is-over");
    say(verdict(drag.targets[cell.dataset.place]).text);
  };

  const end = () => {
    if (!drag) return;
    clearTimeout(drag.timer);
    document.body.classList.remove("is-dragging");
    drag.link.classList.remove("is-dragged");
    for (const cell of document.querySelectorAll(".can-drop, .no-drop, .is-over"))
      cell.classList.remove("can-drop", "no-drop", "is-over");
    drag = null;
  };

  const drop = () => {
    const { active, cell, targets, candidate } = drag;
    end();
    if (!active) return;
    swallowClick();
    if (!cell || !targets) { say(""); return; }
    const place = cell.dataset.place;
    if (targets[place]?.own) { say(""); return; }
    const told = verdict(targets[place]);
    if (!told.can) { say(WORDS.refused.replace("@", () => told.text)); return; }
    say("");
    submit(candidate, told.field, told.value || place);
  };

  const swallowClick = () => {
    const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
    addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }), 0);
  };

  if (board) {
    // What is picked may be far to the right.
    const back = document.getElementById(location.hash.slice(1));
    const now = board.querySelector("td.own") ?? back?.closest("#board td"), box = board.parentElement;
    if (now) box.scrollLeft = now.offsetLeft - (box.clientWidth - now.offsetWidth) / 2;
    for (const link of document.querySelectorAll("[data-meeting]")) {
      link.draggable = false;
      link.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        drag = { link, candidate: link.dataset.meeting, x: event.clientX, y: event.clientY,
          x0: event.clientX, y0: event.clientY, touch: event.pointerType === "touch" };
        // A finger that rests begins to drag; one that moves scrolls.
        if (drag.touch) drag.timer = setTimeout(() => drag && start(), HOLD_MS);
      });
    }
    addEventListener("pointermove", (event) => {
      if (!drag) return;
      drag.x = event.clientX; drag.y = event.clientY;
      const far = Math.hypot(drag.x - drag.x0, drag.y - drag.y0) > NEAR;
      if (!drag.active && far) { if (drag.touch) end(); else start(); return; }
      if (drag && drag.active) over(drag.x, drag.y);
    });
    addEventListener("pointerup", () => { if (drag) drop(); });
    addEventListener("pointercancel", () => { if (drag && !drag.active) end(); });
    // While a finger drags, the page must not scroll under it.
    addEventListener("touchmove", (event) => {
      if (!drag || !drag.active) return;
      event.preventDefault();
      drag.x = event.touches[0].clientX; drag.y = event.touches[0].clientY;
      over(drag.x, drag.y);
    }, { passive: false });
    addEventListener("touchend", () => { if (drag && drag.active) drop(); });
    // A call comes in, or the system takes the gesture: nothing was dropped.
    addEventListener("touchcancel", () => { if (drag) { end(); say(""); } });
    addEventListener("contextmenu", (event) => { if (drag && drag.touch) event.preventDefault(); });

    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    board.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td");
      if (!cell || !(event.key in step)) return;
      const [down, right] = step[event.key];
      const rows = [...board.rows];
      let r = rows.indexOf(cell.parentElement) + down, c = cell.cellIndex + right;
      for (; rows[r] && rows[r].cells[c] && c > 0; r += down, c += right) {
        const next = rows[r].cells[c].querySelector("a, button");
        if (next) { event.preventDefault(); next.focus(); return; }
      }
    });
  }

  // Who let a meeting go is where it stands.
  if (location.hash.startsWith("#meeting-")) document.getElementById(location.hash.slice(1))?.focus();

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (drag) { end(); say(""); return; }
    const away = document.getElementById("unpick");
    if (away && document.activeElement?.closest("main")) location.href = away.href;
  });
})();
