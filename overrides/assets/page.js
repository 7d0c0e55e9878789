// What every page does by itself: it marks, in the table of contents, the section that is being read, and hands a press on the
// sign behind a heading to share.js, which is fetched on first use.
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

// A choice made in the popover of a small screen closes it, so that the section is in view.
document.querySelector(".toc")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("a") && currentTarget.matches(":popover-open")) currentTarget.hidePopover();
});

document.querySelector("[data-prose]")?.addEventListener("click", async (event) => {
  const link = event.target.closest(".headerlink");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await (await import("./share.js")).share(link);
  } catch {
    location.hash = link.hash; // as without JavaScript
  }
});
