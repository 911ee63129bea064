import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeMember, makeTemplate, makeTemplateVersion, makeTenant, makeUser } from "@/db/factories";
import { listAudit } from "@/server/audit/list";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  createGroup,
  ensureGroups,
  fieldClasses,
  grantsOf,
  importUpload,
  listGroups,
  listPeople,
  previewUpload,
  setGrants,
  sheetGrants,
} from ".";

let ctx: Context;
let admin: Context;
let tenantId: string;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  tenantId = (await makeTenant(ctx.store, { plan: "starter@1" })).id;
  admin = as(ctx, memberOf(tenantId));
});

const preview = (text: string) => previewUpload(admin, { tenantId, text, fileName: "people.csv" });
const load = (text: string, invite = true) => importUpload(admin, { tenantId, text, invite });
const people = async () =>
  (await listPeople(admin, { tenantId })).items.map(({ email, role, groups, state }) => ({
    email,
    role,
    groups,
    state,
  }));

const PEOPLE = `email;name;role;groups
ana@example.com;Ana;author;Sales | Managers

not an address;Bo;viewer;
cai@example.com;Cai;boss;Sales
ANA@example.com;Ana again;viewer;
dee@example.com;;;Sales
`;

describe("a file of people", () => {
  it("is shown before it is done: line, column and what to do for each wrong cell", async () => {
    const plan = await preview(PEOPLE);
    if (plan.about !== "people") throw new Error("a file of people");
    expect(plan.rows.map(({ line, what }) => [line, what])).toEqual([
      [2, "add"],
      [4, "bad"],
      [5, "bad"],
      [6, "bad"],
      [7, "add"],
    ]);
    expect(plan.rows.flatMap((row) => row.issues)).toEqual([
      { column: "email", message: '"not an address" is not an e-mail address' },
      { column: "role", message: '"boss" is no role: write one of admin, author, viewer.' },
      { column: "email", message: "is in line 2 already: keep one of the two" },
    ]);
    expect(plan.newGroups).toEqual(["Sales", "Managers"]);
    expect(await people()).toEqual([]);
    expect(await listGroups(admin, { tenantId })).toEqual([]);
  });

  it("adds the right rows with their groups and invitations, and changes nothing the second time", async () => {
    const done = await load(PEOPLE);
    expect(done).toMatchObject({ added: 2, changed: 0, groups: 2 });
    expect(done.failed.map(({ line }) => line)).toEqual([4, 5, 6]);
    expect(done.links.map(({ email }) => email)).toEqual(["ana@example.com", "dee@example.com"]);
    expect(done.links[0]?.link).toContain("/invitation#");
    expect(await people()).toEqual(
      expect.arrayContaining([
        { email: "ana@example.com", role: "author", groups: ["Sales", "Managers"], state: "invited" },
        { email: "dee@example.com", role: "viewer", groups: ["Sales"], state: "invited" },
      ]),
    );
    expect(await load(PEOPLE)).toMatchObject({ added: 0, changed: 0, groups: 0, links: [] });
  });

  it("invites nobody where that is not wished, and leaves what it does not name", async () => {
    await load("email,groups\nana@example.com,Sales\n", false);
    expect(await people()).toMatchObject([{ state: "waiting" }]);
    expect(await load("email,role\nana@example.com,author\n")).toMatchObject({ added: 0, changed: 1 });
    expect(await people()).toMatchObject([{ role: "author", groups: ["Sales"] }]);
  });

  it("cannot take the last admin away, nor go over the plan", async () => {
    const user = await makeUser(ctx.store);
    await makeMember(ctx.store, { tenantId, userId: user.id, email: "chief@example.com", role: "admin" });
    const { failed, changed } = await load("email,role\nchief@example.com,viewer\n");
    expect([changed, failed[0]?.message]).toEqual([0, expect.stringContaining("is the last admin")]);
    const many = Array.from({ length: 40 }, (_, i) => `p${i}@example.com`).join("\n");
    const plan = await preview(`email\n${many}\n`);
    if (plan.about !== "people") throw new Error("a file of people");
    const bad = plan.rows.filter((row) => row.what === "bad");
    expect(bad.length).toBeGreaterThan(0);
    expect(bad[0]?.issues[0]?.message).toMatch(/the plan allows \d+ people/);
    expect((await load(`email\n${many}\n`, false)).added).toBe(40 - bad.length);
  });
});

