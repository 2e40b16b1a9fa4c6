// The pages work without this file: every action is a link or a form. What it adds: actions
// without leaving the page (htmx) and the keyboard (keys.js).

import "./keys.js";
import "./passages.js";
import "./judging.js";
import "./slider.js";
import htmx from "htmx.org";

// Under the content security policy nothing is evaluated and no style is written into a page.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  defaultSwapStyle: "outerHTML",
  scrollBehavior: "instant",
  withCredentials: false,
  // What was swapped in answers at once: a key pressed before then would leave the page.
  defaultSettleDelay: 0,
});
// A refusal is shown where the answer would have stood; it is an answer too.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:responseError", (event) => {
  // After a fault the decision itself may stand, only what follows from it was not made anew.
  const { status } = event.detail.xhr;
  say(
    status < 500
      ? `The record refused this (${status}). Nothing was changed.`
      : "This failed. Reload the page to see what holds.",
  );
});
document.addEventListener("htmx:sendError", () => {
  say("onrecord serve does not answer. Nothing was changed.");
});

export function say(words) {
  const place = document.getElementById("said");
  if (place) place.textContent = words;
}
