/** Partial reloads of P2's rows: what some new rows cost, to a reload of all. */
import { growing } from "./p2-growing";
import type { CaseSpec } from "./report";

/** Sales, and the tables they meet. */
const SCRIPT = `LIB CONNECT TO 'files';
IF IsPartialReload() THEN
  Sales:
  ADD LOAD *;
  SQL SELECT * FROM change;
ELSE
  Sales:
  LOAD *;
  SQL SELECT * FROM sales;
  Customers:
  LOAD RowNo() AS customer_id, 'Customer ' & RowNo() AS customer, Mod(RowNo(), 50) AS region AUTOGENERATE 100000;
  Products:
  LOAD RowNo() AS product_id, 'Product ' & RowNo() AS product, 'Group ' & Mod(RowNo(), 20) AS category AUTOGENERATE 5000;
  Stores:
  LOAD RowNo() AS store_id, 'Store ' & RowNo() AS store AUTOGENERATE 200;
END IF
`;

export function partial(rows: number): Promise<CaseSpec> {
  return growing(rows, { script: SCRIPT, others: 105_200, partial: true });
}
