import { billing } from "./billing";
import { capabilities } from "./capabilities";
import type { Columns } from "./columns.sqlite";
import { control } from "./control";
import { coupons } from "./coupons";
import { data } from "./data";
import { embeds } from "./embeds";
import { identity } from "./identity";
import { notices } from "./notices";
import { people } from "./people";
import { portal } from "./portal";
import { readers } from "./readers";
import { templates } from "./templates";
import { tenants } from "./tenants";
import { usage } from "./usage";
import { workflows } from "./workflows";

/** The one description of all tables. A dialect's columns in, its tables out. */
export function buildSchema(c: Columns) {
  const kept = data(c);
  const persons = people(c);
  return {
    ...persons,
    ...identity(c),
    ...tenants(c),
    ...templates(c),
    ...kept,
    ...readers(c, kept),
    ...notices(c, { ...persons, ...kept }),
    ...control(c),
    ...capabilities(c),
    ...embeds(c),
    ...portal(c),
    ...billing(c),
    ...coupons(c),
    ...usage(c),
    ...workflows(c),
  };
}

export type Schema = ReturnType<typeof buildSchema>;

export type { Payer } from "./billing";
export type { CouponOff } from "./coupons";
export type { Condition, ReloadProgress, ReloadSchedule, ReloadTable, StepError, TableMapping } from "./data";
export type { BrandFont } from "./fonts-model";
export type { BookmarkPlace } from "./readers";
export * from "./states";
export type { DraftFile, DraftSample } from "./templates";
export type { Branding, Retention } from "./tenants";
