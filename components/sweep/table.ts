/** A chart's table in the page, in place of the build's. */
import type { ChartTable } from "../../src/views/chart.ts";

export function showTable(host: HTMLElement, { caption, columns, rows }: ChartTable): void {
  const table = host.querySelector("table");
  if (table === null) return;
  const title = document.createElement("caption");
  title.textContent = caption;
  const head = document.createElement("thead");
  head.append(rowOf("th", columns));
  const body = document.createElement("tbody");
  body.append(...rows.map((row) => rowOf("td", row)));
  table.replaceChildren(title, head, body);
}

function rowOf(tag: "th" | "td", values: readonly string[]): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.append(
    ...values.map((value) => {
      const cell = document.createElement(tag);
      cell.textContent = value;
      if (tag === "th") cell.setAttribute("scope", "col");
      return cell;
    }),
  );
  return row;
}