describe("a file of groups", () => {
  it("makes groups and puts people into them; who is not here is told by line", async () => {
    await ensureGroups(ctx, { tenantId, names: ["Sales"] });
    await makeMember(ctx.store, { tenantId, email: "ana@example.com", groups: ["Sales"] });
    const text =
      "group,members\nSales,ana@example.com\nNew,Ana@example.com | bob@example.com\nOther,ana@example.com\n";
    const plan = await preview(text);
    if (plan.about !== "groups") throw new Error("a file of groups");
    expect(plan.rows.map(({ line, what }) => [line, what])).toEqual([
      [2, "same"],
      [3, "bad"],
      [4, "add"],
    ]);
    expect(plan.rows[1]?.issues[0]?.message).toContain('nobody here has the address "bob@example.com"');
    expect(await load(text)).toMatchObject({ groups: 1, changed: 1, failed: [{ line: 3 }] });
    expect(await people()).toMatchObject([{ groups: ["Sales", "Other"] }]);
  });
});

describe("rights in a file of groups", () => {
  const SHEET = { sheet: "margins", format: 1, title: { en: "Margins", de: "Margen" }, objects: [] };

  /** An app whose template has a sheet and a class of fields. */
  async function makeOrders(): Promise<string> {
    await makeTemplate(ctx.store, { id: "sales" });
    const manifest = { id: "sales", fields: [{ name: "Salary", class: "salaries" }] };
    const version = { templateId: "sales", version: "1.0.0", manifest, sheets: [SHEET] };
    await makeTemplateVersion(ctx.store, version);
    const app = { tenantId, templateId: "sales", title: "Orders", publishedVersion: "1.0.0" };
    return (await makeApp(ctx.store, app)).id;
  }
  const audited = async (action: string) =>
    (await listAudit(ctx)).items.filter((entry) => entry.action === action).map(({ payload }) => payload);
  const planOf = async (text: string) => {
    const plan = await preview(text);
    if (plan.about !== "groups") throw new Error("a file of groups");
    return plan.rows;
  };

  it("are shown first, then given beside those there are, with the entries as by hand, once", async () => {
    const app = await makeOrders();
    const { id: bosses } = await createGroup(admin, { tenantId, name: "Bosses" });
    await setGrants(admin, { appId: app, groups: [bosses] });
    await makeMember(ctx.store, { tenantId, email: "ana@example.com" });
    const text =
      "group,members,apps,sheets,fieldClasses\nSales,ana@example.com,orders,Orders / Margen,salaries\n";
    const [row] = await planOf(text);
    expect(row?.granting.map(({ name, closes }) => [name, closes])).toEqual([
      ["Orders", false],
      ["Orders / Margins", true],
      ["salaries", true],
    ]);
    expect(await grantsOf(admin, { appId: app })).toMatchObject([{ name: "Bosses" }]);
    expect(await load(text)).toMatchObject({
      ...{ about: "groups", added: 0, changed: 1, groups: 1, granted: 3, failed: [] },
    });
    expect(await grantsOf(admin, { appId: app })).toMatchObject([{ name: "Bosses" }, { name: "Sales" }]);
    expect(await sheetGrants(admin, { appId: app })).toMatchObject([{ groups: [{ name: "Sales" }] }]);
    expect(await fieldClasses(admin, { tenantId })).toMatchObject([{ groups: [{ name: "Sales" }] }]);
    expect((await audited("app.grant"))[0]).toEqual({
      ...{ app: "Orders", before: ["Bosses"], after: ["Bosses", "Sales"] },
    });
    expect(await audited("sheet.grant")).toEqual([
      { app: "Orders", sheet: "margins", before: [], after: ["Sales"] },
    ]);
    expect(await audited("field_class.grant")).toEqual([{ class: "salaries", before: [], after: ["Sales"] }]);
    expect((await planOf(text)).map(({ what }) => what)).toEqual(["same"]);
    expect(await load(text)).toMatchObject({ changed: 0, groups: 0, granted: 0 });
  });

  it("that name what is not there make their row wrong, and nothing of the row is done", async () => {
    await makeOrders();
    await makeMember(ctx.store, { tenantId, email: "ana@example.com" });
    const text = [
      "group,members,apps,sheets,fieldClasses",
      "Sales,ana@example.com,Orders | Ordres,,",
      "Sales,,,Orders / Marginss,",
      "Sales,,,Margins,",
      "Sales,,,,salarie",
    ].join("\n");
    const rows = await planOf(text);
    expect(rows.map(({ what }) => what)).toEqual(["bad", "bad", "bad", "bad"]);
    expect(rows.map(({ issues }) => issues[0])).toEqual([
      { column: "apps", message: 'there is no app "Ordres". Did you mean "Orders"?' },
      {
        column: "sheets",
        message: '"Orders" has no sheet "Marginss" of its template. Did you mean "Margins"?',
      },
      { column: "sheets", message: '"Margins" names no app: write App / Sheet' },
      {
        column: "fieldClasses",
        message: 'no app has a field class "salarie". Did you mean "salaries"?',
      },
    ]);
    expect(await load(text)).toMatchObject({ changed: 0, groups: 0, granted: 0 });
    expect(await listGroups(admin, { tenantId })).toEqual([]);
    expect(await people()).toMatchObject([{ groups: [] }]);
  });

  it("are told apart by id where two apps have one name, and another tenant's app is none", async () => {
    const first = await makeOrders();
    await makeApp(ctx.store, { tenantId, templateId: "other", title: "orders" });
    const elsewhere = (await makeTenant(ctx.store)).id;
    const foreign = await makeApp(ctx.store, { tenantId: elsewhere, title: "Secret" });
    const [twice, byId, none] = await planOf(
      `group,apps\nSales,Orders\nSales,${first}\nSales,Secret;${foreign.id}\n`,
    );
    expect(twice?.issues[0]?.message).toContain('2 apps are called "Orders"');
    expect(byId).toMatchObject({ what: "add", granting: [{ appId: first }] });
    expect(none?.issues).toHaveLength(2);
  });
});

describe("an upload", () => {
  it("whose header is wrong says so with the line, and does nothing", async () => {
    const wrong = (text: string, says: RegExp) =>
      expect(load(text)).rejects.toMatchObject({
        code: "members.file",
        message: expect.stringMatching(says),
      });
    await wrong("email,rolle\na@example.com,viewer\n", /1.*no column "rolle".*role/);
    await wrong("name\nAna\n", /no column "email"/);
    await wrong("email\n", /nothing below/);
    await wrong('email\n"a@example.com\n', /quote is not closed/);
    await wrong(`email\n${"a@example.com\n".repeat(1001)}`, /more than 1000 rows/);
    expect(await people()).toEqual([]);
  });

  it("is for admins of the tenant", async () => {
    const text = "email\na@example.com\n";
    const viewer = as(ctx, memberOf(tenantId, "author"));
    await expect(previewUpload(viewer, { tenantId, text })).rejects.toMatchObject({ code: "auth.forbidden" });
    const other = as(ctx, memberOf((await makeTenant(ctx.store)).id));
    await expect(importUpload(other, { tenantId, text })).rejects.toMatchObject({ code: "tenant.not_found" });
  });
});
