// SPDX-License-Identifier: MIT
// checks.js - what can be asked of a page; each answer is a list of what is wrong.
({
  name(element) {
    const id = element.id ? "#" + element.id : "";
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()}${id}> ${words}`;
  },

  // The elements that have text of their own, and are drawn.
  texts() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !element.closest("style, title, desc") &&
          element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
        found.add(element);
    }
    return [...found];
  },

  openAll() {
    for (const details of document.querySelectorAll("details")) details.open = true;
  },

  ids() {
    const count = {};
    for (const { id } of document.querySelectorAll("[id]")) count[id] = (count[id] || 0) + 1;
    return Object.keys(count).filter((id) => count[id] > 1);
  },

  links() {
    const wrong = [];
    for (const a of document.querySelectorAll("a, area, link[href]")) {
      const href = a.getAttribute("href") || "";
      const there = href.startsWith("#") && document.getElementById(href.slice(1));
      if (!there && !href.startsWith("data:")) wrong.push(`${this.name(a)}: ${href}`);
    }
    for (const label of ["aria-labelledby", "aria-describedby"])
      for (const element of document.querySelectorAll(`[${label}]`))
        for (const id of element.getAttribute(label).split(/\s+/))
          if (!document.getElementById(id)) wrong.push(`${label} ${id}`);
    return wrong;
  },

  scripts() {
    return [...document.querySelectorAll("script, iframe, object, embed")].map(this.name);
  },

  figures() {
    const wrong = [];
    for (const figure of document.querySelectorAll("figure")) {
      const svg = figure.querySelector("svg");
      if (!svg) {
        wrong.push(`${this.name(figure)}: no svg`);
        continue;
      }
      const box = svg.getBoundingClientRect();
      const drawn = [...svg.querySelectorAll("path, rect, polygon, circle, line, use, text")]
        .filter((e) => { const b = e.getBoundingClientRect(); return b.width + b.height > 0; });
      const says = (tag) => svg.querySelector(tag)?.textContent.trim();
      if (box.width < 100 || box.height < 50) wrong.push(`#${svg.id}: has no size`);
      if (!svg.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
        wrong.push(`#${svg.id}: is not visible`);
      if (drawn.length < 5) wrong.push(`#${svg.id}: next to nothing is drawn`);
      if (!says("title") || !says("desc")) wrong.push(`#${svg.id}: no title or description`);
      if (svg.getAttribute("role") !== "img") wrong.push(`#${svg.id}: its role is not img`);
      if (!figure.querySelector("figcaption")) wrong.push(`#${svg.id}: no figcaption`);
    }
    return wrong;
  },

  headings() {
    const wrong = [];
    let before = 0;
    for (const h of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const level = +h.tagName[1];
      if (level > before + 1) wrong.push(`${this.name(h)} follows a heading of level ${before}`);
      before = level;
    }
    if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
    return wrong;
  },

  tables() {
    const wrong = [...document.querySelectorAll("th:not([scope])")].map(this.name);
    for (const table of document.querySelectorAll("table")) {
      if (!table.caption) wrong.push(`${this.name(table)}: no caption`);
      const columns = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
      const held = []; // columns that cells of rows above reach down into
      for (const [y, row] of [...table.rows].entries()) {
        for (const cell of row.cells)
          for (let k = 1; k < cell.rowSpan; k++)
            held[y + k] = (held[y + k] || 0) + cell.colSpan;
        if (columns(row) + (held[y] || 0) !== columns(table.rows[0]))
          wrong.push(`${this.name(row)}: its cells do not fill the row`);
      }
    }
    return wrong;
  },

  // Nothing but what scrolls in a box of its own reaches beyond the page.
  overflow() {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [`${page.scrollWidth} px on ${page.clientWidth}`];
  },

  // Letters of a figure shrink with it.
  scale(element) {
    const matrix = element.getScreenCTM?.();
    return matrix ? Math.hypot(matrix.a, matrix.b) : 1;
  },

  smallText(least, leastInFigures) {
    return this.texts().map((e) => {
      const size = parseFloat(getComputedStyle(e).fontSize) * this.scale(e);
      const want = e.closest("svg") ? leastInFigures : least;
      return size < want - 0.01 ? `${this.name(e)}: ${size.toFixed(1)} px` : null;
    }).filter(Boolean);
  },

  rgba(colour) {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  },

  luminance({ r, g, b }) {
    const [x, y, z] = [r, g, b].map((v) =>
      (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  },

  background(element) {
    for (; element; element = element.parentElement) {
      const colour = this.rgba(getComputedStyle(element).backgroundColor);
      if (colour.a === 1) return colour;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  },

  // What is painted behind a figure's text, in the middle of it.
  behind(element) {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (const e of document.elementsFromPoint(x, y)) {
      if (!e.closest("svg") || e === element || e.closest("text")) continue;
      const { fill, fillOpacity } = getComputedStyle(e);
      if (fill !== "none" && +fillOpacity > 0.9 && e.tagName !== "svg") return this.rgba(fill);
    }
    return this.background(element);
  },

  contrast(least) {
    const wrong = [];
    for (const e of this.texts()) {
      const inside = e.closest("svg");
      const style = getComputedStyle(e);
      const front = this.luminance(this.rgba(inside ? style.fill : style.color));
      const back = this.luminance(inside ? this.behind(e) : this.background(e));
      const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
      if (ratio < least) wrong.push(`${this.name(e)}: ${ratio.toFixed(2)} : 1`);
    }
    return wrong;
  },

  theme() {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return `${color} on ${backgroundColor}`;
  },
})
