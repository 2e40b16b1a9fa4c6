// Keeps the marks in a text and the cards beside it in step.

const SELECTED = "is-selected";

export function cards() {
  return [...document.querySelectorAll("[data-card]")];
}

export function selected() {
  return document.querySelector(`[data-card].${SELECTED}`);
}

function marksOf(card) {
  return document.querySelectorAll(`[data-claims~="${CSS.escape(card.dataset.card)}"]`);
}

export function select(card, { scroll = true, focus = true } = {}) {
  for (const other of document.querySelectorAll(`.${SELECTED}`)) other.classList.remove(SELECTED);
  card.classList.add(SELECTED);
  const marks = marksOf(card);
  for (const mark of marks) mark.classList.add(SELECTED);
  if (focus) card.focus({ preventScroll: true });
  if (!scroll) return;
  card.scrollIntoView({ block: "nearest" });
  marks[0]?.scrollIntoView({ block: "nearest" });
}

// A mark shows the state of the first claim that covers it; after a decision the card knows.
function repaint(card) {
  for (const mark of marksOf(card)) {
    if (mark.dataset.claims.split(" ")[0] === card.dataset.card) {
      mark.dataset.state = card.dataset.state;
    }
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  for (const card of cards()) repaint(card);
  const id = event.detail.elt?.dataset?.card;
  const card = id && document.querySelector(`[data-card="${CSS.escape(id)}"]`);
  if (card) select(card, { scroll: false });
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-claims]");
  if (mark && !event.target.closest("a, button")) {
    const first = mark.dataset.claims.split(" ")[0];
    const card = document.querySelector(`[data-card="${CSS.escape(first)}"]`);
    if (card) select(card);
    return;
  }
  const card = event.target.closest("[data-card]");
  if (card && !event.target.closest("a, button, input, select, textarea, summary")) {
    select(card, { focus: false });
  }
});

document.addEventListener("DOMContentLoaded", () => {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const card = wanted && document.getElementById(wanted)?.closest("[data-card]");
  if (card) select(card, { focus: false, scroll: false });
});
