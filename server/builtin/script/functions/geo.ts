import type { FunctionDefinition } from "../scope";
import { define, text } from "./define";
import { using } from "./distributions/quadrature";

/** Places on a map. */
export const points: FunctionDefinition[] = [
  define(
    "text",
    "GeoMakePoint(latitude, longitude)",
    "GeospatialFunctions/GeoMakePoint",
    2,
    "A point as charts take it: [longitude,latitude].",
    (c) =>
      text(
        using(
          "_p",
          { lat: c.double(0), lon: c.double(1) },
          "CASE WHEN isfinite(_p.lat) AND isfinite(_p.lon) THEN '[' || regexp_replace(CAST(_p.lon AS VARCHAR), '\\.0$', '') || ',' || regexp_replace(CAST(_p.lat AS VARCHAR), '\\.0$', '') || ']' END",
        ),
      ),
  ),
];
