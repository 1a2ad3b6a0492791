/* Turns a link <a data-maillage-agenda="…"> on any site into a list of events. It sets no cookie, keeps nothing, and
   asks nobody but the site it comes from; where it cannot, the link stays a link. */
(function () {
  "use strict";
  var me = document.currentScript;
  if (!me || !window.fetch || !Element.prototype.attachShadow) return;
  var home = new URL(me.src).origin;
  var STYLE =
    ":host{display:block;font:inherit;color:inherit;line-height:1.45}" +
    ":host([data-theme=light]){background:#fff;color:#15233b;color-scheme:light;padding:.5rem 1rem}" +
    ":host([data-theme=dark]){background:#15233b;color:#fff;color-scheme:dark;padding:.5rem 1rem}" +
    "ul{list-style:none;margin:0;padding:0}" +
    "li{display:flex;gap:1rem;align-items:flex-start;padding:.75rem 0;border-top:1px solid rgb(134 149 160/.5)}" +
    "time{flex:none;width:3.5rem;padding:.35rem 0;border-radius:6px;background:#15233b;color:#fff;text-align:center;line-height:1.1}" +
    ":host([data-theme=dark]) time{background:#fff;color:#15233b}" +
    "time b{display:block;font-size:1.4em}" +
    "a{display:inline-block;min-height:1.5rem;padding:.15rem 0;color:inherit;font-weight:600;text-decoration:underline;text-underline-offset:.15em;overflow-wrap:anywhere}" +
    "a:focus-visible{outline:3px solid #15233b;outline-offset:2px;box-shadow:0 0 0 6px #f4b740}" +
    "p{margin:0;font-size:.9375em}strong{padding:0 .4em;background:#f4b740;color:#15233b}";

  function made(name, text, parent) {
    var part = document.createElement(name);
    if (text) part.textContent = text;
    if (parent) parent.appendChild(part);
    return part;
  }

  function dress(root) {
    if (window.CSSStyleSheet && "adoptedStyleSheets" in root) {
      try {
        var sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        root.adoptedStyleSheets = [sheet];
        return;
      } catch (_old) { /* the element below does it */ }
    }
    made("style", STYLE, root);
  }

  function show(link, told) {
    var place = made("div");
    place.lang = told.language;
    if (link.dataset.theme) place.dataset.theme = link.dataset.theme;
    var root = place.attachShadow({ mode: "open" });
    dress(root);
    if (!told.events.length) made("p", told.empty, root);
    var list = made("ul", "", root);
    list.setAttribute("aria-label", told.heading);
    told.events.forEach(function (event) {
      if (new URL(event.url).origin !== home) return;
      var line = made("li", "", list), day = made("time", "", line), words = made("div", "", line);
      day.dateTime = event.date;
      made("b", String(event.day), day);
      made("span", event.month, day);
      var title = made("a", event.title, words);
      title.href = event.url;
      title.lang = event.language;
      var about = made("p", "", words);
      if (event.moved) { made("strong", event.moved, about); about.append(" "); }
      about.append(event.kind + " · " + event.where);
    });
    link.before(place);
  }

  function begin(link) {
    var source;
    try { source = new URL(link.dataset.maillageAgenda); } catch (_none) { return; }
    if (source.origin !== home || link.dataset.maillageShown) return;
    link.dataset.maillageShown = "1";
    fetch(source, { credentials: "omit", referrerPolicy: "no-referrer" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
      .then(function (told) { show(link, told); })
      .catch(function () { /* the link stays a link */ });
  }

  function all() { document.querySelectorAll("a[data-maillage-agenda]").forEach(begin); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
