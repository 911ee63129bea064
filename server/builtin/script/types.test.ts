import { expect, test } from "vitest";
import { mergeTypes, typeOf } from "./types";

test.each(["TINYINT", "INTEGER", "BIGINT", "DECIMAL(10,2)", "DOUBLE", "DATE", "VARCHAR"])(
  "%s and %s stay what they are: adding rows does not write a column anew",
  (sql) => {
    expect(mergeTypes(typeOf(sql), typeOf(sql))).toEqual(typeOf(sql));
  },
);

test("different numbers meet in a type that holds both", () => {
  expect(mergeTypes(typeOf("TINYINT"), typeOf("INTEGER")).sql).toBe("BIGINT");
  expect(mergeTypes(typeOf("DECIMAL(10,2)"), typeOf("INTEGER")).sql).toBe("DECIMAL(21,2)");
});
