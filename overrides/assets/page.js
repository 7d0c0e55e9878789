// What every page does by itself: it marks, in the table of contents, the section that is being read; receives who arrives at a
// section; hands a press on the sign behind a heading to share.js, which is fetched on first use; and shows the pack, if there is one.
const links = new Map([...document.querySelectorAll(".toc a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

function mark() {
  const line = innerHeight / 4; // a heading above this line has been reached
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
  const here = links.get((passed.at(-1) ?? headings[0])?.id);
  for (const link of links.values()) {
    if (link === here) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

if (headings.length) {
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

// Who arrives at a section starts from its heading, with the keyboard and a screen reader too. One that is no longer on this page is
// looked up: an address once sent leads on when its section has moved.
async function arrive() {
  const id = location.hash.slice(1);
  const heading = document.getElementById(id);
  if (heading?.matches("h2, h3, h4, h5, h6")) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  } else if (!heading && /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
    const { find, permalinks, shareAddress } = await import("./permalinks.js");
    const section = find(await permalinks(), id);
    if (section) location.replace(section.url ?? shareAddress(id));
  }
}
addEventListener("hashchange", () => arrive().catch(() => {})); // offline: the page is shown as it is
arrive().catch(() => {});

// A choice made in the popover of a small screen closes it, so that the section is in view.
document.querySelector(".toc")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("a") && currentTarget.matches(":popover-open")) currentTarget.hidePopover();
});

let selected; // what was last selected: pressing the sign may end the selection
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!selection.isCollapsed) selected = selection.getRangeAt(0).cloneRange();
});
document.querySelector("[data-prose]")?.addEventListener("click", async (event) => {
  const link = event.target.closest(".headerlink");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await (await import("./share.js")).share(link, selected);
  } catch {
    location.hash = link.hash; // as without JavaScript
  }
});

for (const place of document.querySelectorAll("[data-try]")) { // small models to try
  import(`./try/${place.dataset.try}.js`).then(({ show }) => show(place), () => {});
}

const showPack = () => import("./pack/tray.js").then(({ show }) => show(), () => {});
try {
  if (localStorage.getItem("pack")) showPack();
} catch { /* storage may be forbidden */ }
addEventListener("pack", showPack, { once: true });
