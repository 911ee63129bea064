import type { TemplateSource } from "@/server/templates";

/** A small template in memory. `version` decides the script, so that another version reads other data. */
export function simulatedTemplate(id: string, version: string): TemplateSource {
  const text = `
id: ${id}
version: ${version}
module: ${id}
title: { en: ${id} ${version} }
connections: [{ name: shop }]
tables:
  - name: orders
    connection: shop
    columns: [{ name: id, type: integer }, { name: country, type: text }, { name: amount, type: decimal }]
parameters: [{ name: currency, default: EUR }]
fields: [{ name: id }, { name: country }, { name: amount }]
measures: [{ name: revenue, expression: Sum(amount) }]
verify: [{ name: has-revenue, measure: revenue, min: 1 }]
schedule: { cron: "0 5 * * *", zone: Europe/Berlin }
`;
  const script = `// ${version}\nLIB CONNECT TO 'shop';\nOrders: SQL SELECT * FROM $(orders);`;
  const sheet = `
sheet: main
format: 1
title: Main
objects:
  - { id: revenue, kind: kpi, at: [0, 0, 4, 3], measure: revenue }
`;
  return {
    manifest: { file: `${id}/template.yaml`, text },
    script: { file: `${id}/script.qvs`, text: script },
    sheets: [{ file: `${id}/sheets/main.yaml`, text: sheet }],
    files: [],
  };
}
