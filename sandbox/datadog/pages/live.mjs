import { drawCharts } from "/stand-in/assets/charts.mjs";

/** Fetches what a page shows again, in place: nothing that one reads or operates is taken away. */
const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']";

const content = document.getElementById("content");
const seconds = Number(content.dataset.live ?? 0);
let isPaused = false;
let asked = 0;

nameScrolled();
addEventListener("resize", nameScrolled);

for (const form of document.querySelectorAll("form[data-redraws]")) {
  form.querySelector("button").remove();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const search = new URLSearchParams(new FormData(form));
    void redraw(`${location.pathname}?${search}`, () => true);
  });
}

if (seconds > 0) {
  addPause();
  setInterval(() => {
    if (!isPaused && !document.hidden) void redraw(location.href, isUnread);
  }, seconds * 1000);
}

/** Replaces each region by that of the same id, of those that may be. */
async function redraw(address, mayReplace) {
  const mine = ++asked;
  let text;
  try {
    const answer = await fetch(address);
    if (!answer.ok) return;
    text = await answer.text();
  } catch {
    // The stand-in is away: what is shown stays, and the next time it is asked again.
    return;
  }
  // Somebody has chosen something else meanwhile.
  if (mine !== asked) return;
  const next = new DOMParser().parseFromString(text, "text/html");
  if (address !== location.href) history.replaceState(null, "", address);
  for (const region of document.querySelectorAll("[data-region]")) {
    const fresh = next.getElementById(region.id);
    if (fresh && mayReplace(region)) replace(region, fresh);
  }
  drawCharts(document.getElementById("content"));
  nameScrolled();
}

/** Text that is marked stays; so does a form while somebody fills it in. */
function isUnread(region) {
  const selection = getSelection();
  const isMarked = selection && !selection.isCollapsed && region.contains(selection.anchorNode);
  return !isMarked && region.id !== "times";
}

function replace(region, fresh) {
  const focused = [...region.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const open = new Map([...region.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]));
  const scrolled = [...region.querySelectorAll(".scroll")].map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  region.replaceChildren(...fresh.childNodes);
  for (const details of region.querySelectorAll("details[id]")) details.open = open.get(details.id) ?? details.open;
  for (const [index, element] of region.querySelectorAll(".scroll").entries())
    element.scrollTo(...(scrolled[index] ?? [0, 0]));
  nameScrolled();
  if (focused !== -1) region.querySelectorAll(FOCUSABLE)[focused]?.focus({ preventScroll: true });
}

/** What is wider or longer than its place is scrolled by keyboard too, under the name of what stands above it. */
function nameScrolled() {
  for (const element of document.querySelectorAll(".scroll")) {
    const isLarger = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    if (!isLarger) {
      for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
      continue;
    }
    const headings = [...document.querySelectorAll("h1, h2, h3")];
    const above = headings.findLast((one) => one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    element.tabIndex = 0;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", above?.textContent ?? "Table");
  }
}

function addPause() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Pause updates";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    button.setAttribute("aria-pressed", String(isPaused));
  });
  document.querySelector("h1").after(button);
}
