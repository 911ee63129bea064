import { expect, test } from "vitest";
import { ownZone } from "./own-zone";

const of = (...zones: (string | null)[]) => ({
  memberships: zones.map((timeZone, i) => ({
    tenantId: `ten_${i}`,
    role: "viewer" as const,
    name: "",
    timeZone,
  })),
});

test("a member's portal is in the zone of their tenant, and of several only where they share it", () => {
  expect(ownZone(of("Europe/Berlin"))).toBe("Europe/Berlin");
  expect(ownZone(of("Europe/Berlin", "Europe/Berlin"))).toBe("Europe/Berlin");
  expect(ownZone(of("Europe/Berlin", "Asia/Tokyo"))).toBeNull();
  expect(ownZone(of("Europe/Berlin", null))).toBeNull();
  expect(ownZone(of(null))).toBeNull();
  expect(ownZone(of())).toBeNull();
});
