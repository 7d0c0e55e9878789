// A page that moved: on to its new place, with what stands behind the # that the page's own refresh would drop.
const there = new URL(document.querySelector("main a").href);
there.hash = location.hash;
location.replace(there);
