// What the sign behind a heading does: one press copies the section's permanent address, says so, and offers other forms.
const { root: base } = document.querySelector("script[data-index]").dataset;
const site = document.querySelector('meta[property="og:site_name"]').content;
let panel, status, field, section;

// Copies the address of the section that the link stands behind, and opens the panel beside it.
export async function share(link) {
  panel ??= build();
  const heading = link.closest("h2, h3, h4, h5, h6");
  const title = heading.textContent.replace(link.textContent, "").trim();
  section = { title, url: new URL(`s/${heading.id}/`, new URL(base, location.href)).href };
  field.value = section.url;
  heading.after(panel); // the next stop of the Tab key
  panel.showPopover();
  place(link);
  await copy(section.url, "Link copied");
}

function build() {
  const made = document.createElement("div");
  Object.assign(made, { className: "share", popover: "auto", role: "group", ariaLabel: "Share this section" });
  status = document.createElement("p");
  status.setAttribute("role", "status");
  field = Object.assign(document.createElement("input"), { readOnly: true, ariaLabel: "Address of this section" });
  field.addEventListener("focus", () => field.select());
  const ways = [
    ["Copy as Markdown", () => copy(`[${section.title.replace(/[[\]\\]/g, "\\$&")}](${section.url})`, "Markdown copied")],
    ["Copy as a message", () => copy(`“${section.title}”, a section of the ${site}:\n${section.url}`, "Message copied")],
  ];
  if (navigator.share) ways.push(["Share …", () => navigator.share(section).catch(() => {})]); // closed without a choice
  made.append(status, field, ...ways.map(([textContent, act]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent });
    button.addEventListener("click", act);
    return button;
  }));
  return made;
}

async function copy(text, told) {
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = told;
  } catch { // not allowed here
    field.value = text;
    field.focus();
    status.textContent = "Press Ctrl+C or ⌘C to copy";
  }
}

function place(link) {
  const { left, top, bottom } = link.getBoundingClientRect();
  panel.style.left = `${Math.max(8, Math.min(left - 16, document.documentElement.clientWidth - panel.offsetWidth - 8))}px`;
  const below = bottom + 8 + panel.offsetHeight <= innerHeight; // else above
  panel.style.top = `${below ? bottom + 8 : top - 8 - panel.offsetHeight}px`;
  addEventListener("scroll", () => panel.hidePopover(), { once: true, passive: true });
}
