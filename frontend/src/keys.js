// One key for each decision. Single letters only while no field is being written in and no
// modifier is held; they can be switched off in the help (WCAG 2.1, 2.1.4).

import { cards, select, selected } from "./passages.js";

const OFF = "onrecord-keys-off";

function writing(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea, dialog");
}

// Where pairs are judged one by one, a step leads to another pair of the queue.
function walk(by) {
  const link = document.querySelector(`[data-judging] [data-key="${by > 0 ? "n" : "p"}"]`);
  if (link) link.click();
  return document.querySelector("[data-judging]") !== null;
}

function step(by) {
  if (walk(by)) return;
  const all = cards();
  if (all.length === 0) return;
  const here = all.indexOf(selected());
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  select(all[Math.min(Math.max(next, 0), all.length - 1)]);
}

function press(key) {
  const card = selected() ?? cards()[0];
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const control = card?.querySelector(wanted) ?? document.querySelector(`[data-judging] ${wanted}`);
  if (!control) return false;
  if (card && !card.closest("[data-judging]")) select(card, { scroll: false });
  control.click();
  return true;
}

function help() {
  const dialog = document.getElementById("keys");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

function off() {
  return localStorage.getItem(OFF) === "yes";
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (writing(event.target)) return;
  if (event.key === "?") {
    help();
    event.preventDefault();
  } else if (!off()) {
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  }
});

document.addEventListener("DOMContentLoaded", () => {
  const choice = document.getElementById("keys-off");
  if (choice) {
    choice.checked = off();
    choice.addEventListener("change", () => {
      localStorage.setItem(OFF, choice.checked ? "yes" : "no");
    });
  }
  document.querySelector("[data-opens-keys]")?.addEventListener("click", help);
});
