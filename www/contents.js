// @ts-check
// The contents say where the reader is: the section is marked, and its number stands beside the title.

const list = document.querySelector(".contents");
const links = /** @type {HTMLAnchorElement[]} */ ([...(list?.querySelectorAll("a") ?? [])]);
// A section begins a run of text; what is in it may not be laid out.
const sections = links.map((link) => document.getElementById(link.hash.slice(1))?.closest(".stretch"));
const summary = list?.querySelector("summary");

if (summary && links.length) {
  const place = document.createElement("span");
  place.className = "place";
  summary.append(" ", place);
  const mark = () => {
    // The section that has passed the upper third of the window last.
    const line = innerHeight / 3;
    const current = sections.findLastIndex((section) => section && section.getBoundingClientRect().top < line);
    links.forEach((link, index) => {
      if (index === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
    place.textContent = current < 0 ? "" : `${current + 1} / ${links.length}`;
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const section of sections) if (section) watch.observe(section);
  // A press on a title closes the list that covers it.
  list?.addEventListener("click", (event) => {
    if (event.target instanceof HTMLAnchorElement) list.removeAttribute("open");
  });
}
