/** Reloads of P2's rows that keep them in a QVD, as incremental templates are written: what new rows cost, to a reload of all. */
import { growing } from "./p2-growing";
import type { CaseSpec } from "./report";

/**
 * New and changed orders from the source, the others from the QVD of the run before; all of them stored again. Under another
 * name, so that each round begins with the same file.
 */
const SCRIPT = `LIB CONNECT TO 'files';
IF QvdNoOfRecords('lib://Stored/sales.qvd') > 0 THEN
  Sales:
  LOAD *;
  SQL SELECT * REPLACE (paid::BIGINT AS paid) FROM change;
  CONCATENATE (Sales)
  LOAD * FROM [lib://Stored/sales.qvd] (qvd) WHERE NOT Exists(order_id);
  STORE Sales INTO [lib://Stored/more.qvd] (qvd);
ELSE
  Sales:
  LOAD *;
  SQL SELECT * REPLACE (paid::BIGINT AS paid) FROM sales;
  STORE Sales INTO [lib://Stored/sales.qvd] (qvd);
END IF
Customers:
LOAD RowNo() AS customer_id, 'Customer ' & RowNo() AS customer, Mod(RowNo(), 50) AS region AUTOGENERATE 100000;
`;

export function stored(rows: number): Promise<CaseSpec> {
  return growing(rows, { script: SCRIPT, others: 100_000 });
}
