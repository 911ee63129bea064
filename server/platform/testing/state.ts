import type { PlatformState, StateObject } from "../port";

/** Platform state in memory, for tests that look at what is left in it. */
export function createMemoryState(): PlatformState & {
  /** `[tenant, kind, key, data]` of everything there, sorted. */
  dump(): [string, string, string, unknown][];
} {
  const objects = new Map<string, { place: [string, string, string]; object: StateObject<unknown> }>();
  const name = (...place: [string, string, string]) => JSON.stringify(place);
  let made = 0;
  const all = () => [...objects.values()];
  return {
    async get<T>(tenant: string, kind: string, key: string) {
      const found = objects.get(name(tenant, kind, key));
      return found ? (structuredClone(found.object) as StateObject<T>) : null;
    },
    async list<T>(tenant: string, kind: string) {
      const mine = all().filter((o) => o.place[0] === tenant && o.place[1] === kind);
      return mine.map((o) => structuredClone(o.object) as StateObject<T>);
    },
    async put<T>(tenant: string, kind: string, key: string, data: T) {
      const id = objects.get(name(tenant, kind, key))?.object.id ?? `obj_${++made}`;
      const object = { id, key, data: structuredClone(data) };
      objects.set(name(tenant, kind, key), { place: [tenant, kind, key], object });
      return { ...object, data };
    },
    async delete(tenant, kind, key) {
      objects.delete(name(tenant, kind, key));
    },
    async deleteAll(tenant) {
      for (const o of all()) if (o.place[0] === tenant) objects.delete(name(...o.place));
    },
    dump() {
      const rows = all().map((o): [string, string, string, unknown] => [...o.place, o.object.data]);
      return rows.sort((a, b) => (name(a[0], a[1], a[2]) < name(b[0], b[1], b[2]) ? -1 : 1));
    },
  };
}
