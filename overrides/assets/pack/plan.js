// A plan as a calendar file: an entry for each of its days, counted from the first.
import { calendar, keep } from "../files.js";

const form = document.querySelector("[data-plan]");
const { day, time } = form.elements;
day.value = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10); // tomorrow
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const entries = [...document.querySelectorAll(".plan > li")].map((item) => {
    const on = new Date(`${day.value}T12:00Z`);
    on.setUTCDate(on.getUTCDate() + Number(item.dataset.day) - 1);
    const [title, , what] = item.children;
    const links = [...item.querySelectorAll("a")].map((link) => `- ${link.textContent}: ${link.href}`);
    return {
      title: `${title.textContent} (${form.dataset.plan})`,
      when: `${on.toISOString().slice(0, 10)}T${time.value}`,
      minutes: Number(item.dataset.minutes),
      text: [what.textContent.trim(), ...links].join("\n"),
      url: document.querySelector("link[rel=canonical]").href,
    };
  });
  keep("plan.ics", "text/calendar", calendar(entries));
});
