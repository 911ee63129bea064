import type { FunctionDefinition } from "../scope";
import { define, text } from "./define";
import { using } from "./distributions/quadrature";

/**
 * Places on a map, by the rules of
 * [GeoMakePoint](https://help.qlik.com/en-US/cloud-services/Subsystems/Hub/Content/Sense_Hub/Scripting/GeoSpatialFunctions/geo-make-point.htm).
 */
export const points: FunctionDefinition[] = [
  define(
    "text",
    "GeoMakePoint(latitude, longitude)",
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
