// Light or dark: the reader's system decides until the reader does. Runs before the first paint, so it blocks; keep it tiny.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try { return localStorage.getItem("scheme"); } catch { return null; } // storage may be forbidden
  };
  const show = () => {
    const own = stored();
    if (own === "light" || own === "dark") root.dataset.scheme = own;
    else delete root.dataset.scheme;
    for (const button of document.querySelectorAll("[data-scheme-switch]")) {
      button.setAttribute("aria-pressed", String((root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark"));
    }
  };
  root.classList.replace("no-js", "js"); // what scripts fill has its room from the first paint
  show();
  document.addEventListener("DOMContentLoaded", show);
  system.addEventListener("change", show);
  addEventListener("storage", show); // switched in another tab
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-scheme-switch]");
    if (!button) return;
    const next = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    root.dataset.scheme = next; // for this page, where storage is forbidden
    button.setAttribute("aria-pressed", String(next === "dark"));
    try { localStorage.setItem("scheme", next); } catch { /* forgotten with the page */ }
  });
})();
