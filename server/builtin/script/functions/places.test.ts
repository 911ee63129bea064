import { functionTable } from "../testing/function-table";
import { PLACES } from "./places";

const table = functionTable();

table(
  "a time at every place there is a zone for",
  [...PLACES.keys()].map((place) => [
    `ConvertToLocalTime('2024-01-15 12:00', '${place.replaceAll("'", "''")}') <> ConvertToLocalTime('2024-01-10', 'UTC')`,
    "-1",
  ]),
);
