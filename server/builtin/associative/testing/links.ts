import type { Row, World } from "./world";

type Holder = Pick<World["tables"][number], "name" | "fields">;

/** By which fields tables meet: one, or those that the same tables share, all of them together. */
export class Links {
  private readonly fields = new Map<string, string[]>();

  constructor(private readonly world: World) {
    const all = [...new Set(world.tables.flatMap((t) => t.fields))];
    const held = (field: string) => world.tables.filter((t) => t.fields.includes(field)).map((t) => t.name);
    for (const field of all) {
      const names = JSON.stringify(held(field));
      const alike = held(field).length > 1 ? all.filter((f) => JSON.stringify(held(f)) === names) : [field];
      this.fields.set(field, alike);
    }
  }

  /** The field and those that link together with it. */
  of(field: string): string[] {
    return this.fields.get(field) ?? [field];
  }

  /** Whether the field links the tables: neither of them was loosened there. */
  count(a: Holder, b: Holder, field: string): boolean {
    const held = a.fields.includes(field) && b.fields.includes(field);
    return held && !this.isCut(a, field) && !this.isCut(b, field);
  }

  /** Whether the table was loosened there. */
  isCut({ name }: Holder, field: string): boolean {
    return this.world.loosened.some((l) => l.table === name && l.fields.includes(field));
  }

  /** NULL links nothing. */
  meet(a: Row | null | undefined, b: Row | null | undefined, field: string): boolean {
    return this.of(field).every((f) => {
      const value = a?.[f] ?? null;
      return value !== null && value === (b?.[f] ?? null);
    });
  }
}
